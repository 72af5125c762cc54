"""Reads of the bank: drawing a quiz, the report, and the export."""

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Collate

from content.models import Table, Topic
from quizzes.bank.generate import KINDS
from quizzes.bank.lint import Refusal
from quizzes.bank.model import FLASHCARD
from quizzes.bank.models import Fact, Flashcard, Question, QuestionQuerySet, QuestionVersion
from quizzes.bank.services import derive


@dataclass(frozen=True)
class _Candidate:
    """A question that may be drawn: its current version (id), and what it must share with no other in a quiz."""

    version: int
    topic: int
    kind: str
    rows: frozenset[object]


def draw(*, topics: Sequence[int], count: int, seed: str, graded: bool) -> list[QuestionVersion]:
    """Up to ``count`` live questions of these topics, the same ones for the same seed and bank.

    No two probe the same fact, nor the same row of a table. Only questions over one row can answer each other
    (`quizzes.bank.enemies`), so no two are enemies. They are spread over the topics in turn, and over the kinds: each
    time, one of the kinds that were drawn least. Fewer come back where the scope holds fewer.
    """
    questions = Question.objects.live().filter(topic__in=topics, current__isnull=False)
    if graded:
        questions = questions.graded()
    found = _candidates(questions)
    order = sorted(found, key=lambda candidate: _shuffled(seed, candidate))
    keys = [found[key] for key in order]
    chosen = _spread(keys, count, seed)
    if len(chosen) < count:  # a question over many rows may have taken those that others needed
        narrow = _spread([one for one in keys if len(one.rows) <= 1], count, seed)
        chosen = max(chosen, narrow, key=len)
    versions = QuestionVersion.objects.select_related("question").prefetch_related("choices").in_bulk(chosen)
    return [versions[version] for version in chosen]


def _candidates(questions: QuestionQuerySet) -> dict[str, _Candidate]:
    """These questions by key. What somebody wrote has no fact, so it is no enemy of anything."""
    rows: dict[str, set[object]] = defaultdict(set)
    about: dict[str, tuple[int, int, str]] = {}
    columns = ("current_id", "key", "topic_id", "kind", "facts__group", "facts__label")
    for version, key, topic, kind, group, label in questions.values_list(*columns).distinct():
        about[key] = (version, topic, kind)
        if group is not None:
            rows[key].add((topic, group, label))
    return {key: _Candidate(*place, frozenset(rows[key])) for key, place in about.items()}


def _spread(candidates: Sequence[_Candidate], count: int, seed: str) -> list[int]:
    """The versions drawn from candidates in this order: topic by topic, the kinds that were drawn least first."""
    left: dict[int, dict[str, deque[_Candidate]]] = defaultdict(lambda: defaultdict(deque))
    for candidate in candidates:
        left[candidate.topic][candidate.kind].append(candidate)
    order = sorted(left, key=lambda topic: _shuffled(seed, str(topic)))
    drawn: Counter[str] = Counter()
    used: set[object] = set()
    chosen: list[int] = []
    while len(chosen) < count and any(left[topic] for topic in order):
        for topic in order:
            if len(chosen) < count and (found := _next(left[topic], drawn, used, seed)):
                used |= found.rows
                drawn[found.kind] += 1
                chosen.append(found.version)
    return chosen


def _next(kinds: dict[str, deque[_Candidate]], drawn: Counter[str], used: set[object], seed: str) -> _Candidate | None:
    """A topic's next question that has no enemy among those drawn; kinds that run out are taken from the topic."""
    for kind in sorted(kinds, key=lambda kind: (drawn[kind], _shuffled(seed, kind))):
        queue = kinds[kind]
        while queue:
            candidate = queue.popleft()
            if candidate.rows.isdisjoint(used):
                return candidate
        del kinds[kind]
    return None


def _shuffled(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}\x1f{key}".encode()).hexdigest()


def report() -> dict[str, Any]:
    """What the bank holds, by topic and kind, and every refusal with its reason."""
    topics = list(Topic.objects.topics().select_related("current", "phase"))
    questions = Counter(Question.objects.live().values_list("kind", flat=True))
    candidates = 0
    refusals: list[Refusal] = []
    by_topic: list[dict[str, Any]] = []
    for topic in topics:
        facts, bank = derive(topic)
        refusals += bank.refusals
        candidates += len(bank.questions) + len(bank.flashcards) + len(bank.refusals)
        by_topic.append(
            {
                "topic": topic.slug,
                "facts": len(facts),
                "questions": len(bank.questions),
                "flashcards": len(bank.flashcards),
                "refused": len(bank.refusals),
            }
        )
    asked = [r for r in refusals if r.kind != FLASHCARD]
    total = sum(questions.values())
    return {
        "topics": len(topics),
        "tables": Table.objects.filter(topic__in=topics).exclude(orientation=Table.Orientation.NONE).count(),
        "facts": Fact.objects.live().count(),
        "questions": {kind: questions.get(kind, 0) for kind in KINDS if kind != FLASHCARD},
        "flashcards": Flashcard.objects.filter(retired_at__isnull=True).count(),
        "candidates": candidates,
        "refused": len(refusals),
        "refusal_rate": round(len(refusals) / candidates, 4) if candidates else 0.0,
        "question_refusal_rate": round(len(asked) / (len(asked) + total), 4) if total else 0.0,
        "refusals_by_reason": dict(sorted(Counter(f"{r.kind}: {r.code}" for r in refusals).items())),
        "by_topic": by_topic,
        "refusals": [{"kind": r.kind, "fact": r.fact, "code": r.code, "reason": r.reason} for r in refusals],
    }


def export() -> Iterator[dict[str, Any]]:
    """Every live question in the order of its key, with its choices in the order they are asked."""
    questions = (
        Question.objects.live()
        .select_related("current", "topic__phase")
        .prefetch_related("current__choices", "facts")
        .order_by(Collate("key", "C"))  # the order of bytes, the same in every database
    )
    for question in questions:
        version = question.current
        assert version is not None
        yield {
            "key": question.key,
            "version": version.number,
            "kind": question.kind,
            "topic": question.topic.slug,
            "phase": question.topic.phase.slug if question.topic.phase else None,
            "graded": question.graded,
            "stem": version.stem,
            "choices": [
                {"text": c.text, "correct": c.correct, "reason": c.reason, "source": c.source, "fact": c.fact}
                | ({"target": c.target} if c.target else {})
                for c in version.choices.all()
            ],
            **({"targets": version.targets} if version.targets else {}),
            "explanation": version.explanation,
            "facts": sorted(fact.key for fact in question.facts.all()),
        }
