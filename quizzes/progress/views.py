"""How far a learner has come, and the bar of a topic's page."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.progress import queries, services
from quizzes.progress.charts import bars
from quizzes.progress.coming import asked
from quizzes.progress.line.drawing import draw_line
from quizzes.progress.line.strokes import Svg
from quizzes.progress.measured import measured_of
from quizzes.progress.queries import DayCount
from quizzes.progress.standing import together
from quizzes.reviews.counting import dated, load
from quizzes.reviews.load import Load
from quizzes.reviews.services import add_topics
from quizzes.reviews.words import counted, taken_up
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest, PageRequest


@require_safe
@members_only
def progress(request: MemberRequest) -> HttpResponse:
    """The path with expected recall now and on the day of the interview, what is coming, and what was done."""
    learner, now = request.user, clock.now()
    today, left = queries.today_of(learner, now), load(learner, now)
    interview = queries.interview_ahead(learner, today)
    context = {
        "interview": interview,
        "days_left": (interview - today).days if interview else None,
        "planned": dated(learner, today),
        "load": left,
        "counted": counted(left),
        "measured": measured_of(learner),
    }
    return render(request, "progress/progress.html", context | _path(learner, now) | _days(learner, now, left))


def _path(learner: User, now: datetime) -> dict[str, object]:
    """The phases of the path, the one that stands best, all of them together, and the line that is drawn of them."""
    path = queries.path_of(queries.topic_progress(learner, now))
    return {
        "path": path,
        "leading": max(path, key=lambda part: part.standing.recall, default=None),
        "standing": together(part.standing for part in path),
        "line": draw_line(queries.stations(path)),
    }


def _days(learner: User, now: datetime, left: Load) -> dict[str, object]:
    """What is coming and what was done, for the pictures and the tables behind them."""
    days = queries.days_of(learner, now, ahead=14, back=28)
    coming, done = [DayCount(one.day, one.due) for one in asked(learner, left, days.coming)], days.done
    return {
        "coming": coming,
        "coming_total": sum(day.count for day in coming),
        "chart": _forecast_chart(coming),
        "weeks": calendar_weeks(done),
        "done_total": sum(day.count for day in done),
        "done_days": sum(1 for day in done if day.answers),
    }


@require_safe
def topic_bar(request: PageRequest, slug: str) -> HttpResponse:
    """What a learner can do with a topic, below its title; the page fetches it after it has loaded."""
    return _bar(request, _topic_or_404(slug))


@require_POST
@members_only
def add_topic(request: MemberRequest, slug: str) -> HttpResponse:
    """Take the topic's core facts up as new cards, or all of them. Twice is once."""
    topic = _topic_or_404(slug)
    deeper = request.POST.get("deeper") == "on"
    added = add_topics(learner=request.user, topic_ids=[topic.pk], now=clock.now(), deeper=deeper)
    return _after(request, topic, f"Added {taken_up(added.facts, added.aloud)} of “{topic.title}” to your reviews.")


@require_POST
@members_only
def mark_read(request: MemberRequest, slug: str) -> HttpResponse:
    """Keep that the page was read. Twice is once."""
    topic = _topic_or_404(slug)
    services.mark_read(learner=request.user, topic=topic, now=clock.now())
    return _after(request, topic, f"Marked “{topic.title}” as read.")


def _topic_or_404(slug: str) -> Topic:
    shown = Topic.objects.topics().filter(current__isnull=False).select_related("phase")
    return get_object_or_404(shown.defer(*Topic.TEXTS), slug=slug)


def _after(request: MemberRequest, topic: Topic, said: str) -> HttpResponse:
    if request.htmx:
        return _bar(request, topic, said)
    messages.success(request, said)
    return redirect(topic.get_absolute_url())


def _bar(request: PageRequest, topic: Topic, said: str = "") -> HttpResponse:
    context: dict[str, object] = {"topic": topic, "said": said, "key": uuid.uuid4()}
    if request.user.is_authenticated:
        member = request.user
        context["standing"] = queries.standings([member], clock.now(), topics=[topic.pk])[member.pk, topic.pk]
        left = Fact.objects.askable().filter(topic=topic).exclude(cards__learner=member)
        context["left"] = left.aggregate(
            at_core=Count("pk", filter=Q(core=True)),
            aloud=Count("pk", filter=Q(kind=Fact.Kind.PROMPT)),
            deeper=Count("pk", filter=Q(core=False) & ~Q(kind=Fact.Kind.PROMPT)),
        )
    return render(request, "progress/topic_bar.html", context)


# --- Pictures ------------------------------------------------------------------------------------------


def _forecast_chart(coming: list[DayCount]) -> Svg:
    return bars(
        [(f"{day.day:%a}"[:2], str(day.day.day), day.count) for day in coming],
        title="Reviews due on the next 14 days",
        text=f"{coming[0].count} today, {sum(day.count for day in coming)} in all. The table below holds each day.",
    )


@dataclass(frozen=True)
class CalendarDay:
    """A cell of the calendar; ``level`` is its class in a heat table."""

    day: date
    count: int
    level: str


def calendar_weeks(done: list[DayCount]) -> list[list[CalendarDay | None]]:
    """Rows from Monday to Sunday; days before the first and after the last are None."""
    most = max((day.count for day in done), default=0)
    cells: list[CalendarDay | None] = [None] * (done[0].day.weekday() if done else 0)
    cells += [CalendarDay(d.day, d.count, f"h{9 * d.count // most}" if d.count else "h-none") for d in done]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
