"""The promise of a plan, as its page shows it: by phase, in pictures and in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from content.reading.words import number_of
from quizzes.progress.line.strokes import Svg
from quizzes.reviews.outlook import MORE, Group, Outlook
from quizzes.today.planning import MOST_MINUTES
from quizzes.today.words import percent, share

WIDTH, BAR, ROW = 340, 12, 44
NBSP = "\N{NO-BREAK SPACE}"
NOTHING, LEAST = "change nothing", 0.001  # of all facts: less is no change
LITTLE = 0.15  # of what was said before: less is caught up with easily
STEADY = 0.01  # forecasts that differ by less say the same
ANY = "an interview may ask about any of them"
DROPPED = 3  # topics that are named as the first to leave out


@dataclass(frozen=True)
class Stretch:
    """A phase as Progress counts it: the titles of its topics by id, its facts, and how many of them (``kept``) are
    recalled on the day if nothing more is studied."""

    title: str
    topics: dict[int, str]
    facts: int
    kept: float


@dataclass(frozen=True)
class Part:
    """A phase with what the plan makes of its facts."""

    title: str
    facts: int
    plan: float
    stop: float

    @property
    def promised(self) -> str:
        return share(self.plan)

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
    minutes_matter: str
    more_helps: bool
    course: str
    uneven: str
    minutes: int
    parts: tuple[Part, ...]
    chart: Svg
    facts: int
    unfit: int
    left_out: tuple[Left, ...]
    cheapest: tuple[Left, ...]
    breadth_first: bool
    breadth: str

    @property
    def more(self) -> int | None:
        """The minutes of a day with ten more; None where they change nothing, or a day cannot have so many."""
        return self.minutes + MORE if self.more_helps and self.minutes + MORE <= MOST_MINUTES else None


def promise_of(found: Outlook, path: Sequence[Stretch], before: Outlook | None) -> Promise:
    """The promise over the path; ``before`` is the forecast of the last plan for the same date, if there was one."""
    titles = {topic: title for stretch in path for topic, title in stretch.topics.items()}
    known = [one for one in found.groups if one.group in titles]
    left_out = tuple(Left(titles[one.group], not_begun(one), "") for one in known if not_begun(one))
    cheapest = [one for one in found.cheapest if one.group in titles][:DROPPED]
    parts = phases(found.groups, path)
    return Promise(
        recall=share(found.recall),
        interval=interval(found),
        stop=percent(sum(one.kept for one in path) / max(sum(one.facts for one in path), 1)),
        minutes_matter=minutes_matter(found),
        more_helps=found.more - found.recall >= LEAST,
        course=course(found, before),
        uneven=found.uneven,
        minutes=found.minutes,
        parts=parts,
        chart=chart(parts),
        facts=found.facts,
        unfit=sum(one.facts for one in left_out),
        left_out=left_out,
        cheapest=tuple(Left(titles[one.group], one.facts, cost(one, found.facts)) for one in cheapest if cheapest[1:]),
        breadth_first=found.breadth_first,
        breadth=breadth(found),
    )


def phases(groups: Sequence[Group], path: Sequence[Stretch]) -> tuple[Part, ...]:
    """What the plan makes of each phase, in the order of the path; phases without a fact are left out."""
    plans = {one.group: one.facts * one.plan for one in groups}
    return tuple(
        Part(
            one.title,
            one.facts,
            plan=min(sum(plans.get(topic, 0.0) for topic in one.topics) / one.facts, 1.0),
            stop=one.kept / one.facts,
        )
        for one in path
        if one.facts
    )


def not_begun(one: Group) -> int:
    """Facts of a topic that do not fit before the date."""
    return round(one.facts * (1 - one.begun))


def interval(found: Outlook) -> str:
    """Where four in five futures end, unless that says no more than their middle."""
    low, high = share(found.low), share(found.high)
    return "" if low == high else f"four times in five {low} to {high}"


def minutes_matter(found: Outlook) -> str:
    """What ten minutes more or less on each day would change."""
    fewer = found.minutes > MORE  # else ten less would be none at all
    more, less = _makes(found.recall, found.more), _makes(found.recall, found.less)
    if more == less == NOTHING or (more == NOTHING and not fewer):
        less_too = " or less" if fewer else ""
        return f"Ten minutes more{less_too} a day would {NOTHING}: it stays {share(found.recall)}."
    return f"Ten minutes more a day would {more}{f', ten less would {less}' if fewer else ''}."


def _makes(now: float, other: float) -> str:
    """What other minutes would make of the recall on the date."""
    if share(now) != share(other):
        return f"make it {share(other)}"
    return NOTHING if abs(other - now) < LEAST else f"{'add' if other > now else 'take'} less than {percent(0.01)}"


def breadth(found: Outlook) -> str:
    """What either order of new facts makes of the time, where it does not suffice for all; empty where both reach as
    many topics."""
    if found.otherwise is None or found.otherwise.reached == found.reached:
        return ""
    now, other = (
        f"reaches {one.reached} of {number_of(len(found.groups), 'topic')}, and {share(one.recall)} of the whole path"
        for one in (found, found.otherwise)
    )
    if found.breadth_first:
        little = f"begins a little of every topic before more of each, as {ANY}"
        return f"Your plan {little}: it {now}. Topic by topic it {other}."
    return f"Your plan goes topic by topic: it {now}. With a little of every topic first, as {ANY}, it {other}."


def cost(one: Group, facts: int) -> str:
    """What leaving a topic out costs at most: its time goes to the others."""
    return f"at most {one.gained / facts * 100:.1f}{NBSP}points"


def course(found: Outlook, before: Outlook | None) -> str:
    """Whether things go better or worse than the last plan said. A plan that stands since the last one is the same:
    nothing was answered meanwhile."""
    if before is None or not alike(found, before):
        return ""
    change, said = found.recall - before.recall, share(before.recall)
    if found == before:
        return "Nothing was answered since that was worked out, so the days that went by are not in it yet."
    if abs(change) < STEADY:
        return f"You are where your last plan wanted you: it said {said}."
    if change > 0:
        return f"You are ahead of your last plan, which said {said}."
    if -change < LITTLE * before.recall:
        return f"You are a little behind your last plan, which said {said}. It goes on from here."
    return f"You are behind your last plan, which said {said}. This one makes the most of the days that are left."


def alike(found: Outlook, before: Outlook) -> bool:
    """Whether both are of the same minutes and order: else the difference is no learner's."""
    return (found.minutes, found.breadth_first) == (before.minutes, before.breadth_first)


