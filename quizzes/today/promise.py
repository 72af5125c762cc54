"""The promise of a plan, as its page shows it: by phase, in pictures and in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from quizzes.progress.line.strokes import Svg
from quizzes.reviews.outlook import Group, Outlook
from quizzes.today.words import percent

WIDTH, BAR, ROW = 340, 12, 44
NBSP = "\N{NO-BREAK SPACE}"
STEADY = 0.01  # forecasts that differ by less say the same
DROPPED = 3  # topics that are named as the first to leave out


@dataclass(frozen=True)
class Part:
    """A phase or a topic with what the plan makes of its facts."""

    title: str
    facts: int
    plan: float
    stop: float

    @property
    def promised(self) -> str:
        return percent(self.plan)

    @property
    def stopped(self) -> str:
        return percent(self.stop)


@dataclass(frozen=True)
class Left:
    """A topic that does not fit, or that would be the first to leave out: ``facts`` of it, and in words what that
    costs."""

    title: str
    facts: int
    cost: str


@dataclass(frozen=True)
class Promise:
    """All that the page says of where the plan leads."""

    recall: str
    interval: str
    stop: str
    more: str
    less: str
    course: str
    uneven: str
    minutes: int
    parts: tuple[Part, ...]
    chart: Svg
    left_out: tuple[Left, ...]
    cheapest: tuple[Left, ...]


def promise_of(found: Outlook, topics: dict[int, tuple[str, str]], before: Outlook | None) -> Promise:
    """The promise; ``topics`` gives each topic's title and phase (by id), ``before`` is the forecast of the last plan
    for the same date, if there was one."""
    parts = phases(found.groups, topics)
    known = [one for one in found.groups if one.group in topics]
    return Promise(
        recall=percent(found.recall),
        interval=f"{percent(found.low)} to {percent(found.high)}",
        stop=percent(found.stop),
        more=percent(found.more),
        less=percent(found.less),
        course=course(found, before),
        uneven=found.uneven,
        minutes=found.minutes,
        parts=parts,
        chart=chart(parts),
        left_out=tuple(
            Left(topics[one.group][0], round(one.facts * (1 - one.begun)), "")
            for one in known
            if round(one.facts * (1 - one.begun))
        ),
        cheapest=tuple(
            Left(topics[one.group][0], one.facts, cost(one, found.facts))
            for one in found.cheapest
            if one.group in topics
        )[:DROPPED],
    )


def phases(groups: Sequence[Group], topics: dict[int, tuple[str, str]]) -> tuple[Part, ...]:
    """The topics put together by phase, in the order of ``topics``; phases without a fact are left out."""
    by_phase: dict[str, list[Group]] = {phase: [] for _, phase in topics.values()}
    for one in groups:
        if one.group in topics:
            by_phase[topics[one.group][1]].append(one)
    return tuple(_together(phase, found) for phase, found in by_phase.items() if found)


def cost(one: Group, facts: int) -> str:
    """What leaving a topic out costs at most: its time goes to the others."""
    return f"at most {one.gained / facts * 100:.1f}{NBSP}points"


def course(found: Outlook, before: Outlook | None) -> str:
    """Whether things go better or worse than the last plan said."""
    if before is None:
        return ""
    change = found.recall - before.recall
    if abs(change) < STEADY:
        return f"You are where your last plan wanted you: it said {percent(before.recall)}."
    return f"That is {'more' if change > 0 else 'less'} than your last plan said, which was {percent(before.recall)}."


def chart(parts: Sequence[Part]) -> Svg:
    """A bar for each phase: filled as far as stopping today would leave it, lined as far as the plan leads."""
    rows = []
    for place, part in enumerate(parts):
        top = ROW * place
        y = top + 20
        rows.append(
            f'<text class="promise-name" x="0" y="{top + 13}">{escape(part.title)}</text>'
            f'<text class="promise-value" x="{WIDTH}" y="{top + 13}" text-anchor="end">{part.promised}</text>'
            f'<rect class="promise-ground" x="0" y="{y}" width="{WIDTH}" height="{BAR}" rx="3"/>'
            f'<rect class="promise-plan" x="0" y="{y}" width="{WIDTH * part.plan:.1f}" height="{BAR}" rx="3"/>'
            f'<rect class="promise-stop" x="0" y="{y}" width="{WIDTH * part.stop:.1f}" height="{BAR}" rx="3"/>'
        )
    says = "; ".join(f"{part.title}: {part.promised} with the plan, {part.stopped} if you stop" for part in parts)
    height = ROW * len(parts)
    return Svg(
        f'<svg class="chart promise" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f"<title>Recall on the day, by phase</title><desc>{escape(says)}</desc>{''.join(rows)}</svg>"
    )


def _together(title: str, groups: Sequence[Group]) -> Part:
    facts = sum(one.facts for one in groups)
    return Part(
        title,
        facts,
        sum(one.facts * one.plan for one in groups) / facts,
        sum(one.facts * one.stop for one in groups) / facts,
    )
