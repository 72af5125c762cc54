"""What has happened to an assignment that its learners are told: found anew from its rows, whenever it is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.book import tasks_of
from quizzes.classes.assignments.given import Given
from quizzes.classes.assignments.judging import day_in
from quizzes.classes.assignments.models import Arrangement, Snapshot
from quizzes.classes.assignments.tasks import told
from quizzes.classes.models import Membership
from quizzes.classes.noticing import moving, words
from quizzes.classes.noticing.silence import silent_until
from quizzes.classes.noticing.words import Said
from sdwiki.accounts.models import User
from sdwiki.inbox.kinds import ASSIGNED, DUE
from sdwiki.inbox.services import Message
from sdwiki.rounding import percent

SOON = timedelta(days=2)
AT_DUE = (Snapshot.Reason.DUE, Snapshot.Reason.EXTENDED, Snapshot.Reason.CLOSING)
Agreed = Arrangement.Kind


@dataclass(frozen=True)
class Happening:
    """Something that one person is told once; ``key`` is its name among those of its kind."""

    person: User
    kind: str
    key: str
    message: Message


def happenings(one: Given, members: Sequence[Membership], since: datetime, now: datetime) -> Iterator[Happening]:
    """What happened after ``since`` and up to now to an assignment, to each of its learners: nothing that a quiz does
    not tell yet. Six statements and those of the tasks of whom it is due soon for, one more where dates were moved."""
    present = {row.learner_id: row.learner for row in members if one.is_for(row.learner_id)}
    asked = {pk: person for pk, person in present.items() if pk not in one.excused}
    yield from _assigned(one, asked, since, now)
    yield from (_happening(one, person, ASSIGNED, key, said) for person, key, said in moving.moved(one, asked, now))
    yield from _soon(one, asked, since, now)
    yield from _agreed(one, present, since, now)
    yield from _looked_at(one, present, since, now)


def withdrawal(one: Given, members: Sequence[Membership]) -> Iterator[Happening]:
    """That an assignment was taken back, to each of those who know of it. One statement."""
    asked = {row.learner_id: row.learner for row in members if one.is_for(row.learner_id)}
    asked = {pk: person for pk, person in asked.items() if pk not in one.excused}
    yield from (_happening(one, person, ASSIGNED, key, said) for person, key, said in moving.taken_back(one, asked))


def next_instant(one: Given, members: Sequence[Membership], now: datetime) -> datetime | None:
    """When something is to be told that nobody does: it opens, is due soon, or a quiz closes that tells then."""
    present = [row.learner_id for row in members if one.is_for(row.learner_id)]
    dues = [one.dates(pk).due - SOON for pk in present]
    closings = silent_until(one, present, now).values()
    return min((at for at in (one.opens, *dues, *closings) if at and at > now), default=None)


def _assigned(one: Given, asked: dict[int, User], since: datetime, now: datetime) -> Iterator[Happening]:
    assert one.published_at is not None
    at = max(one.opens or one.published_at, one.published_at)
    if since < at <= now:
        for pk, person in asked.items():
            due = one.dates(pk).due
            if due > now:
                said = words.assigned(one.title, one.cohort_name, one.asks, day_in(due, one.zone))
                yield _happening(one, person, ASSIGNED, f"assigned-{one.pk}", said)


def _soon(one: Given, asked: dict[int, User], since: datetime, now: datetime) -> Iterator[Happening]:
    near = [person for pk, person in asked.items() if since < one.dates(pk).due - SOON <= now < one.dates(pk).due]
    for (_, pk), found in tasks_of([one], near, now).items() if near else ():
        task = told(found, now)
        if not task.met and task.state != judging.WAITING:
            due = task.dates.due
            said = words.soon(one.title, one.asks, task.day, task.score_percent)
            yield _happening(one, asked[pk], DUE, f"soon-{one.pk}-{due.isoformat()}", said)


def _agreed(one: Given, present: dict[int, User], since: datetime, now: datetime) -> Iterator[Happening]:
    kinds = (Agreed.EXTENDED, Agreed.EXCUSED, Agreed.LIFTED)
    rows = Arrangement.objects.filter(assignment=one.pk, kind__in=kinds, learner__in=present, at__gt=since, at__lte=now)
    for row in rows.order_by("pk"):
        if row.kind == Agreed.EXTENDED and row.due:
            said = words.extended(one.title, day_in(row.due, one.zone), row.why)
        else:
            said = words.excused(one.title, row.why, lifted=row.kind == Agreed.LIFTED)
        yield _happening(one, present[row.learner_id], ASSIGNED, f"agreed-{row.pk}", said)


def _looked_at(one: Given, present: dict[int, User], since: datetime, now: datetime) -> Iterator[Happening]:
    """Of several rows about one person that were kept meanwhile the last alone counts. What a quiz does not tell yet
    waits for its closing."""
    reasons = (*AT_DUE, Snapshot.Reason.REGRADED)
    until = silent_until(one, present, now)
    silent = {pk for pk, at in until.items() if at > now}
    fresh = Q(made_at__gt=since) | Q(learner__in=[pk for pk, at in until.items() if since < at <= now])
    rows = Snapshot.objects.filter(fresh, assignment=one.pk, learner__in=present.keys() - silent, made_at__lte=now)
    latest = {row.learner_id: row for row in rows.order_by("pk")}
    for pk, row in latest.items():
        if row.reason not in reasons or row.state == Snapshot.State.EXCUSED:
            continue
        missed = row.state == Snapshot.State.MISSED and row.reason in AT_DUE
        said = _missed(one, pk, now) if missed else _returned(one, row)
        yield _happening(one, present[pk], DUE if missed else ASSIGNED, f"kept-{row.pk}", said)


def _missed(one: Given, learner: int, now: datetime) -> Said:
    dates = one.dates(learner)
    closes = day_in(dates.closes, one.zone) if dates.closes else None
    return words.overdue(one.title, day_in(dates.due, one.zone), closes, counts=not dates.over(now))


def _returned(one: Given, row: Snapshot) -> Said:
    anew = row.reason == Snapshot.Reason.REGRADED
    return words.returned(one.title, row.state, percent(row.recall), row.why, anew=anew)


def _happening(one: Given, person: User, kind: str, key: str, said: Said) -> Happening:
    link = reverse("quizzes:class", args=[one.cohort_id])
    there = link if one.withdrawn_at else f"{link}#assignment-{one.pk}"
    return Happening(person, kind, key, Message(*said, there))
