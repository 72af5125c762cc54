"""The terms of assigned quizzes: what an assignment says of opening, closing and extra time, written for each learner.

A quiz that was set for the class opens and closes with its assignment. Any other, as the exam of a phase, stays open to
everybody for practice; what counts there is when it was handed in. While it is asked for, the time that its learners
set for themselves does not hold in it; when nothing of it counts any more, that is given back.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from quizzes.attempts.deadlines import Personal
from quizzes.attempts.errors import AlreadyOpen
from quizzes.attempts.models import Attempt, Quiz, Terms
from quizzes.attempts.terms import agree, behind, catch_up
from quizzes.classes.assignments.given import Given, given
from quizzes.classes.assignments.models import Arrangement, Assignment
from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User
from sdwiki.events import event

TERMS = UUID("0e7f5a62-8a0d-4f0e-9a3f-6a4f5a1f6f0b")  # keys of what assignments write
LOOKED_BACK = timedelta(days=1)
GIVEN_BACK = timedelta(days=90)  # so long after the due date it is looked whether an assignment is over
LATE_FOR = timedelta(days=30)  # so long after it what may be late for good is asked for
AT_ONCE = 1_000  # rows of one statement
AS_SET = Personal(factor=1.0)  # the quiz's own limit, whatever its learner set for themselves


def learners_of(one: Given) -> "QuerySet[User]":
    """Whom an assignment is for: who is in its class now and, where it names persons, is one of them."""
    members = User.objects.filter(memberships__cohort=one.cohort_id, memberships__left_at=None)
    return members if one.audience is None else members.filter(pk__in=one.audience)


def hand_out(*, assignment_id: int, now: datetime, only: int | None = None) -> int:
    """Write the terms of the quizzes of an assignment for everybody it is for, or for one learner: how many were new.

    Said again, it writes no terms; what staff agreed with somebody about the quiz afterwards stays. Who joins later
    gets theirs when it is handed out again, and an attempt that began in that very moment follows its terms then.
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
        (_key(one, quiz, person, terms), quiz, person, terms)
        for quiz in quizzes
        for person in learners
        if (terms := _terms(one, quiz, person, factors, now)) != Personal()
    ]
    kept = set(Terms.objects.filter(key__in=[key for key, *_ in wanted]).values_list("key", flat=True))
    _heal([row for row in wanted if row[0] in kept and row[3] != AS_SET], now)
    return _agree(one, [row for row in wanted if row[0] not in kept], owner, now)


def hand_out_again(*, now: datetime) -> int:
    """Hand out what runs to those who joined since: how many terms were new."""
    running = Assignment.objects.filter(
        published_at__isnull=False, withdrawn_at=None, cohort__archived_at=None, due__gt=now - LOOKED_BACK
    )
    asking = running.filter(requirements__quiz__isnull=False).order_by("pk").distinct()
    return sum(hand_out(assignment_id=pk, now=now) for pk in asking.values_list("pk", flat=True))


def give_back(*, now: datetime) -> int:
    """Let the time that learners set for themselves hold again in quizzes for everybody of which nothing counts any
    more: for how many. What staff agreed with somebody meanwhile stays."""
    asked = Assignment.objects.filter(published_at__isnull=False, due__lte=now, due__gt=now - GIVEN_BACK)
    open_to_all = asked.filter(requirements__quiz__for_class=False) | Assignment.objects.filter(
        withdrawn_at__gt=now - GIVEN_BACK, withdrawn_at__lte=now - GRACE, requirements__quiz__for_class=False
    )
    found = given(list(open_to_all.values_list("pk", flat=True).distinct()))
    return sum(_give_back(one, now) for one in found)


def _give_back(one: Given, now: datetime) -> int:
    quizzes = Quiz.objects.filter(pk__in=one.scope.quizzes, for_class=False)
    owner = Cohort.objects.select_related("instructor").get(pk=one.cohort_id).instructor
    latest = (
        Terms.objects.filter(quiz__in=quizzes)
        .order_by("quiz_id", "learner_id", "-pk")
        .distinct("quiz_id", "learner_id")
    )
    number = 0
    for held in latest.select_related("quiz", "learner"):
        mine = held.key == _key(one, held.quiz, held.learner, AS_SET)
        dates = one.dates(held.learner_id)
        if mine and (one.withdrawn_at is not None or dates.over(now) or now > dates.due + LATE_FOR):
            personal, key = replace(held.personal, factor=None), uuid5(held.key, "over")
            why = f"No longer assigned: {one.title}"
            agree(quiz=held.quiz, learner=held.learner, personal=personal, by=owner, why=why, key=key, now=now)
            number += 1
    return number


