"""Half-years of a class for `test_truth`: who is in it, what each of them does, what is assigned, all as rows.

Rows are written as they are, not through the services: hundreds of assignments for two dozen people in a second.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from content.models import Phase, Revision
from quizzes.attempts.models import Attempt, AttemptQuestion, Grading, Quiz
from quizzes.bank.models import Fact, Question
from quizzes.classes.assignments.models import Arrangement, Assignment, Requirement
from quizzes.progress.models import Reading
from quizzes.reviews.models import Card, CardAct, ParameterSet, Review
from quizzes.reviews.scheduling import DEFAULT_MODEL
from sdwiki.accounts.models import User
from tests.attempts.conftest import make_topic
from tests.classes.assignments.reckoning import (
    AGAIN,
    ANSWERED,
    DAY,
    DECAY,
    EASY,
    GOOD,
    INTRODUCED,
    QUIZ,
    READ,
    RECALL,
    Log,
    Said,
    Sitting,
    last_instant,
    local_date,
)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),  # by half an hour
}
ELSEWHERE = ("Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago")
BEGUN = datetime(2026, 1, 5, 12, tzinfo=UTC)
FACTS, FITTED = 12, 0.25  # facts of an assignment, and the decay of a curve that was fitted
NEEDS = {READ: 1.0, INTRODUCED: 0.6, RECALL: 0.36, QUIZ: 0.6, ANSWERED: 3}
ASKED = [*((kind,) for kind in NEEDS), tuple(NEEDS)]
LATE = [("none", False), ("none", True), ("marked", False), ("marked", True), ("closed", True)]  # and whether it closes
WORK = ("in time", "within", "late", "too late")
EXTENDED = ("not", "before", "after")


@dataclass(frozen=True)
class Person:
    """One learner: when they work, and what is agreed with them about every assignment."""

    user: User
    work: str
    extended: str
    excused: bool
    fitted: str  # "", "before" the work or "between" the due date and the sweep


@dataclass(frozen=True)
class Term:
    """A half-year: what is assigned in it is due on the day on which the clocks change."""

    day: date
    zone: str
    pages: list
    facts: list
    quiz: Quiz
    versions: list

    def end(self, days: int) -> datetime:
        return last_instant(self.day + timedelta(days=days), self.zone)

    @property
    def due(self) -> datetime:
        return self.end(0)

    @property
    def extended(self) -> datetime:
        return self.end(3)

    @property
    def closes(self) -> datetime:
        return self.end(5)

    @property
    def afterwards(self) -> datetime:
        """When what happens counts for nothing that closes any more."""
        return self.closes + DAY

    def begin(self, work: str) -> datetime:
        at = {"in time": self.due - 2 * DAY, "within": self.due + 12 * HOUR, "late": self.due + 4 * DAY}
        return at.get(work, self.afterwards)


def log_of(person, term):
    """All kinds of evidence within two hours; later on, what must change nothing of what was due before."""
    begin, later = term.begin(person.work), term.afterwards + 6 * HOUR
    log = Log(person.user.time_zone, FITTED if person.fitted == "before" else DECAY)
    log.said = [
        Said(begin, 0, GOOD, 5.0),
        Said(begin + MINUTE, 1, GOOD, 3.0, "exam", 66),
        Said(begin + 2 * MINUTE, 2, GOOD, 9.0, "review", 66),  # a question that confirms "I know this well"
        Said(begin + 3 * MINUTE, 3, EASY, 8.3),  # a claim and nothing more
        Said(begin + 4 * MINUTE, 4, GOOD, 4.0),  # suspended below
        Said(begin + 5 * MINUTE, 5, GOOD, 4.0),
        Said(begin + HOUR, 5, AGAIN, 0.5),
        Said(begin + 6 * MINUTE, 6, GOOD, 4.0, undone=begin + 7 * MINUTE),
        Said(begin + 8 * MINUTE, 7, GOOD, 6.0),
        Said(begin + 9 * MINUTE, 7, AGAIN, 0.4, undone=begin + 10 * MINUTE),
        Said(begin + 11 * MINUTE, 8, EASY, 8.3),
        Said(begin + HOUR, 8, GOOD, 9.5, "practice", 75),  # a claim that was made good
        Said(begin + 12 * MINUTE, 9, GOOD, 4.0),  # begun anew below
        Said(begin + 13 * MINUTE, 10, AGAIN, 0.3, "exam"),
        Said(later, 0, AGAIN, 0.6),
        Said(later, 11, GOOD, 2.3, "exam", 66),
    ]
    log.suspended = {4: (begin + HOUR, later)}
    log.anew = {9: begin + 2 * HOUR}
    log.read = {0: begin, 1: begin + HOUR}
    timed = begin + HOUR if person.work == "in time" else None  # whose end is noticed much later
    handed_in = term.due + HOUR if timed else begin + HOUR
    log.sat = [
        Sitting(handed_in, (1.0, 1.0, 0.5, 0.0), timed, (later, 0.0)),
        Sitting(handed_in + MINUTE, (0.5, 0.0, 0.0, 0.0), timed and timed + MINUTE),
    ]
    return log


# --- The same in the database -------------------------------------------------------------------------------------


def store(person, log, term):
    sets = ParameterSet.objects.filter(learner=person.user).first() if person.fitted == "before" else None
    cards = Card.objects.bulk_create(
        card_of(person.user, fact, number, log, term) for number, fact in enumerate(term.facts)
    )
    said = sorted(log.said, key=lambda one: one.at)
    rows = Review.objects.bulk_create(review_of(person.user, cards[one.fact], one, log, sets) for one in said)
    undone = [(row, one) for row, one in zip(rows, said, strict=True) if one.undone]
    # In the log an undo comes after what it takes back, with the memory that there was before.
    Review.objects.bulk_create(
        Review(
            learner=person.user, card=row.card, fact_version=1, source="review", undoes=row, at=one.undone,
            day=local_date(one.undone, log.zone), key=uuid.uuid4(), state=2, due=one.undone, parameter_set=sets,
            stability=next((each.stability for each in log.stands(one.fact, one.undone)), None),
        )
        for row, one in undone
    )  # fmt: skip
    acts = [
        (fact, kind, at, None)
        for fact, span in log.suspended.items()
        for kind, at in zip(("suspend", "resume"), span, strict=True)
    ]
    acts += [
        (fact, "forget", at, next(row for row in rows if row.card == cards[fact])) for fact, at in log.anew.items()
    ]
    CardAct.objects.bulk_create(
        CardAct(
            learner=person.user, card=cards[fact], kind=kind, key=uuid.uuid4(), at=at, day=local_date(at, log.zone),
            was_due=at, forgets=forgets,
        )
        for fact, kind, at, forgets in acts
    )  # fmt: skip
    Reading.objects.bulk_create(
        Reading(learner=person.user, topic=page.topic, revision=page, first_at=log.read[number], at=term.afterwards)
        for number, page in enumerate(term.pages)
    )
    for one in log.sat:
        sit(person.user, one, term)


def card_of(learner, fact, number, log, term) -> Card:
    """As it is in the end."""
    end = term.afterwards + 7 * HOUR
    rows = log.stands(number, end)
    known = {"stability": rows[-1].stability, "last_day": local_date(rows[-1].at, log.zone)} if rows else {}
    return Card(
        learner=learner, fact=fact, state=2 if rows else 0, due=end, reps=len(rows), difficulty=5.0,
        missed=bool(rows) and rows[-1].rating == AGAIN, suspended=log.asleep(number, end), **known,
    )  # fmt: skip


def review_of(learner, card, one, log, sets) -> Review:
    return Review(
        learner=learner, card=card, fact_version=1, source=one.source, rating=one.rating, at=one.at, weight=one.weight,
        day=local_date(one.at, log.zone), key=uuid.uuid4(), state=2, due=one.at, stability=one.stability,
        difficulty=5.0, parameter_set=sets,
    )  # fmt: skip


def sit(learner, one, term):
    attempt = Attempt.objects.create(
        learner=learner, quiz=term.quiz, kind="exam", title="Quiz", seed="s", key=uuid.uuid4(), deadline=one.deadline,
        started_at=one.handed_in - HOUR, submitted_at=one.handed_in,
    )  # fmt: skip
    asked = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=attempt, position=place, version_id=version, order=[])
        for place, version in enumerate(term.versions, 1)
    )
    marks = [
        Grading(question=q, share=m, rules="marked", at=term.afterwards) for q, m in zip(asked, one.marks, strict=True)
    ]
    if one.changed:
        marks.append(Grading(question=asked[0], share=one.changed[1], rules="regraded", at=one.changed[0]))
    Grading.objects.bulk_create(marks)


def term_of(zone: str, day: date) -> Term:
    topics = [
        make_topic(Phase.objects.get(slug="communication"), f"{name}-{day:%b}".lower(), rows)
        for name, rows in (("a", 3), ("b", 1))
    ]
    pages = Revision.objects.bulk_create(
        Revision(
            topic=topic,
            number=1,
            title=topic.title,
            source="",
            html="",
            checksum="",
            origin="import",
            created_at=BEGUN,
        )
        for topic in topics
    )
    facts = [fact for topic in topics for fact in Fact.objects.filter(topic=topic).order_by("position")]
    quiz = Quiz.objects.create(key=f"quiz/{day}", title="Quiz", number=4, created_at=BEGUN)
    versions = Question.objects.filter(topic__in=topics).order_by("pk").values_list("current", flat=True)
    return Term(day, zone, pages, facts, quiz, list(versions))


def people_of(zone: str) -> list[Person]:
    kinds = [(work, extended, excused) for work in WORK for extended in EXTENDED for excused in (False, True)]
    zones = (zone, *ELSEWHERE)
    users = User.objects.bulk_create(
        User(email=f"p{n}@example.com", name=f"P{n}", password="!", time_zone=zones[n % len(zones)])
        for n in range(len(kinds))
    )
    return [
        Person(user, *kind, fitted={1: "before", 2: "between"}.get(n % 5, ""))
        for n, (user, kind) in enumerate(zip(users, kinds, strict=True))
    ]


def fit(person, at):
    """Another curve is found for a learner."""
    losses = {"loss": 0.3, "loss_default": 0.4, "loss_average": 0.5}
    parameters = [*DEFAULT_MODEL.parameters[:20], FITTED]
    made = ParameterSet.objects.create(
        learner=person.user, at=at, version=DEFAULT_MODEL.version, parameters=parameters, seen=80, fitted_on=60,
        tried_on=20, outcome="kept", **losses,
    )  # fmt: skip
    values = {"memory_set": made.pk, "memory_model": made.version, "memory_parameters": parameters}
    User.objects.filter(pk=person.user.pk).update(**values)


@dataclass(frozen=True)
class Made:
    """An assignment of a term, by its rules."""

    pk: int
    term: Term
    kinds: tuple[str, ...]
    late: str
    closes: datetime | None


def assign(cohort, term: Term, kinds, late, closing) -> Made:
    closes = term.closes if closing else None
    one = Assignment.objects.create(
        cohort=cohort, title="T", due=term.due, closes=closes, late=late, created_at=cohort.created_at,
        published_at=cohort.created_at, settle_at=term.due, key=uuid.uuid4(),
    )  # fmt: skip
    one.topics.set([page.topic_id for page in term.pages])
    Requirement.objects.bulk_create(
        Requirement(
            assignment=one,
            kind=kind,
            share=None if kind == ANSWERED else NEEDS[kind],
            number=NEEDS[kind] if kind == ANSWERED else None,
            quiz=term.quiz if kind == QUIZ else None,
        )
        for kind in kinds
    )  # fmt: skip
    return Made(one.pk, term, kinds, late, closes)


def agree(made, people, kind, at, due=None):
    Arrangement.objects.bulk_create(
        Arrangement(
            assignment_id=one.pk,
            learner=person.user,
            kind=kind,
            due=due and one.term.extended,
            why="Ill.",
            at=at,
            key=uuid.uuid4(),
        )
        for one in made
        for person in people
    )
