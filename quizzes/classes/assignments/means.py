"""What a class can do, for the reckoning of whether it can do what is wanted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.classes.assignments.evidence import Pair, Scope, now_of
from quizzes.classes.assignments.feasibility import Feasibility, Means, feasible
from quizzes.classes.assignments.judging import ANSWERED, INTRODUCED, RECALL, Found, day_in
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.models import Cohort, Membership
from quizzes.progress.models import Reading
from quizzes.progress.queries import today_of
from quizzes.reviews.away import rests
from quizzes.reviews.counting import dated
from quizzes.statistics.privacy import PEOPLE

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WANTED = 0  # in place of the id of an assignment that is not there yet


def feasibility_of(cohort: Cohort, plan: Plan, now: datetime) -> Feasibility | None:
    """How the class stands before what is wanted, whomever it is for; None where no facts are asked for, or nobody is
    there to learn them. Six statements at most.

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
    pages = pages_of(people, scope.topics)
    learners = [
        means_of(one, found[WANTED, one.pk], reading=pages.left_of(scope.topics, one.pk), due=plan.due, now=now)
        for one in people
    ]
    return feasible(
        total=total,
        share=min(share, 1.0),
        learners=learners,
        today=day_in(now, cohort.time_zone),
        due=day_in(plan.due, cohort.time_zone),
        reading=pages.all_of(scope.topics) / total if total else 0.0,
    )


@dataclass(frozen=True)
class Pages:
    """The seconds that pages (topics) take, and who has read which."""

    seconds: Mapping[int, float]
    read: frozenset[tuple[int, int]] = frozenset()

    def all_of(self, topics: Iterable[int]) -> float:
        return sum(self.seconds.get(topic, 0.0) for topic in topics)

    def left_of(self, topics: Iterable[int], learner: int) -> float:
        return self.all_of(topic for topic in topics if (learner, topic) not in self.read)


def pages_of(people: "Collection[User]", topics: Collection[int]) -> Pages:
    """These topics' pages, and who of these people has read them. Two statements."""
    of_topics = Topic.objects.filter(pk__in=topics, current__isnull=False).values_list("pk", "current__minutes")
    read = Reading.objects.filter(topic__in=topics, learner__in=people).values_list("learner", "topic")
    return Pages({topic: 60.0 * minutes for topic, minutes in of_topics}, frozenset(read))


def means_of(learner: "User", found: Found, *, reading: float, due: datetime, now: datetime) -> Means:
    """What somebody has set until something is due. With a plan for an interview their minutes alone say how many facts
    are new on a day, and hold the pages that are read for them too (``reading``, in seconds)."""
    today = today_of(learner, now)
    planned, until = dated(learner, today), (today_of(learner, due) - today).days
    return Means(
        found.total - found.introduced,
        None if planned else learner.new_per_day,
        learner.minutes_per_day,
        reading / found.total if planned and found.total else 0.0,
        sum(day <= until for day in rests(learner, today)),
    )


def _fives(everybody: list[Membership]) -> "list[User]":
    """Those who count, as they came into the class: each five of whom nobody has left."""
    fives = [everybody[place : place + PEOPLE] for place in range(0, len(everybody), PEOPLE)]
    whole = [five for five in fives if len(five) == PEOPLE and all(one.left_at is None for one in five)]
    return [one.learner for five in whole for one in five]
