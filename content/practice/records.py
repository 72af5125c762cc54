"""Glossary terms, estimation drills and mock interviews as their files hold them: frozen, without Django."""

from dataclasses import dataclass, field

from content.reading.prompts import Checkpoint
from content.reading.source import Warning


@dataclass(frozen=True)
class Term:
    """A glossary entry; ``also`` are other spellings that mean it."""

    slug: str
    term: str
    also: tuple[str, ...]
    definition: str
    topic: str


@dataclass(frozen=True)
class DrillInput:
    """A number that a drill draws: from ``choices``, or from ``low`` to ``high`` in steps."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    choices: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many values it can have."""
        return len(self.choices) or int(round((self.high - self.low) / self.step, 9)) + 1

    def value(self, number: int) -> float:
        """The value of this number, from 0."""
        return self.choices[number] if self.choices else round(self.low + number * self.step, 9)


@dataclass(frozen=True)
class Change:
    """What raises the capacity of a limit: ``do`` in words ("Add consumers").

    Where that is more of one thing, ``things`` names them and ``each`` is a formula of what one of them takes, in the
    unit of the limit; else both are empty.
    """

    do: str
    things: str = ""
    each: str = ""


@dataclass(frozen=True)
class Limit:
    """A resource of a drill's design: what the load needs of it and what it can take, both formulas over the drill's
    inputs, in ``unit``; ``because`` says why it takes no more. ``key`` is its slug.
    """

    key: str
    resource: str
    need: str
    capacity: str
    unit: str
    because: str
    change: Change | None = None


@dataclass(frozen=True)
class Drill:
    """An estimation drill: ``prompt`` and ``steps`` hold ``{name}`` and ``{formula}`` places; ``tolerance`` is
    relative.

    ``limits`` are the resources of ``design``, a text with such places, too; both may be missing. The first of the
    topics is the one that the drill is asked in.
    """

    slug: str
    title: str
    topics: tuple[str, ...]
    prompt: str
    inputs: tuple[DrillInput, ...]
    formula: str
    unit: str
    tolerance: float
    steps: tuple[str, ...]
    hint: str
    design: str = ""
    limits: tuple[Limit, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands (`content.addresses`)."""
        return f"drills/{self.slug}"


@dataclass(frozen=True)
class Stage:
    title: str
    minutes: int
    aim: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """Something a good answer does that a grader can tick; ``topic`` is where it is explained.

    ``says`` is the point as a sound part of a design, ``because`` why it is sound; both are empty where a design cannot
    show it.
    """

    key: str
    tag: str
    text: str
    topic: str
    weight: int
    says: str = ""
    because: str = ""


@dataclass(frozen=True)
class Mistake:
    """A common mistake. ``says`` is it as a part of a design, and ``consequence`` what then happens: both or neither.

    ``replaces`` are the keys of the points beside which it cannot stand, those first that one should have made.
    """

    key: str
    text: str
    says: str = ""
    consequence: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """A question that comes after the design; with its answer and checkpoints, and the topic they belong to, or alone.

    ``key`` is unique in its interview.
    """

    question: str
    key: str
    answer: str = ""
    topic: str = ""
    checkpoints: tuple[Checkpoint, ...] = ()


@dataclass(frozen=True)
class Interview:
    """A mock interview: timed stages that fill its minutes, and a rubric of 10 to 14 points.

    ``brief`` is the system and its figures as a question about the design gives them, perhaps empty. ``faults`` is what
    is wrong with checkpoints and mistakes, which stops nothing else.
    """

    slug: str
    title: str
    prompt: str
    scale: tuple[str, ...]
    minutes: int
    stages: tuple[Stage, ...]
    points: tuple[Point, ...]
    follow_ups: tuple[FollowUp, ...]
    mistakes: tuple[Mistake, ...]
    brief: str = ""
    faults: tuple[Warning, ...] = field(default=(), compare=False)
