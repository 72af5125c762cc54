"""What a class can do, for the reckoning of whether it can do what is wanted."""

from datetime import datetime

from django.db.models import Q

from content.models import Topic
from quizzes.classes.assignments.evidence import Pair, Scope, now_of
from quizzes.classes.assignments.feasibility import Feasibility, Means, feasible
from quizzes.classes.assignments.judging import ANSWERED, INTRODUCED, RECALL, day_in
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User

WANTED = 0  # in place of the id of an assignment that is not there yet


def feasibility_of(cohort: Cohort, plan: Plan, now: datetime) -> Feasibility | None:
    """How the class stands before what is wanted; None where no facts are asked for, or nobody is there to learn them.
    Four statements at most."""
    asked = [need for need in plan.needs if need.kind in (RECALL, INTRODUCED, ANSWERED)]
    if not asked or plan.due is None:
        return None
    topics = Topic.objects.topics().filter(phase__in=plan.phases) | Topic.objects.topics().filter(pk__in=plan.topics)
    scope = Scope(tuple(topics.order_by("pk").values_list("pk", flat=True)))
    members = User.objects.filter(memberships__cohort=cohort, memberships__left_at=None)
    if plan.persons or plan.groups:
        named = Q(pk__in=plan.persons) | Q(memberships__groups__in=plan.groups)
        members = User.objects.filter(pk__in=members.filter(named).values("pk"))
    people = list(members)
    found = now_of([Pair(WANTED, one, now, plan.due, now) for one in people], {WANTED: scope})
    if not found:
        return None
    total = next(iter(found.values())).total
    share = max(
        1.0 if need.kind == INTRODUCED else (need.share or (need.number or 0) / total if total else 0.0)
        for need in asked
    )
    learners = [Means(total - found[WANTED, one.pk].introduced, one.new_per_day) for one in people]
    zone = cohort.time_zone
    return feasible(
        total=total, share=min(share, 1.0), learners=learners, today=day_in(now, zone), due=day_in(plan.due, zone)
    )
