"""The plan: what it promises for the interview, a press to make it anew, breaks, and days off."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.classes.assignments.reaching import falling_short
from quizzes.progress.queries import today_of
from quizzes.reviews.counting import dated
from quizzes.reviews.read_along import skim
from quizzes.today import services, words
from quizzes.today.forms import AgainForm, BreakForm, EndBreakForm, NotTodayForm, PlanForm, SkimmedForm
from quizzes.today.path import skim_sheet, work_of
from quizzes.today.plan_queries import planned
from quizzes.today.planning import Work, next_ask
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def plan(request: MemberRequest) -> HttpResponse:
    """The promise for the date; posting sets the date and the minutes."""
    # The form works on a copy: what it refuses must not show in the rest of the page.
    person, now = User.objects.get(pk=request.user.pk), clock.now()
    form = PlanForm(request.POST or None, instance=person, today=today_of(person, now))
    if form.is_valid():
        services.save_settings(user=form.instance, now=now)
        return redirect("quizzes:plan")
    return _page(request, now, form=form)


@require_POST
@members_only
def plan_break(request: MemberRequest) -> HttpResponse:
    """Plan a break, or take away one that there is. Twice is once."""
    now = clock.now()
    if "end" in request.POST:
        return _end_break(request, now)
    form = BreakForm(request.POST, today=today_of(request.user, now))
    if not form.is_valid():
        return _page(request, now, away=form)
    services.plan_break(learner=request.user, **form.cleaned_data, now=now)
    messages.success(request, "Your break is planned. What falls due on its days waits for those after it.")
    return redirect("quizzes:plan")


def _end_break(request: MemberRequest, now: datetime) -> HttpResponse:
    form = EndBreakForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose one of your breaks.", content_type="text/plain; charset=utf-8")
    services.end_break(learner=request.user, first=form.cleaned_data["end"], now=now)
    messages.success(request, "This break is off. Its days ask as others do.")
    return redirect("quizzes:plan")


@require_POST
@members_only
def not_today(request: MemberRequest) -> HttpResponse:
    """Let today bring nothing, or take that back. Twice is once."""
    form = NotTodayForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose what to do.", content_type="text/plain; charset=utf-8")
    services.not_today(learner=request.user, off=form.cleaned_data["act"] == "off", now=clock.now())
    return redirect("quizzes:home")


@require_POST
@members_only
def skimmed(request: MemberRequest) -> HttpResponse:
    """Keep that a sheet of today was skimmed, or take that back. Twice is once."""
    form = SkimmedForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose a topic that is there.", content_type="text/plain; charset=utf-8")
    act, topic = form.cleaned_data["act"], form.cleaned_data["topic"]
    if act == "undo":
        skim(learner=request.user, topic=topic.pk, now=clock.now(), undo=True)
    else:
        skim_sheet(learner=request.user, topic=topic, now=clock.now())
    return redirect("quizzes:review" if act == "cards" else "quizzes:home")


def _page(
    request: MemberRequest, now: datetime, *, form: PlanForm | None = None, away: BreakForm | None = None
) -> HttpResponse:
    """The page with its forms, one of which may have been refused."""
    learner, today = request.user, today_of(request.user, now)
    refused = any(one is not None and one.is_bound for one in (form, away))
    context = _shown(learner, now, request.GET.get("waited", "0")) | {
        "form": form or PlanForm(instance=User.objects.get(pk=learner.pk), today=today),
        "away": away or BreakForm(today=today),
        "breaks": learner.breaks.ahead(today),
        "short": falling_short(learner, now),
        **_when(learner, today),
    }
    return render(request, "today/plan.html", context, status=422 if refused else 200)


def _when(learner: User, today: date) -> dict[str, object]:
    """What there is to say of a day without a plan: the interview is still too far, or has been ``reached``; or the
    plan asks nothing, as it is a break (``pause``) or a day off."""
    interview = learner.interview_on
    ahead = interview is not None and interview > today
    return {
        "day": today,
        "far": interview if ahead and learner.minutes_per_day and not dated(learner, today) else None,
        "reached": None if ahead else interview,
        "pause": learner.breaks.over(today),
        "off": learner.day_off == today,
    }


def _shown(learner: User, now: datetime, waited: str) -> dict[str, object]:
    """The plan in words. While its forecast is worked out the page asks again, so many times at most."""
    found = planned(learner, now)
    work = work_of(found.load, found.reading) if found else Work()
    waiting = found is not None and not found.promise and not found.empty
    return {
        "plan": found,
        "today": words.promise(work),
        "reads": bool(work.read),
        "waiting": waiting,
        "asks": next_ask(waited) if waiting else 0,
    }


@require_POST
@members_only
def again(request: MemberRequest) -> HttpResponse:
    """Make today's plan anew, perhaps with what is new in another order. Twice is once."""
    form = AgainForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose depth or breadth.", content_type="text/plain; charset=utf-8")
    services.plan_again(learner=request.user, breadth_first=form.breadth_first, now=clock.now())
    messages.success(request, "Today is planned anew.")
    return redirect("quizzes:plan")
