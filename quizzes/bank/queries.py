"""Reads of the bank: drawing a quiz, the report, and the export."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from content.models import Topic
from content.reading.framing import unclassified
from content.reading.orientation import NONE
from content.services import reading
from quizzes.bank.assemble import Blueprint, Candidate, Shortage, assemble, shortage
from quizzes.bank.facility import WORDS
from quizzes.bank.kinds import AROUND, FLASHCARD, KINDS, REVERSE
from quizzes.bank.models import Fact, Flashcard, Question, QuestionVersion
from quizzes.bank.records import Refusal
from quizzes.bank.services import accepted_terms, around_topics, derive
from quizzes.bank.words import told


@dataclass(frozen=True)
class Drawn:
    """A quiz's questions in order, and why there are fewer than asked for, if there are."""

    versions: list[QuestionVersion]
    short: Shortage | None


def draw(*, topics: Sequence[int], blueprint: Blueprint, seed: str) -> Drawn:
    """Live questions of these topics (ids) as the blueprint wants them, the same for the same seed and bank."""
    found = assemble(_candidates(topics), blueprint, seed)
    versions = QuestionVersion.objects.select_related("question").prefetch_related("choices").in_bulk(found.versions)
    return Drawn([versions[pk] for pk in found.versions], shortage(found, blueprint))


def _candidates(topics: Sequence[int]) -> list[Candidate]:
    rows: dict[str, set[object]] = defaultdict(set)
    about: dict[str, tuple[int, str, int, str, int, bool]] = {}
    live = Question.objects.live().filter(topic__in=topics, current__isnull=False)
    columns = ("current_id", "key", "topic_id", "kind", "difficulty", "graded", "facts__group", "facts__label")
    for *place, group, label in live.values_list(*columns).distinct():
        key, topic, kind = place[1:4]
        about[key] = tuple(place)
        if kind in AROUND:
            rows[key].add(key.split("/")[2])
        if group is not None:
            rows[key].add((topic, group, label))
    return [Candidate(*place, frozenset(rows[key])) for key, place in about.items()]


def report() -> dict[str, Any]:
    """What the bank holds, by topic and kind, every refusal with its reason, and the rows of which nobody has said
    whether their values exclude each other."""
    topics = list(Topic.objects.topics().select_related("current", "phase"))
    questions = Counter(Question.objects.live().values_list("kind", flat=True))
    levels = Counter(Question.objects.live().values_list("difficulty", flat=True))
    candidates, tables, terms, around = 0, 0, accepted_terms(), around_topics()
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
        candidates += len(bank.questions) + len(bank.flashcards) + backs + len(bank.refusals)
        by_topic.append(
            {
                "topic": topic.slug,
                "facts": len(read.facts),
                "questions": len(bank.questions),
                "flashcards": len(bank.flashcards),
                "refused": len(bank.refusals),
            }
        )
    asked = [r for r, _ in refusals if r.kind not in (FLASHCARD, REVERSE)]
    total = sum(questions.values())
    return {
        "topics": len(topics),
        "tables": tables,
        "facts": Fact.objects.live().count(),
        "questions": {kind: questions.get(kind, 0) for kind in KINDS},
        "difficulty": {word: levels.get(level, 0) for level, word in WORDS.items()},
        "flashcards": Flashcard.objects.filter(retired_at__isnull=True).count(),
        "flashcards_both_ways": Flashcard.objects.filter(retired_at__isnull=True, both_ways=True).count(),
        "candidates": candidates,
        "refused": len(refusals),
        "refusal_rate": round(len(refusals) / candidates, 4) if candidates else 0.0,
        "question_refusal_rate": round(len(asked) / (len(asked) + total), 4) if total else 0.0,
        "refusals_by_reason": dict(sorted(Counter(f"{r.kind}: {r.code}" for r, _ in refusals).items())),
        "unclassified": open_rows,
        "by_topic": by_topic,
        "refusals": [{"kind": r.kind, "fact": r.fact, "code": r.code, "reason": why} for r, why in refusals],
    }