def behind(found: Outlook, before: Outlook | None) -> bool:
    """Whether a plan made anew would say something else, or did."""
    if before is None or not alike(found, before):
        return False
    return found == before or found.recall <= before.recall - STEADY


def chart(parts: Sequence[Part]) -> Svg:
    """A bar for each phase, as long as the plan leads; in it a thinner one, as far as stopping today would leave it."""
    rows = []
    for place, part in enumerate(parts):
        top = ROW * place
        y = top + 20
        rows.append(
            f'<text class="promise-name" x="0" y="{top + 13}">{escape(part.title)}</text>'
            f'<text class="promise-value" x="{WIDTH}" y="{top + 13}" text-anchor="end">{part.promised}</text>'
            f'<rect class="promise-ground" x="0" y="{y}" width="{WIDTH}" height="{BAR}" rx="3"/>'
            f'<rect class="promise-plan" x="0" y="{y}" width="{WIDTH * part.plan:.1f}" height="{BAR}" rx="3"/>'
            f'<rect class="promise-stop" x="0" y="{y + BAR / 4}" width="{WIDTH * part.stop:.1f}" height="{BAR / 2}"/>'
        )
    says = "; ".join(f"{part.title}: {part.promised} with the plan, {part.stopped} if you stop" for part in parts)
    height = ROW * len(parts)
    return Svg(
        f'<svg class="chart promise" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f"<title>Recall on the day, by phase</title><desc>{escape(says)}</desc>{''.join(rows)}</svg>"
    )
