"""The ways into a class: its link and code, which run out, fill up or wait for approval, and back after a removal."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from quizzes.classes import services
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining.models import JoinRequest
from quizzes.classes.joining.telling import tell_of_admission, tell_of_request
from quizzes.classes.models import Cohort, Membership, Staff, new_code
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

RUN_OUT = "This invitation has run out. Ask who teaches the class for a new one."
FULL = "As many have joined by this link as it is good for. Ask who teaches the class for a new one."
REMOVED = "You were taken out of this class. Ask who teaches it to let you in again."
DECLINED = "Who teaches this class did not let you in by this link. Ask them if you think that this is a mistake."
TEACHES = "You teach this class or assist in it, so you are none of its learners."


@dataclass(frozen=True)
class Ways:
    """How the link and the code of a class let people in. ``until`` and ``limit`` None: without end."""

    code: bool
    approval: bool
    until: datetime | None
    limit: int | None


@transaction.atomic
def set_ways(*, cohort: Cohort, ways: Ways) -> None:
    """Keep how people come in. A code that is wanted and there stays as it is."""
    kept = Cohort.objects.select_for_update().get(pk=cohort.pk)
    kept.code = (kept.code or new_code()) if ways.code else ""
    kept.approval, kept.link_until, kept.link_limit = ways.approval, ways.until, ways.limit
    kept.save(update_fields=["code", "approval", "link_until", "link_limit"])


def refusal(cohort: Cohort, learner: "User", now: datetime) -> str:
    """Why the link of a class does not let somebody in, in words for them; empty where it does."""
    membership = Membership.objects.filter(cohort=cohort, learner=learner).first()
    if membership is not None and membership.left_at is None:
        return ""
    if membership is not None and membership.barred_token == cohort.token:
        return REMOVED
    asked = JoinRequest.objects.filter(cohort=cohort, learner=learner, token=cohort.token)
    if asked.filter(declined_at__isnull=False).exists():
        return DECLINED
    if cohort.link_until is not None and now >= cohort.link_until:
        return RUN_OUT
    if cohort.link_limit is not None and cohort.link_used >= cohort.link_limit:
        return FULL
    return ""


@transaction.atomic
def by_link(*, cohort: Cohort, learner: "User", real_name: str, now: datetime) -> bool:
    """Join by the link or code that was shown: whether somebody is in now; otherwise they wait for approval.

    Raises `NotPossible` for a link that was replaced meanwhile, has run out or is used up, for an archived class, and
    for who was removed or declined.
    """
    current = Cohort.objects.select_for_update().open_to(cohort.token).filter(pk=cohort.pk).first()
    if current is None:
        raise NotPossible(RUN_OUT)
    if current.instructor_id == learner.pk or Staff.objects.filter(cohort=current, person=learner).exists():
        raise NotPossible(TEACHES)
    if why := refusal(current, learner, now):
        raise NotPossible(why)
    if is_in(current, learner):
        return True
    if current.approval:
        values = {"real_name": real_name, "token": current.token, "asked_at": now, "declined_at": None}
        asked, _ = JoinRequest.objects.update_or_create(cohort=current, learner=learner, defaults=values)
        tell_of_request(asked, now)
        event("class.asked", cohort=current.pk, learner=learner.pk)
        return False
    _admit(current, learner, real_name, now)
    return True


def is_in(cohort: Cohort, learner: "User") -> bool:
    """Whether somebody is a learner of a class."""
    return Membership.objects.present().filter(cohort=cohort, learner=learner).exists()


def waiting(cohort: Cohort, learner: "User") -> bool:
    """Whether somebody has asked to join by the link of now, and nobody has answered."""
    return JoinRequest.objects.filter(cohort=cohort, learner=learner, token=cohort.token, declined_at=None).exists()


@transaction.atomic
def answer(*, cohort: Cohort, learner_id: int, accept: bool, now: datetime) -> str:
    """Let somebody in who asked, or not: the name that they gave. Twice is once; one that was declined can be accepted
    later.

    Raises `NotPossible` where nobody asks any more.
    """
    # First the class, as whoever joins takes it before the request: two who wait for one another would get nowhere.
    current = Cohort.objects.select_for_update().get(pk=cohort.pk)
    asked = JoinRequest.objects.select_for_update(of=("self",)).select_related("learner")
    request = asked.filter(cohort=cohort, learner=learner_id).first()
    if request is None:
        raise NotPossible("They do not ask to join any more.")
    if accept:
        _admit(current, request.learner, request.real_name, now, invited=True)
        tell_of_admission(current, request.learner, now)
    elif request.declined_at is None:
        request.declined_at = now
        request.save(update_fields=["declined_at"])
        event("class.declined", cohort=cohort.pk, learner=request.learner_id)
    return request.real_name or request.learner.display_name


def take_back(*, cohort: Cohort, learner: "User") -> None:
    """Somebody asks no more."""
    JoinRequest.objects.filter(cohort=cohort, learner=learner, declined_at=None).delete()


def readmit(*, cohort: Cohort, learner: "User") -> None:
    """Let somebody who was removed come back by the link of now, if they want to."""
    removed = Membership.objects.filter(cohort=cohort, learner=learner, left_at__isnull=False).exclude(barred_token="")
    if removed.update(barred_token=""):
        event("class.readmitted", cohort=cohort.pk, learner=learner.pk)


def _admit(cohort: Cohort, learner: "User", real_name: str, now: datetime, *, invited: bool = False) -> None:
    services.join(cohort=cohort, learner=learner, now=now, real_name=real_name, invited=invited)
    Cohort.objects.filter(pk=cohort.pk).update(link_used=F("link_used") + 1)
    JoinRequest.objects.filter(cohort=cohort, learner=learner).delete()
