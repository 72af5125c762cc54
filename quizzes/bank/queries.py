"""Reads of the bank: drawing a quiz, the report, and the export."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models.functions import Collate

from content.models import Table, Topic
from quizzes.bank.generate import FLASHCARD, KINDS
from quizzes.bank.lint import Refusal
from quizzes.bank.models import Fact, Flashcard, Question, QuestionVersion
from quizzes.bank.services import derive


def draw(*, topics: Sequence[int], count: int, seed: str, graded: bool) -> list[QuestionVersion]:
    """Up to ``count`` live questions of these topics, the same ones for the same seed and bank.

    No two probe the same fact, nor the same row of a table (one row's questions answer each other). They are spread
    over the topics in turn, and within a topic over its dimensions. Fewer come back where the scope holds fewer.
    """
    questions = Question.objects.live().filter(topic__in=topics)
    if graded:
        questions = questions.filter(graded=True)
    rows = questions.values_list("current_id", "key", "topic_id", "facts__id", "facts__group", "facts__label")
    by_version: dict[int, tuple[str, int, set[int], set[tuple[int, str, str]]]] = {}
    for version, key, topic, fact, group, label in rows:
        if version is None:
            continue
        entry = by_version.setdefault(version, (_shuffled(seed, key), topic, set(), set()))
        if fact is not None:  # what somebody wrote has no fact
            entry[2].add(fact)
            entry[3].add((topic, group, label))
    queues: dict[int, list[int]] = defaultdict(list)
    for version in sorted(by_version, key=lambda v: by_version[v][0]):
        queues[by_version[version][1]].append(version)
    order = sorted(queues, key=lambda topic: _shuffled(seed, str(topic)))
    chosen: list[int] = []
    used: set[object] = set()
    while len(chosen) < count and any(queues.values()):
        for topic in order:
            while queues[topic] and len(chosen) < count:
                version = queues[topic].pop(0)
                _, _, facts, dimensions = by_version[version]
                if facts & used or dimensions & used:
                    continue
                used |= facts | dimensions
                chosen.append(version)
                break
    found = QuestionVersion.objects.select_related("question").prefetch_related("choices").in_bulk(chosen)
    return [found[version] for version in chosen]


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
                for c in version.choices.all()
            ],
            "explanation": version.explanation,
            "facts": sorted(fact.key for fact in question.facts.all()),
        }
