"""What a class can do, for the reckoning of whether it can do what is wanted."""

from datetime import datetime
from typing import TYPE_CHECKING

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.classes.assignments.evidence import Pair, Scope, now_of
from quizzes.classes.assignments.feasibility import Feasibility, Means, feasible
from quizzes.classes.assignments.judging import ANSWERED, INTRODUCED, RECALL, day_in
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.models import Cohort, Membership
from quizzes.progress.queries import today_of
from quizzes.reviews.counting import dated
from quizzes.statistics.privacy import PEOPLE

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WANTED = 0  # in place of the id of an assignment that is not there yet


def feasibility_of(cohort: Cohort, plan: Plan, now: datetime) -> Feasibility | None:
    """How the class stands before what is wanted, whomever it is for; None where no facts are asked for, or nobody is
    there to learn them. Four statements at most.

    What somebody has set for themselves and has seen of what is not assigned yet is theirs: chosen people, held against
    one another, would tell it. So it is reckoned with whole groups of five of the class (`quizzes.statistics.privacy`).
    """
    asked = [need for need in plan.needs if need.kind in (RECALL, INTRODUCED, ANSWERED)]
    everybody = Membership.objects.filter(cohort=cohort).select_related("learner").order_by("pk")
    if not asked or plan.due is None or not any(one.left_at is None for one in everybody):
        return None
    topics = Topic.objects.topics().filter(phase__in=plan.phases) | Topic.objects.topics().filter(pk__in=plan.topics)
    scope = Scope(tuple(topics.order_by("pk").values_list("pk", flat=True)))
    total = Fact.objects.askable().filter(core=True, topic__in=scope.topics).count()
    people = _fives(list(everybody))
    found = now_of([Pair(WANTED, one, now, plan.due, now) for one in people], {WANTED: scope})
    share = max(
        1.0 if need.kind == INTRODUCED else (need.share or (need.number or 0) / total if total else 0.0)
        for need in asked
    )
    learners = [means_of(one, total - found[WANTED, one.pk].introduced, now) for one in people]
    zone = cohort.time_zone
    return feasible(
        total=total, share=min(share, 1.0), learners=learners, today=day_in(now, zone), due=day_in(plan.due, zone)
    )


def means_of(learner: "User", lacking: int, now: datetime) -> Means:
    """What somebody has set, for so many facts that they have not begun. With a plan for an interview their minutes
    alone say how many are new on a day."""
    most = None if dated(learner, today_of(learner, now)) else learner.new_per_day
    return Means(lacking, most, learner.minutes_per_day)


def _fives(everybody: list[Membership]) -> "list[User]":
    """Those who count, as they came into the class: each five of whom nobody has left."""
    fives = [everybody[place : place + PEOPLE] for place in range(0, len(everybody), PEOPLE)]
    whole = [five for five in fives if len(five) == PEOPLE and all(one.left_at is None for one in five)]
    return [one.learner for five in whole for one in five]
