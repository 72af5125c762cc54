"""Classes: one that runs, with members who came, left and came again, and one that is over."""

from datetime import date

from content.models import Phase
from quizzes.classes import services
from quizzes.classes.models import Cohort
from tests.upgrade.from_3dc3dc8.clock import clock, key
from tests.upgrade.from_3dc3dc8.people import person

RUNNING, OVER = "Autumn class", "Summer class"


def found(name: str, *members: str) -> None:
    cohort = services.create_class(instructor=person("instructor"), name=name, key=key("class"), now=clock.now())
    for member in members:
        services.join(cohort=cohort, learner=person(member), now=clock.pass_by(minutes=7))


def assign(name: str, phase: str, due_on: date, target: float) -> None:
    services.assign(
        cohort=Cohort.objects.get(name=name),
        phase=Phase.objects.get(slug=phase),
        due_on=due_on,
        target_recall=target,
        now=clock.pass_by(minutes=2),
    )


def open_class() -> None:
    """Two assignments, one of which is moved; the link is made anew."""
    found(RUNNING, "steady", "traveller", "forgetful", "beginner", "leaver")
    assign(RUNNING, "foundation", date(2026, 10, 30), 0.8)
    assign(RUNNING, "communication", date(2026, 11, 13), 0.7)
    assign(RUNNING, "communication", date(2026, 11, 20), 0.75)
    cohort = Cohort.objects.get(name=RUNNING)
    services.renew_link(cohort=cohort, token=cohort.token)


def leave(member: str) -> None:
    services.leave(cohort=Cohort.objects.get(name=RUNNING), learner=person(member), now=clock.pass_by(minutes=2))


def come_again(member: str) -> None:
    services.join(cohort=Cohort.objects.get(name=RUNNING), learner=person(member), now=clock.pass_by(minutes=2))


def close_class() -> None:
    """A class with an assignment that has been archived, members and all."""
    found(OVER, "gone", "examinee")
    assign(OVER, "foundation", date(2026, 10, 12), 0.9)


def archive() -> None:
    services.archive(cohort=Cohort.objects.get(name=OVER), now=clock.now())
