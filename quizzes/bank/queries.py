"""Reads of the bank: drawing a quiz, the report, and the export."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from content.models import Topic
from content.reading.framing import unclassified
from content.reading.orientation import NONE
from content.reading.text import normalise
from content.services import reading
from quizzes.bank.assemble import Blueprint, Candidate, Shortage, assemble, shortage
from quizzes.bank.facility import WORDS
from quizzes.bank.interviews_and_drills import around_topics
from quizzes.bank.kinds import AROUND, CHOOSE, FLASHCARD, KINDS, ODD, OPTION, REVERSE, SCENARIO, Shape, of_shape
from quizzes.bank.laws import by_law
from quizzes.bank.models import Choice, Fact, Flashcard, Question, QuestionVersion
from quizzes.bank.records import Refusal
from quizzes.bank.services import accepted_terms, derive
from quizzes.bank.words import told

ANSWERED = of_shape(Shape.ONE, Shape.TYPED, Shape.NUMBER)  # the kinds with one right answer that is more than "True"
NAMING = frozenset({OPTION, SCENARIO, CHOOSE, ODD})  # those where it is the name of an option


@dataclass(frozen=True)
class Drawn:
    """A quiz's questions in order, and why there are fewer than asked for, if there are."""

    versions: list[QuestionVersion]
    short: Shortage | None


def draw(
    *,
    topics: Sequence[int],
    blueprint: Blueprint,
    seed: str,
    lately: Collection[int] = (),
    tables: Collection[str] = (),
) -> Drawn:
    """Live questions of these topics (ids) as the blueprint wants them, the same for the same seed and bank; with
    ``tables`` ("topic/table") those about their rows alone.

    Those answered ``lately`` (ids of questions) are taken where there are not enough others.
    """
    found = assemble(candidates(topics, lately, tables), blueprint, seed)
    versions = QuestionVersion.objects.select_related("question").prefetch_related("choices").in_bulk(found.versions)
    return Drawn([versions[pk] for pk in found.versions], shortage(found, blueprint))


def candidates(topics: Sequence[int], lately: Collection[int] = (), tables: Collection[str] = ()) -> list[Candidate]:
    """The live questions of these topics (ids), with what keeps them apart in a quiz."""
    rows: dict[str, set[object]] = defaultdict(set)
    about: dict[str, tuple[int, str, int, str, int, bool]] = {}
    late: set[str] = set()
    live = Question.objects.live().filter(topic__in=topics, current__isnull=False)
    if tables:
        parts = [table.partition("/") for table in tables]
        live = live.filter(reduce(or_, (Q(topic__slug=topic, facts__group=group) for topic, _, group in parts)))
    columns = ("current_id", "key", "topic_id", "kind", "difficulty", "graded")
    for pk, *place, group, label in live.values_list("pk", *columns, "facts__group", "facts__label").distinct():
        key, topic, kind = place[1:4]
        about[key] = tuple(place)
        if kind in AROUND:
            rows[key].add(key.split("/")[2])
        if pk in lately:
            late.add(key)
        if group is not None:
            rows[key].add((topic, group, label))
    answers = _answers(topics)
    return [
        Candidate(*place, frozenset(rows[key]), frozenset(answers[key]), key in late) for key, place in about.items()
    ]


def _answers(topics: Sequence[int]) -> dict[str, set[object]]:
    """What the right answer to each question is, by its key, where there is one: its words, all spellings of a term,
    and where it names an option, that option of its topic, as a table may call it otherwise than another."""
    found: dict[str, set[object]] = defaultdict(set)
    right = Choice.objects.filter(correct=True, version__current_of__topic__in=topics)
    right = right.filter(version__current_of__state=Question.State.LIVE, version__current_of__kind__in=ANSWERED)
    columns = ("version__current_of__key", "version__current_of__kind", "text", "fact")
    for key, kind, text, fact in right.values_list(*columns):
        found[key].add(normalise(text))
        if kind in NAMING and fact:
            topic, _, option = fact.split("/")[:3]
            found[key].add((topic, option))
    return found


def report() -> dict[str, Any]:
    """What the bank holds, by topic and kind, every refusal with its reason, and the rows of which nobody has said
    whether their values exclude each other."""
    topics = list(Topic.objects.topics().select_related("current", "phase"))
    questions = Counter(Question.objects.live().values_list("kind", flat=True))
    levels = Counter(Question.objects.live().values_list("difficulty", flat=True))
    made, tables, terms, around = 0, 0, accepted_terms(), around_topics()
    refusals: list[tuple[Refusal, str]] = []
    by_topic: list[dict[str, Any]] = []
    open_rows: list[dict[str, str]] = []
    for topic in topics:
        read = reading(topic)
        bank = derive(read, terms, around)
        tables += sum(comparison.orientation != NONE for comparison in read.comparisons)
        refusals += told(bank.refusals)
        for comparison in read.comparisons:
            table = {"topic": topic.slug, "table": comparison.key}
            open_rows += [{**table, "row": row.text} for row in unclassified(comparison)]
        backs = sum(card.both_ways for card in bank.flashcards)
        made += len(bank.questions) + len(bank.flashcards) + backs + len(bank.refusals)
        lists = {"questions": bank.questions, "flashcards": bank.flashcards, "refused": bank.refusals}
        counted = {name: len(rows) for name, rows in lists.items()}
        by_topic.append({"topic": topic.slug, "facts": len(read.facts), **counted})
    asked = [r for r, _ in refusals if r.kind not in (FLASHCARD, REVERSE)]
    total = sum(questions.values())
    return {
        "topics": len(topics),
        "tables": tables,
        "facts": Fact.objects.live().count(),
        "questions": {kind: questions.get(kind, 0) for kind in KINDS},
        "difficulty": {word: levels.get(level, 0) for level, word in WORDS.items()},
        "flashcards": Flashcard.objects.filter(retired_at__isnull=True).count(),
        "answered_aloud": Fact.objects.live().filter(kind=Fact.Kind.PROMPT).count(),
        "flashcards_both_ways": Flashcard.objects.filter(retired_at__isnull=True, both_ways=True).count(),
        "candidates": made,
        "refused": len(refusals),
        "refusal_rate": round(len(refusals) / made, 4) if made else 0.0,
        "question_refusal_rate": round(len(asked) / (len(asked) + total), 4) if total else 0.0,
        "refusals_by_law": by_law(refusal for refusal, _ in refusals),
        "refusals_by_reason": dict(sorted(Counter(f"{r.kind}: {r.code}" for r, _ in refusals).items())),
        "unclassified": open_rows,
        "by_topic": by_topic,
        "refusals": [{"kind": r.kind, "fact": r.fact, "code": r.code, "reason": why} for r, why in refusals],
    }
