"""What is assigned, as values: read in one statement with what it covers and asks, and what was agreed with whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.http import Http404

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.evidence import Scope
from quizzes.classes.assignments.judging import Dates, Need
from quizzes.classes.assignments.words import asked

if TYPE_CHECKING:
    from quizzes.classes.models import Cohort
    from sdwiki.accounts.models import User

# Everything of some assignments. ``agreed`` is what holds for those learners who were given something of their own.
NAMED = """EXISTS (SELECT FROM quizzes_assignment_persons WHERE assignment_id = a.id)
    OR EXISTS (SELECT FROM quizzes_assignment_groups WHERE assignment_id = a.id)"""
AUDIENCE = """SELECT user_id FROM quizzes_assignment_persons WHERE assignment_id = a.id
    UNION SELECT m.learner_id FROM quizzes_assignment_groups g JOIN quizzes_groupmember i ON i.group_id = g.group_id
    JOIN quizzes_membership m ON m.id = i.membership_id AND m.left_at IS NULL WHERE g.assignment_id = a.id"""
GIVEN = f"""
SELECT a.id, a.cohort_id, c.name, c.time_zone, a.title, a.opens, a.due, a.closes, a.late, a.created_at, a.published_at,
       a.withdrawn_at,
       ARRAY(SELECT t.id FROM content_topic t LEFT JOIN content_phase h ON h.id = t.phase_id
             WHERE t.retired_at IS NULL AND (
                 t.phase_id IN (SELECT phase_id FROM quizzes_assignment_phases WHERE assignment_id = a.id)
                 OR t.id IN (SELECT topic_id FROM quizzes_assignment_topics WHERE assignment_id = a.id))
             ORDER BY h.position, t.position, t.id),
       ARRAY(SELECT phase_id FROM quizzes_assignment_phases WHERE assignment_id = a.id),
       CASE WHEN {NAMED} THEN ARRAY({AUDIENCE}) END,
       (SELECT coalesce(json_agg(json_build_object(
            'kind', r.kind, 'share', r.share, 'number', r.number, 'quiz', r.quiz_id, 'title', coalesce(q.title, '')
        ) ORDER BY r.id), '[]')
        FROM quizzes_requirement r LEFT JOIN quizzes_quiz q ON q.id = r.quiz_id WHERE r.assignment_id = a.id),
       (SELECT coalesce(json_agg(json_build_object(
            'learner', g.learner_id, 'kind', g.kind, 'due', g.due
        ) ORDER BY g.id), '[]')
        FROM quizzes_arrangement g WHERE g.assignment_id = a.id
        AND (%(learner)s::bigint IS NULL OR g.learner_id = %(learner)s)),
       (SELECT coalesce(json_agg(json_build_object('learner', m.learner_id, 'at', m.joined_at)), '[]')
        FROM quizzes_membership m WHERE m.cohort_id = a.cohort_id AND m.left_at IS NULL AND m.joined_at > a.due
        AND (%(learner)s::bigint IS NULL OR m.learner_id = %(learner)s))
