"""The page of a learner's statistics: a year of reviews, what is coming, what was recalled, and how memories stand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quizzes.progress.coming import asked
from quizzes.progress.pictures import columns, every, shares, week_of, year
from quizzes.progress.queries import DayCount, days_of
from quizzes.progress.remembering import Retention, retention_of, spreads_of
from quizzes.progress.spread import SHORT_DAYS, Kept, Spread
from quizzes.reviews.counting import load
from quizzes.reviews.fitting.trial import ENOUGH
from quizzes.reviews.models import ParameterSet
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.rounding import half_up
from sdwiki.typing import MemberRequest

AHEAD, BACK, LATELY = 30, 365, 30  # days
BELOW = "The table below holds each number."


@require_safe
@members_only
def statistics(request: MemberRequest) -> HttpResponse:
    """What one's own reviews say, in pictures with tables behind them."""
    learner, now = request.user, clock.now()
    days, spreads = days_of(learner, now, ahead=AHEAD, back=BACK), spreads_of(learner, now)
    coming = [DayCount(one.day, one.due) for one in asked(learner, load(learner, now), days.coming)]
    context = _year(days.done) | _coming(coming) | _time(days.done[-LATELY:]) | _spread(spreads)
    context |= _retention(retention_of(learner, now), learner) | {"seen": spreads["stability"].total}
    context |= _fitted(learner)
    return render(request, "progress/statistics.html", context)


def _fitted(learner: User) -> dict[str, Any]:
    """The latest fit that changed something."""
    fits = ParameterSet.objects.filter(learner=learner).exclude(outcome=ParameterSet.Outcome.LEFT)
    return {"fit": fits.order_by("-seen").first(), "fit_enough": ENOUGH}


def _year(done: list[DayCount]) -> dict[str, Any]:
    total, studied = sum(day.count for day in done), sum(1 for day in done if day.answers)
    title, text = "Reviews by day", f"{total} reviews on {studied} of the last {len(done)} days. {BELOW}"
    weeks: dict[Any, list[int | None]] = {}
    for day in done:
        weeks.setdefault(week_of(day.day), [None] * 7)[day.day.weekday()] = day.count
    return {
        "year": year([(day.day, day.count) for day in done], title=title, text=text),
        "weeks": [(monday, counts, sum(n or 0 for n in counts)) for monday, counts in reversed(weeks.items())],
        "year_total": total,
        "year_days": studied,
    }


def _coming(coming: list[DayCount]) -> dict[str, Any]:
    total = sum(day.count for day in coming)
    labels = every([day.day for day in coming], nth=5)
    picture = columns(
        [(label, day.count) for label, day in zip(labels, coming, strict=True)],
        title=f"Reviews due on the next {len(coming)} days",
        text=f"{coming[0].count} today, {total} in all. {BELOW}",
    )
    return {"coming": coming, "coming_total": total, "coming_picture": picture}


def _time(done: list[DayCount]) -> dict[str, Any]:
    """Minutes on flashcards; what was not measured took none."""
    minutes = [int(half_up(day.seconds / 60)) for day in done]
    seconds, measured = sum(day.seconds for day in done), sum(day.answers for day in done)
    studied = sum(1 for day in done if day.answers)
    labels = every([day.day for day in done], nth=5)
    picture = columns(
        list(zip(labels, minutes, strict=True)),
        title=f"Minutes of reviews on the last {len(done)} days",
        text=f"{int(half_up(seconds / 60))} minutes on {studied} days. {BELOW}",
    )
    return {
        "time": list(zip(done, minutes, strict=True)),
        "time_picture": picture,
        "time_total": int(half_up(seconds / 60)),
        "time_days": studied,
        "time_each": half_up(seconds / measured) if measured else None,
    }


def _retention(found: Retention, learner: User) -> dict[str, Any]:
    parts = (("30 days", found.month), ("a year", found.year))
    rows = [
        (f"{name}, {span}", kept)
        for span, (young, mature) in parts
        for name, kept in (("Young", young), ("Mature", mature), ("All", young + mature))
    ]
    everything: Kept = rows[-1][1]
    told = "nothing yet" if everything.percent is None else f"{everything.percent} % of {everything.asked} in a year"
    picture = shares(
        [row for row in rows if not row[0].startswith("All")],
        wanted=learner.desired_retention,
        title="Recalled of what came back, young and mature",
        text=f"Recalled: {told}; wanted: {learner.desired_retention:.0%}. {BELOW}",
    )
    return {"retention": rows, "retention_picture": picture, "everything": everything}


def _spread(spreads: dict[str, Spread]) -> dict[str, Any]:
    """How the memories stand: (id, heading, what it means, picture, spread)."""
    about = (
        ("stability", "Stability", "The days after which your chance of recall has fallen to 90 %."),
        ("interval", "Interval", "The days from one review of a fact to its next."),
        ("difficulty", "Difficulty", "From 1, easy for you, to 10, hard for you."),
    )
    return {
        "spreads": [
            (name, heading, meaning, _columns(heading, spreads[name]), spreads[name])
            for name, heading, meaning in about
        ]
    }


def _columns(heading: str, spread: Spread) -> str:
    short = SHORT_DAYS if spread.scale.unit == "days" else spread.scale.labels
    return columns(
        list(zip(short, spread.counts, strict=True)),
        title=f"{heading} of your cards, {spread.scale.unit}",
        text=f"{spread.total} cards. {BELOW}",
        counted=True,
    )
