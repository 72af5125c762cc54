"""The sweep that lets people go: what is theirs alone goes with them, what others rely on stays under their tombstone.

Gone: memories (cards and reviews), readings, plans, quizzes of their own, the inbox, what they teach in the classes of
others, their name in classes and invitations, the calendar's address; the person leaves their classes. Kept: attempts
with their answers and marks, what they wrote, announced, decided and reported, and the classes they owned, which a
co-instructor takes over, or which are archived.
`tests/leaving` lists every column that names people.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from quizzes.attempts.models import Attempt, Quiz
from quizzes.attempts.services import submit
from quizzes.classes import services as classes
from quizzes.classes import staffing
from quizzes.classes.models import Cohort
from quizzes.progress.models import Reading
from quizzes.reminding.models import CalendarAddress
from quizzes.reviews.models import Card, DayPlan, LearnerPath, MoreFacts, ParameterSet
from quizzes.today.models import LearnerClock
from sdwiki.accounts import leaving
from sdwiki.inbox.services import forget
from sdwiki.sweeping import one_of_many

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# reviews go with their cards, before the parameters that they name
OF_THE_PERSON = (Card, ParameterSet, Reading, DayPlan, LearnerClock, MoreFacts, LearnerPath, CalendarAddress)


def let_go(*, now: datetime, most: int = 50) -> int:
    """Let people go whose grace is over: how many went. Twice at once or twice in a row does nothing more.

    Each is a transaction of their own, and one that fails does not hold up the others.
    """
    gone = 0
    for pk in list(leaving.due(now).values_list("pk", flat=True)[:most]):
        with one_of_many("Account %s could not be let go", pk):
            gone += _let_go(pk, now)
    return gone


@transaction.atomic
def _let_go(pk: int, now: datetime) -> bool:
    person = leaving.claim(pk=pk, now=now)
    if person is None:
        return False
    _end_what_runs(person, now)
    for model in OF_THE_PERSON:
        model.objects.filter(learner=person).delete()
    forget(person=person)
    classes.forget(person=person)
    Quiz.objects.filter(owner=person).delete()  # attempts at them keep their rules
    leaving.bury(person=person, now=now)
    return True


def _end_what_runs(person: "User", now: datetime) -> None:
    """Before memories go, as an exam that ends is evidence about them."""
    for attempt in Attempt.objects.filter(learner=person, kind=Attempt.Kind.EXAM, submitted_at=None):
        submit(attempt_id=attempt.pk, now=now)
    for cohort in Cohort.objects.joined_by(person):
        classes.leave(cohort=cohort, learner=person, now=now)
    staffing.resign(person=person, now=now)