def _key(one: Given, quiz: Quiz, learner: User, terms: Personal) -> UUID:
    return uuid5(TERMS, f"{one.pk}/{quiz.pk}/{learner.pk}/{terms}")


def _terms(one: Given, quiz: Quiz, learner: User, factors: dict[int, float | None], now: datetime) -> Personal:
    factor = factors.get(learner.pk)
    if not quiz.for_class:
        return Personal(factor=factor or (None if one.dates(learner.pk).over(now) else AS_SET.factor))
    dates = one.dates(learner.pk)
    return Personal(opens=dates.opens, closes=None if dates.forever else dates.closes or dates.due, factor=factor)


def _agree(one: Given, wanted: Sequence[tuple[UUID, Quiz, User, Personal]], owner: User, now: datetime) -> int:
    """As many statements for thousands as for one, but for those who sit a quiz now: their attempts follow."""
    held, sitting, why = _held(wanted), _sitting(wanted), f"Assigned: {one.title}"
    rows, given = [], 0
    for key, quiz, person, terms in wanted:
        place = (quiz.pk, person.pk)
        before = held.get(place, Personal())
        if terms == AS_SET and (before != Personal() or place in sitting):  # what has begun goes on as it began
            continue
        personal = _merged(before, terms)
        if place not in sitting:
            rows.append(Terms(quiz=quiz, learner=person, key=key, by=owner, why=why, at=now, **asdict(personal)))
            continue
        try:
            agree(quiz=quiz, learner=person, personal=personal, by=owner, why=why, key=key, now=now)
            given += 1
        except AlreadyOpen:  # they sit another quiz against a clock: theirs come when it is handed out again
            continue
    Terms.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)  # another sweep may be at it
    for row in rows:
        event("quiz.terms_agreed", quiz=row.quiz_id, learner=row.learner_id, by=owner.pk)
    return given + len(rows)


def _heal(wanted: Sequence[tuple[UUID, Quiz, User, Personal]], now: datetime) -> None:
    """Let attempts follow that run under older terms: who started while these were written was not seen to sit, and
    had read what held before. Three statements, and those of each attempt that is behind."""
    if not wanted:
        return
    places, running = {(quiz.pk, person.pk) for _, quiz, person, _ in wanted}, Attempt.objects.filter(submitted_at=None)
    found = list(running.filter(**_places(wanted)).prefetch_related("extensions"))
    held = _held(wanted) if found else {}
    for attempt in found:
        place = (attempt.quiz_id or 0, attempt.learner_id or 0)
        if place in places and behind(attempt, held.get(place, Personal())):
            with suppress(AlreadyOpen):  # they sit another quiz against a clock: as in `_agree`
                catch_up(attempt_id=attempt.pk, now=now)


def _merged(held: Personal, terms: Personal) -> Personal:
    """What holds from now on: what the assignment says, and the rest as it was agreed before."""
    opens, closes = terms.opens or held.opens, terms.closes or held.closes
    if opens and closes and opens >= closes:  # what was agreed before belongs to another time: it gives way
        opens, closes = terms.opens, terms.closes
    return replace(held, opens=opens, closes=closes, factor=terms.factor or held.factor)


def _held(wanted: Sequence[tuple[UUID, Quiz, User, Personal]]) -> dict[tuple[int, int], Personal]:
    """The terms that hold now, by quiz and learner (ids), of those who have some."""
    rows = (
        Terms.objects.filter(**_places(wanted))
        .order_by("quiz_id", "learner_id", "-pk")
        .distinct("quiz_id", "learner_id")
    )
    return {(row.quiz_id, row.learner_id): row.personal for row in rows}


def _sitting(wanted: Sequence[tuple[UUID, Quiz, User, Personal]]) -> set[tuple[int | None, int | None]]:
    """Who (id) sits which quiz (id) now."""
    return set(Attempt.objects.filter(submitted_at=None, **_places(wanted)).values_list("quiz", "learner"))


def _places(wanted: Sequence[tuple[UUID, Quiz, User, Personal]]) -> dict[str, Any]:
    return {
        "quiz__in": {quiz.pk for _, quiz, _, _ in wanted},
        "learner__in": {person.pk for _, _, person, _ in wanted},
    }