FROM quizzes_assignment a JOIN quizzes_cohort c ON c.id = a.cohort_id
WHERE {{where}}
ORDER BY a.due NULLS LAST, a.id
"""
OF_COHORT = "a.cohort_id = %(cohort)s AND a.withdrawn_at IS NULL"
OF_LEARNER = f"""
    a.published_at IS NOT NULL AND a.withdrawn_at IS NULL AND c.archived_at IS NULL
    AND EXISTS (SELECT FROM quizzes_membership m
                WHERE m.cohort_id = c.id AND m.learner_id = %(learner)s AND m.left_at IS NULL)
    AND (NOT ({NAMED}) OR %(learner)s IN ({AUDIENCE}))"""
THESE = "a.id = ANY(%(ids)s::bigint[])"


@dataclass(frozen=True)
class Given:
    """An assignment. ``audience`` are the learners (ids) it is for, None for the whole class; ``extended`` and
    ``excused`` what was agreed with single ones; ``came`` when those joined who did so after it was due."""

    pk: int
    cohort_id: int
    cohort_name: str
    zone: str
    title: str
    opens: datetime | None
    due: datetime | None
    closes: datetime | None
    late: str
    created_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    topics: tuple[int, ...]
    phases: tuple[int, ...]
    audience: frozenset[int] | None
    needs: tuple[Need, ...]
    extended: Mapping[int, datetime]
    excused: frozenset[int]
    came: Mapping[int, datetime]

    @property
    def scope(self) -> Scope:
        return Scope(self.topics, tuple(need.quiz for need in self.needs if need.quiz))

    @property
    def draft(self) -> bool:
        return self.published_at is None

    @property
    def due_on(self) -> date | None:
        """The calendar day in the class's zone."""
        return None if self.due is None else judging.day_in(self.due, self.zone)

    def is_for(self, learner_id: int) -> bool:
        """Whether it is asked of somebody in the class: not of who joined when nothing of it counted any more."""
        came = self.came.get(learner_id)
        named = self.audience is None or learner_id in self.audience
        return named and not (came and self.dates(learner_id).over(came))

    def dates(self, learner_id: int) -> Dates:
        """What holds for one learner. Only what was published has dates."""
        extended, excused = self.extended.get(learner_id), learner_id in self.excused
        return self._dates(extended, excused) if extended or excused else self.usual

    @cached_property
    def usual(self) -> Dates:
        """What holds for everybody with whom nothing was agreed."""
        return self._dates(None, False)

    def _dates(self, extended: datetime | None, excused: bool) -> Dates:
        assert self.due is not None
        return judging.dates_of(
            opens=self.opens,
            due=self.due,
            closes=self.closes,
            late=self.late,
            extended=extended,
            excused=excused,
        )

    def need(self, kind: str) -> Need | None:
        return next((need for need in self.needs if need.kind == kind), None)

    @property
    def asks(self) -> str:
        """What it asks, in words: "recall 80 %, all pages read"."""
        return ", ".join(asked(need) for need in self.needs)


PLAIN = tuple(field.name for field in fields(Given))[:12]  # what is taken as it is, in the order of the statement


def given_in(cohort: "Cohort", *, drafts: bool = True) -> list[Given]:
    """What a class was given and what is prepared for it, by due date, drafts without one last. One statement."""
    found = _read(OF_COHORT, cohort=cohort.pk)
    return [one for one in found if drafts or not one.draft]


def given_to(learner: "User") -> list[Given]:
    """What the running classes of a learner ask of them, what has not opened yet among it, the nearest date first. One
    statement."""
    asked = [one for one in _read(OF_LEARNER, learner=learner.pk) if one.is_for(learner.pk)]
    return sorted(asked, key=lambda one: (one.dates(learner.pk).due, one.pk))


def given(ids: Collection[int]) -> list[Given]:
    """These assignments, whatever became of them. One statement."""
    return _read(THESE, ids=list(ids))


def assigned_in(cohort: "Cohort", pk: int) -> Given:
    """One of a class, a draft too; 404 for what is another class's, or was taken back. One statement."""
    found = _read(f"{OF_COHORT} AND a.id = %(pk)s", cohort=cohort.pk, pk=pk)
    if not found:
        raise Http404
    return found[0]


def _read(where: str, **values: Any) -> list[Given]:
    with connection.cursor() as cursor:
        cursor.execute(GIVEN.format(where=where), {"learner": None} | values)
        return [_given(row) for row in cursor.fetchall()]


def _given(row: Sequence[Any]) -> Given:
    topics, phases, persons, needs, agreed, came = row[len(PLAIN) :]
    extended: dict[int, datetime] = {}
    excused: set[int] = set()
    for one in agreed:
        learner = one["learner"]
        if one["kind"] == "extended":
            extended[learner] = datetime.fromisoformat(one["due"])
        elif one["kind"] == "excused":
            excused.add(learner)
        elif one["kind"] == "lifted":
            excused.discard(learner)
    plain: dict[str, Any] = dict(zip(PLAIN, row, strict=False))
    return Given(
        **plain
        | {
            "topics": tuple(topics),
            "phases": tuple(phases),
            "audience": None if persons is None else frozenset(persons),
            "needs": tuple(Need(**one) for one in needs),
            "extended": extended,
            "excused": frozenset(excused),
            "came": {one["learner"]: datetime.fromisoformat(one["at"]) for one in came},
        }
    )
