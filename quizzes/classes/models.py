"""Classes: who teaches whom."""

import secrets
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def new_token() -> str:
    """The secret part of a class's invitation link."""
    return secrets.token_urlsafe(16)


# No two of them look alike in print or in a hand: no 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V.
CODE_LETTERS = "ACDEFGHJKMNPQRTVWXY34679"
CODE_LENGTH = 8  # 10^11 codes: at ten guesses in five minutes an account needs centuries for one of a hundred


def new_code() -> str:
    """What is typed in place of the link."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class CohortQuerySet(models.QuerySet["Cohort"]):
    def run_by(self, user: "User") -> "CohortQuerySet":
        """Classes this user may change, as owner or co-instructor; none once they are no instructor any more."""
        if not user.is_instructor:
            return self.none()
        helped = Staff.objects.filter(person=user, role=Staff.Role.INSTRUCTOR)
        return self.filter(Q(instructor=user) | Q(pk__in=helped.values("cohort")))

    def taught_by(self, user: "User") -> "CohortQuerySet":
        """Classes whose learners' progress this user may see: those they run, and those they assist in."""
        assisted = Staff.objects.filter(person=user, role=Staff.Role.ASSISTANT)
        return self.run_by(user) | self.filter(pk__in=assisted.values("cohort"))

    def without_owner(self) -> "CohortQuerySet":
        """Running classes whose owner may not teach any more: an administrator can take them over. In memory it is
        `Cohort.ownerless`."""
        gone = Q(instructor__is_instructor=False) | Q(instructor__is_active=False)
        return self.filter(gone, archived_at__isnull=True)

    def joined_by(self, user: "User") -> "CohortQuerySet":
        """Classes that this user is in and may leave. One that was archived is among them: its instructor still sees
        its members."""
        members = Membership.objects.present().filter(learner=user)
        return self.filter(pk__in=members.values("cohort"))

    def visible_to(self, user: "User") -> "CohortQuerySet":
        """Classes that someone teaches or is in."""
        return self.taught_by(user) | self.joined_by(user)

    def open_to(self, token: str) -> "CohortQuerySet":
        """The running class of an invitation link."""
        return self.filter(token=token, archived_at__isnull=True)


class Cohort(models.Model):
    """A class. (The word is taken in Python.) Its instructor is its owner; who helps them is `Staff`."""

    name = models.CharField(max_length=80)
    instructor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cohorts")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, db_default="UTC", default="UTC", help_text="In which its dates are.")
    key = models.UUIDField(help_text="Idempotency key of its making.")
    code = models.CharField(
        max_length=8, blank=True, default="", db_default="", help_text="To be typed in place of the link, if wanted."
    )
    link_until = models.DateTimeField(null=True, help_text="From here on the link and the code lead nowhere.")
    link_limit = models.PositiveIntegerField(null=True, help_text="How many may join by this link and code.")
    link_used = models.PositiveIntegerField(default=0, db_default=0, help_text="How many have joined by them.")
    approval = models.BooleanField(default=False, db_default=False, help_text="Whether joining waits for the staff.")

    objects: ClassVar = CohortQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instructor", "key"], name="cohort_made_once"),
            models.UniqueConstraint(fields=["code"], name="cohort_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ownerless(self) -> bool:
        """See `CohortQuerySet.without_owner`."""
        return self.archived_at is None and not (self.instructor.is_instructor and self.instructor.is_active)

    @property
    def shown_code(self) -> str:
        """The code as it is read aloud: two halves."""
        return f"{self.code[:4]} {self.code[4:]}" if self.code else ""


class Staff(models.Model):
    """That somebody teaches or assists in a class that is not their own. An assistant reads and changes nothing."""

    class Role(models.TextChoices):
        INSTRUCTOR = "instructor", "Instructor"
        ASSISTANT = "assistant", "Assistant"

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staffed")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "person"], name="staff_once"),
            models.CheckConstraint(condition=Q(role__in=["instructor", "assistant"]), name="staff_role"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.person_id}, {self.role}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def present(self) -> "MembershipQuerySet":
        """Of those who are in their class today. Who left or was removed stays as a row."""
        return self.filter(left_at__isnull=True)


class Membership(models.Model):
    """That a learner is in a class. ``barred_token``: the link by which somebody who was removed cannot come back."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="memberships")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    barred_token = models.CharField(max_length=40, blank=True)
    real_name = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="For the staff alone."
    )

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cohort", "learner"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.learner_id}"

    @property
    def known_as(self) -> str:
        """What the staff of the class call the learner: by the real name, where one was given."""
        return self.real_name or self.learner.display_name


class Group(models.Model):
    """A part of a class. Its members are members of the class, and may be in several groups."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(Membership, through="GroupMember", related_name="groups")

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint("cohort", Lower("name"), name="group_named_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """That a learner of a class is in a group of it. Whoever leaves the class leaves its groups."""

    group = models.ForeignKey(Group, models.CASCADE)
    membership = models.ForeignKey(Membership, models.CASCADE)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "membership"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.membership_id}"
