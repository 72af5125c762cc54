"""Questions and flashcards as they go out to other programs and come in from them: what every format is written from.

Pure.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quizzes.bank.kinds import KINDS, Shape, of_shape
from quizzes.bank.reasons import Reason
from quizzes.bank.records import Row

SITE = "sdwiki"  # the first part of every category that goes out
LONGEST_ID = 100  # characters of an id number in Moodle


@dataclass(frozen=True)
class ExchangeChoice:
    """One choice. ``target`` is the value, bucket or rank it belongs to, in kinds that pair."""

    text: str
    correct: bool
    feedback: str = ""
    target: str = ""


@dataclass(frozen=True)
class ExchangeQuestion:
    """A question under an id that lasts (``key``), of one of `quizzes.bank.kinds`.

    ``topic`` is a slug; tags are without spaces.
    """

    key: str
    kind: str
    title: str
    stem: str
    choices: tuple[ExchangeChoice, ...]
    explanation: str = ""
    tags: tuple[str, ...] = ()
    topic: str = ""

    @property
    def shape(self) -> Shape:
        return KINDS[self.kind].shape

    @property
    def category(self) -> str:
        """Where a question bank files it: site, phase, topic."""
        phase = tagged(self.tags, "phase")
        return "/".join(part for part in (SITE, phase, self.topic) if part)


@dataclass(frozen=True)
class Diagram:
    """A picture of the topic's page, and what it shows in words."""

    file: Path
    alt: str


@dataclass(frozen=True)
class ExchangeCard:
    """A flashcard. ``key`` is its fact's, ``changed`` when anything that it quotes last changed.

    ``source`` is the address of the page and cell; ``phase`` and ``topic`` are titles, ``slug`` is the topic's.
    ``points`` of a good answer has one that is answered aloud, and no ``row``.
    """

    key: str
    reverse: bool
    front: str
    back: str
    context: str
    source: str
    row: Row | None
    phase: str
    topic: str
    slug: str
    tags: tuple[str, ...]
    changed: datetime
    diagrams: tuple[Diagram, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, and on which line (from 1).

    ``whole`` concerns the file itself; everything else is about one question, which can be left out.
    """

    line: int
    why: Reason
    whole: bool = False


class Unreadable(Exception):
    """A file cannot be imported; ``faults`` says why, line by line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"line {fault.line}: {fault.why.code}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Found:
    """A question of a file, and the line it begins on."""

    line: int
    question: ExchangeQuestion


@dataclass(frozen=True)
class Reading:
    """What a file holds: the questions that could be read, and what could not.

    ``silent`` are the kinds whose choices have no feedback in such a file.
    """

    found: tuple[Found, ...]
    faults: tuple[Fault, ...]
    silent: frozenset[str] = frozenset()


def from_entry(entry: Mapping[str, Any]) -> ExchangeQuestion:
    """A question from one of `quizzes.bank.exchange.entries`."""
    kind, topic, phase = entry["kind"], entry["topic"], entry["phase"]
    tags = [f"phase::{phase}"] if phase else []
    choices = (ExchangeChoice(c["text"], c["correct"], c["reason"], c.get("target") or "") for c in entry["choices"])
    return ExchangeQuestion(
        key=entry["key"],
        kind=kind,
        title=entry["key"],
        stem=entry["stem"],
        choices=tuple(choices),
        explanation=entry["explanation"],
        tags=(*tags, f"topic::{topic}", f"kind::{kind}"),
        topic=topic,
    )


def tagged(tags: Iterable[str], name: str) -> str:
    """The value of the tag ``name::value``, or ""."""
    return next((tag.removeprefix(f"{name}::") for tag in tags if tag.startswith(f"{name}::")), "")


def short_id(key: str) -> str:
    """The key where it fits into an id number, else its beginning and a hash of the whole."""
    if len(key) <= LONGEST_ID:
        return key
    return f"{key[: LONGEST_ID - 13]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def weights(question: ExchangeQuestion) -> list[float]:
    """Each choice's share of the mark in per cent, as Moodle's multiple response counts it.

    The right ones add up to 100, and all the wrong ones together take 100 away. Moodle accepts these to five digits.
    """
    right = sum(choice.correct for choice in question.choices) or 1
    wrong = len(question.choices) - right or 1
    return [round(100 / right if choice.correct else -100 / wrong, 5) for choice in question.choices]


def percent(weight: float) -> str:
    """A weight as it is written: "50", "-33.33333"."""
    return f"{weight:.5f}".rstrip("0").rstrip(".")


def filed(questions: Iterable[ExchangeQuestion]) -> list[ExchangeQuestion]:
    """In the order of categories, then keys, so that each category is named once."""
    return sorted(questions, key=lambda question: (question.category, question.key))


def kind_of(shape: Shape, tags: Iterable[str]) -> str:
    """The kind that a tag names, if a file can show such a question in this shape; else the first kind that has it.

    To files whatever is put in its place is pairs.
    """
    kind = KINDS.get(tagged(tags, "kind"))
    alike = kind is not None and (kind.shape is shape or (kind.shape.placed and shape.placed))
    return kind.code if kind and alike else of_shape(shape)[0]
