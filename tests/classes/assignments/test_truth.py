"""What is kept of everybody on the day, held against a second computation (`reckoning`), combination by combination.

Each requirement and all of them together × each rule for late work × extended before or after the due date, or not ×
excused or not × done in time, within the extension, late, or too late × three zones, on the days on which their clocks
change, in spring and in autumn. The sweep comes two days late.
"""

import uuid
from datetime import datetime

import pytest

from quizzes.classes import services as classes
from quizzes.classes.assignments.book import tasks_of
from quizzes.classes.assignments.given import given
from quizzes.classes.assignments.models import Assignment, Snapshot
from quizzes.classes.assignments.snapshots import settle_due
from quizzes.classes.models import Membership
from quizzes.reviews.models import ParameterSet
from sdwiki.accounts.models import User
from tests.classes.assignments.halfyears import (
    ASKED,
    BEGUN,
    CHANGES,
    FACTS,
    FITTED,
    LATE,
    NEEDS,
    Made,
    Person,
    agree,
    assign,
    fit,
    log_of,
    people_of,
    store,
    term_of,
)
from tests.classes.assignments.reckoning import (
    DAY,
    DECAY,
    INSTANT,
    READ,
    Log,
    figures,
    value,
)
from tests.factories import InstructorFactory

pytestmark = pytest.mark.django_db


def done(log: Log, kinds, at, **also) -> bool:
    found = figures(log, at, facts=FACTS, **also)
    return all(value(kind, found, facts=FACTS) >= NEEDS[kind] for kind in kinds)


def expected(one: Made, person: Person, log: Log) -> list[tuple[str, str, datetime]]:
    """The rows that are kept: why, how they stood, and when."""
    term = one.term
    instants = {
        "not": [("due", term.due)],
        "before": [("extended", term.extended)],
        "after": [("due", term.due), ("extended", term.extended)],
    }[person.extended]
    if person.excused:
        return [(reason, "excused", at) for reason, at in instants]
    rows = [(reason, "met" if done(log, one.kinds, at) else "missed", at) for reason, at in instants]
    if rows[-1][1] == "missed" and one.closes and one.late != "closed":
        late = "late" if one.late == "marked" else "met"
        rows.append(("closing", late if done(log, one.kinds, one.closes) else "missed", one.closes))
    return rows


def in_the_end(one: Made, person: Person, log: Log, now: datetime) -> str:
    """What the gradebook says: where late work is taken for good, what was done at last counts."""
    last = expected(one, person, log)[-1][1]
    if last != "missed" or one.late == "closed" or one.closes:
        return last
    decay = FITTED if person.fitted else DECAY
    return ("late" if one.late == "marked" else "met") if done(log, one.kinds, now, decay=decay) else "missed"


@pytest.fixture
def cohort(wiki, zone):
    return classes.create_class(instructor=InstructorFactory(time_zone=zone), name="T", key=uuid.uuid4(), now=BEGUN)


@pytest.mark.parametrize("zone", CHANGES)
def test_everybody_stood_as_a_second_computation_says(cohort, zone):
    people = people_of(zone)
    Membership.objects.bulk_create(Membership(cohort=cohort, learner=one.user, joined_at=BEGUN) for one in people)
    for person in people:
        if person.fitted == "before":
            fit(person, BEGUN)
    seen = set()
    for term in [term_of(zone, day) for day in CHANGES[zone]]:
        logs = {person: log_of(person, term) for person in people}
        for person, log in logs.items():
            store(person, log, term)
        made = [assign(cohort, term, kinds, *late) for kinds in ASKED for late in LATE]
        agree(made, [one for one in people if one.extended == "before"], "extended", BEGUN, due=True)
        agree(made, [one for one in people if one.excused], "excused", BEGUN)
        settle_due(now=term.due + 2 * DAY)
        agree(made, [one for one in people if one.extended == "after"], "extended", term.due + 2 * DAY, due=True)
        Assignment.objects.filter(pk__in=[one.pk for one in made]).update(settle_at=term.due + 2 * DAY)
        for person in people:
            if person.fitted == "between" and not ParameterSet.objects.filter(learner=person.user).exists():
                fit(person, term.due + 2 * DAY)
        now = term.closes + 2 * DAY
        settle_due(now=now)
        seen |= check(made, logs, now)
    assert seen == {"met", "late", "missed", "excused"}


@pytest.mark.parametrize("zone", ["Europe/Berlin"])
def test_rows_are_of_those_it_was_for_and_who_were_there(cohort, zone):
    """Of the class, of a group, of a person beside a group; without who left before or joined after the due date."""
    term = term_of(zone, CHANGES[zone][0])
    names = ("ada", "bea", "cem", "left", "gone", "came")
    made_users = User.objects.bulk_create(User(email=f"{name}@example.com", password="!") for name in names)
    users = dict(zip(names, made_users, strict=True))
    dates = {
        "left": (BEGUN, term.due - INSTANT),
        "gone": (BEGUN, term.due + INSTANT),
        "came": (term.due + INSTANT, None),
    }
    members = {}
    for name, user in users.items():
        joined, left = dates.get(name, (BEGUN, None))
        members[name] = Membership.objects.create(cohort=cohort, learner=user, joined_at=joined, left_at=left)
    group = cohort.groups.create(name="Mondays")
    group.members.set([members["ada"], members["came"]])
    made = [assign(cohort, term, (READ,), "marked", True) for _ in range(3)]
    Assignment.objects.get(pk=made[1].pk).groups.add(group)
    Assignment.objects.get(pk=made[2].pk).groups.add(group)
    Assignment.objects.get(pk=made[2].pk).persons.add(users["cem"])
    settle_due(now=term.due + 2 * DAY)
    rows = Snapshot.objects.values_list("assignment", "learner__email")
    kept = [sorted(email.partition("@")[0] for pk, email in rows if pk == one.pk) for one in made]
    assert kept == [["ada", "bea", "cem", "gone"], ["ada"], ["ada", "cem"]]


def check(made, logs, now) -> set[str]:
    """That rows and gradebook are as expected; the states that there were."""
    kept: dict[tuple[int, int], list[Snapshot]] = {}
    for row in Snapshot.objects.filter(assignment__in=[one.pk for one in made]).order_by("pk"):
        kept.setdefault((row.assignment_id, row.learner_id), []).append(row)
    fresh = list(User.objects.filter(pk__in=[one.user.pk for one in logs]))
    tasks = tasks_of(given([one.pk for one in made]), fresh, now)
    seen = set()
    for one in made:
        for person, log in logs.items():
            found, case = kept[one.pk, person.user.pk], (one, person)
            assert [(row.reason, row.state, row.at) for row in found] == expected(one, person, log), case
            for row in found:
                agrees(row, one, figures(log, row.at, facts=FACTS), case)
            assert tasks[one.pk, person.user.pk].state == in_the_end(one, person, log, now), case
            seen |= {row.state for row in found}
    return seen


def agrees(row, one, found, case):
    """The figures of a row, requirement by requirement."""
    values = {kind: value(kind, found, facts=FACTS) for kind in one.kinds}
    near = {"abs": 1e-9}
    assert {part["kind"]: part["value"] for part in row.parts} == pytest.approx(values, **near), case
    assert row.score == pytest.approx(
        sum(min(values[kind] / NEEDS[kind], 1) for kind in values) / len(values), **near
    ), case
    assert row.recall == pytest.approx(found.recalled / FACTS, **near), case
    assert row.quizzed == pytest.approx(found.quizzed / found.recalled if found.recalled else 0.0, **near), case
