"""Questions to answer aloud as facts: the question asks, the answer is its value, checkpoints say what counts. Pure.

They are no core facts and no other question is made from them: `quizzes.bank.generate` does not see them.
"""

from dataclasses import dataclass

from content.practice.records import FollowUp
from content.reading.facts import Fact
from content.reading.prompts import FOLLOW_UP, PITFALL, Checkpoint, anchor, place
from content.reading.topic import ReadTopic
from quizzes.bank.records import Flashcard

PROMPT = "prompt"  # the kind of these facts
DIMENSION = "What a good answer says"
_CAPTIONS = {FOLLOW_UP: "What interviewers ask next", PITFALL: "Pitfalls"}
_OPENS = {FOLLOW_UP: "", PITFALL: "The pitfall: "}  # before an answer, which a pitfall begins with and does not advise
_CONTEXTS = {FOLLOW_UP: "answer a follow-up question", PITFALL: "answer, and avoid a pitfall"}


@dataclass(frozen=True)
class Point:
    """A checkpoint, and the place ("slug#anchor") that shows it, perhaps none."""

    text: str
    place: str


@dataclass(frozen=True)
class Prompt:
    """A question to answer aloud: its fact, its card, and its checkpoints in their order."""

    fact: Fact
    card: Flashcard
    points: tuple[Point, ...]


def of_page(read: ReadTopic) -> tuple[Prompt, ...]:
    """The questions that a topic's page has, in the order of the page."""
    slug, title = read.source.slug, read.source.title
    return tuple(
        _prompt(
            Fact(
                key=f"{slug}/{one.kind}/{one.key}",
                kind=PROMPT,
                topic=slug,
                group=one.kind,
                caption=_CAPTIONS[one.kind],
                option_key=one.key,
                option=one.question,
                label=one.kind,
                dimension=DIMENSION,
                value=one.answer,
                anchor=one.anchor,
                core=False,
            ),
            f"{title}: {_CONTEXTS[one.kind]}",
            one.checkpoints,
            opens=_OPENS[one.kind],
        )
        for one in read.prompts
    )


def of_interview(follow_up: FollowUp, *, slug: str, title: str) -> Prompt:
    """The question that comes after a mock interview (its slug and title); it needs checkpoints."""
    topic = follow_up.topic
    fact = Fact(
        key=f"{topic}/{FOLLOW_UP}/{slug}/{follow_up.key}",
        kind=PROMPT,
        topic=topic,
        group=FOLLOW_UP,
        caption=title,
        option_key=follow_up.key,
        option=follow_up.question,
        label=FOLLOW_UP,
        dimension=DIMENSION,
        value=follow_up.answer,
        anchor=f"interviews/{slug}#{anchor(FOLLOW_UP, follow_up.key)}",
        core=False,
    )
    return _prompt(fact, f"{title}: {_CONTEXTS[FOLLOW_UP]}", follow_up.checkpoints)


def _prompt(fact: Fact, context: str, points: tuple[Checkpoint, ...], *, opens: str = "") -> Prompt:
    card = Flashcard(fact.key, fact.topic, context, fact.option, f"{opens}{fact.value}", reverse=False)
    return Prompt(fact, card, tuple(Point(p.text, place(p.cell, fact.topic)) for p in points))
