"""Who is in a class, who asks, who is invited and who was removed, as its staff see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.models import Cohort, Group, Membership
from sdwiki.accounts.names import order


@dataclass(frozen=True)
class People:
    """The people of a class, each list in the order in which readers look names up."""

    members: Sequence[Membership]
    requests: Sequence[JoinRequest]
    invitations: Sequence[Invitation]
    removed: Sequence[Membership]
    groups: Sequence[Group]


def people(cohort: Cohort) -> People:
    """Six queries, however many people."""
    members = Membership.objects.filter(cohort=cohort).select_related("learner")
    present = members.present().prefetch_related("groups")
    removed = members.filter(left_at__isnull=False).exclude(barred_token="")
    return People(
        members=sorted(present, key=by_name),
        requests=list(JoinRequest.objects.filter(cohort=cohort).select_related("learner")),
        invitations=list(Invitation.objects.filter(cohort=cohort, accepted_at=None)),
        removed=sorted(removed, key=by_name),
        groups=list(Group.objects.filter(cohort=cohort)),
    )


def by_name(membership: Membership) -> tuple[tuple[str, str], int]:
    """The real name where there is one."""
    return order(membership.known_as), membership.pk
