"""The front page (Today for members; for visitors what this is, and a question to try), and the settings."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.progress.line.drawing import draw_line
from quizzes.progress.queries import path_of, stations, today_of
from quizzes.reviews.allowance import more_waits
from quizzes.reviews.days import local_day
from quizzes.reviews.laid_aside import tell_once
from quizzes.reviews.words import done, moved, soon, why_nothing_new
from quizzes.today import queries, services, words
from quizzes.today.forms import SettingsForm, TryForm
from quizzes.today.path import work_of
from quizzes.today.planning import next_ask
from quizzes.today.queries import Today, TryQuestion
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest, PageRequest


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """Today, or the front page. What is told once is marked as told: a page that is read again says it no more."""
    if not request.user.is_authenticated:
        return _front(request, queries.question_of_the_day(clock.now().date()))
    day = queries.today(request.user, clock.now())
    assigned = frozenset(phase for task in day.tasks for phase in task.given.phases)
    line = draw_line(stations(day.path, assigned=assigned), link=False)
    asks = next_ask(request.GET.get("waited", "0")) if day.waiting else 0
    context = {"day": day, "line": line, "asks": asks, **_said(day, request.user)}
    if request.method == "GET" and not request.htmx:  # what asks for the head or a part of the page does not show it
        context["laid_aside"] = tell_once(learner=request.user)
    return render(request, "today/today.html", context)


@require_POST
def answer(request: PageRequest) -> HttpResponse:
    """Answer the question on the front page. Nothing is recorded."""
    form = TryForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose an answer first.", content_type="text/plain; charset=utf-8")
    question = queries.answered(form.cleaned_data["version"], form.cleaned_data["choice"])
    if question is None:
        raise Http404
    if request.htmx:
        return render(request, "today/front.html#question", {"question": question})
    return _front(request, question)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def settings(request: MemberRequest) -> HttpResponse:
    """What people choose for themselves and their studies."""
    # The form works on a copy: what it refuses must not show in the rest of the page.
    person = User.objects.get(pk=request.user.pk)
    form = SettingsForm(request.POST or None, instance=person, today=today_of(person, clock.now()))
    if form.is_valid():
        services.save_settings(user=form.instance, now=clock.now())
        messages.success(request, "Saved.")
        return redirect("quizzes:settings")
    return render(request, "today/settings.html", {"form": form}, status=422 if form.is_bound else 200)


def _said(day: Today, learner: User) -> dict[str, object]:
    """What the page says of the day in words."""
    more = not day.load.fresh and more_waits(learner, day.load)
    work, date = work_of(day.load, day.reading), today_of(learner, day.load.at)
    return {
        "load": day.load,
        "work": work,
        "left": words.parts(work),
        "promise": words.promise(work),
        "done": done(day.load),
        "so_far": done(day.load, "so far"),
        "later": words.later(day.load.learning, soon(day.load)),
        "soon": soon(day.load),
        "tonight": words.tonight(date, local_day(day.load.at, learner.time_zone, 0), learner.day_start)
        if day.interview
        else "",
        "moved": moved(day.load, planned=day.dated) or (words.WAITS if day.waits else ""),
        "date": date,
        "rest": learner.breaks.over(date + timedelta(1)),
        "pause": learner.breaks.over(date),
        "why_nothing_new": why_nothing_new(day.load, learner.new_per_day, planned=day.dated and more),
        "more": more,
        "key": uuid4(),
        "tomorrow": words.promise(day.tomorrow) if day.tomorrow else "",
        "promised": words.share(day.promise) if day.promise is not None else "Soon known",
        "marks": [(mark, words.told(mark)) for mark in day.marks],
    }


def _front(request: HttpRequest, question: TryQuestion | None) -> HttpResponse:
    line = draw_line(stations(path_of({})))
    told = {"pictures": words.PICTURES, "themes": ("light", "dark")}
    return render(request, "today/front.html", {"line": line, "question": question, **told})
