"""Who is in a class, who asks, who is invited and who was removed, as its staff see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Lower

from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.models import Cohort, Group, Membership
from quizzes.classes.roll import A_PAGE, Roll, by_name, learners, looked_for, roll_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Some:
    """The first rows of what may be a long list; ``more`` says that there are others."""

    rows: Sequence[Any]
    more: bool


@dataclass(frozen=True)
class People:
    """The people of a class: a page of its learners as readers look names up, each with their groups; and the first of
    those who ask, are invited or were removed."""

    members: Roll[Membership]
    requests: Some
    invitations: Some
    removed: Some
    groups: Sequence[Group]

    @property
    def more(self) -> bool:
        """Whether there are others than stand on the page whom a name would find."""
        return self.members.searched or any(one.more for one in (self.requests, self.invitations, self.removed))


def people(cohort: Cohort, asked: Mapping[str, str]) -> People:
    """Those whom an address asks for (``q``, ``page``). Six queries, however many people."""
    text = looked_for(asked)
    present = roll_of(learners(cohort), asked, lambda one: one.known_as)
    prefetch_related_objects(list(present.page), "groups")
    gone = Membership.objects.filter(cohort=cohort, left_at__isnull=False).exclude(barred_token="")
    removed = _some(gone.select_related("learner").order_by("-left_at", "pk"), text, "real_name", "learner__name")
    asking = JoinRequest.objects.filter(cohort=cohort).select_related("learner")
    inside = Membership.objects.present().filter(cohort=cohort).values_list(Lower("learner__email"))
    invited = Invitation.objects.filter(cohort=cohort, accepted_at=None).exclude(email__in=inside)
    return People(
        members=present,
        requests=_some(asking, text, "real_name", "learner__name"),
        invitations=_some(invited, text, "name", "email"),
        removed=Some(sorted(removed.rows, key=by_name), removed.more),
        groups=list(Group.objects.filter(cohort=cohort)),
    )


def _some(found: "QuerySet[Any]", text: str, *fields: str) -> Some:
    """The first of these, or of those with a text in one of the fields."""
    if text:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": text})
        found = found.filter(wanted)
    rows = list(found[: A_PAGE + 1])
    return Some(rows[:A_PAGE], len(rows) > A_PAGE)
