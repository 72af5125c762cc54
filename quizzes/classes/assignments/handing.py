"""The terms of assigned quizzes: what an assignment says of opening, closing and extra time, written for each learner.

A quiz that was set for the class opens and closes with its assignment. Any other, as the exam of a phase, stays open to
everybody for practice; what counts there is when it was handed in.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import QuerySet

from quizzes.attempts.deadlines import Personal
from quizzes.attempts.errors import AlreadyOpen
from quizzes.attempts.models import Quiz, Terms
from quizzes.attempts.terms import agree, personal_of
from quizzes.classes.assignments.given import Given, given
from quizzes.classes.assignments.models import Arrangement, Assignment
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User

TERMS = UUID("0e7f5a62-8a0d-4f0e-9a3f-6a4f5a1f6f0b")  # keys of what assignments write
LOOKED_BACK = timedelta(days=1)


def learners_of(one: Given) -> "QuerySet[User]":
    """Whom an assignment is for: who is in its class now and, where it names persons, is one of them."""
    members = User.objects.filter(memberships__cohort=one.cohort_id, memberships__left_at=None)
    return members if one.audience is None else members.filter(pk__in=one.audience)


def hand_out(*, assignment_id: int, now: datetime, only: int | None = None) -> int:
    """Write the terms of the quizzes of an assignment for everybody it is for, or for one learner: how many were new.

    Said again, it writes nothing; what staff agreed with somebody about the quiz afterwards stays. Who joins later gets
    theirs when it is handed out again.
    """
    one = given([assignment_id])[0]
    quizzes = Quiz.objects.filter(pk__in=one.scope.quizzes).order_by("pk")
    if one.draft or one.withdrawn_at or not quizzes:
        return 0
    learners = list(learners_of(one).filter(**({} if only is None else {"pk": only})).order_by("pk"))
    arranged = Arrangement.objects.filter(assignment=one.pk, kind=Arrangement.Kind.EXTRA_TIME).order_by("pk")
    factors = dict(arranged.values_list("learner", "factor"))
    owner = Cohort.objects.select_related("instructor").get(pk=one.cohort_id).instructor
    wanted = [
        (uuid5(TERMS, f"{one.pk}/{quiz.pk}/{person.pk}/{terms}"), quiz, person, terms)
        for quiz in quizzes
        for person in learners
        if (terms := _terms(one, quiz, person, factors)) != Personal()
    ]
    kept = set(Terms.objects.filter(key__in=[key for key, *_ in wanted]).values_list("key", flat=True))
    return _agree(one, [row for row in wanted if row[0] not in kept], owner, now)


def hand_out_again(*, now: datetime) -> int:
    """Hand out what runs to those who joined since: how many terms were new."""
    running = Assignment.objects.filter(
        published_at__isnull=False, withdrawn_at=None, cohort__archived_at=None, due__gt=now - LOOKED_BACK
    )
    asking = running.filter(requirements__quiz__isnull=False).order_by("pk").distinct()
    return sum(hand_out(assignment_id=pk, now=now) for pk in asking.values_list("pk", flat=True))


def _terms(one: Given, quiz: Quiz, learner: User, factors: dict[int, float | None]) -> Personal:
    factor = factors.get(learner.pk)
    if not quiz.for_class:
        return Personal(factor=factor)
    dates = one.dates(learner.pk)
    return Personal(opens=dates.opens, closes=None if dates.forever else dates.closes or dates.due, factor=factor)


def _agree(one: Given, wanted: Sequence[tuple[UUID, Quiz, User, Personal]], owner: User, now: datetime) -> int:
    given = 0
    for key, quiz, person, terms in wanted:
        held = personal_of(quiz=quiz, learner=person)
        opens, closes = terms.opens or held.opens, terms.closes or held.closes
        if opens and closes and opens >= closes:  # what was agreed before belongs to another time: it gives way
            opens, closes = terms.opens, terms.closes
        personal = replace(held, opens=opens, closes=closes, factor=terms.factor or held.factor)
        why = f"Assigned: {one.title}"
        try:
            agree(quiz=quiz, learner=person, personal=personal, by=owner, why=why, key=key, now=now)
        except AlreadyOpen:  # they sit another quiz against a clock: theirs come when it is handed out again
            continue
        given += 1
    return given
