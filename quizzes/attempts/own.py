"""Somebody's own attempt, by its address: read for every page and every save of a quiz.

The same as `Attempt.objects.visible_to`, which a test holds it to, in one statement that is written once: putting it
together anew took half of the time of a save. With it come its phase, its placement and, where one is asked for, a
question as `saving` needs it.
"""

import json
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from content.models import Phase
from quizzes.attempts.models import Attempt, Placement
from quizzes.attempts.saving import ASKED, COLUMNS, Found, found_in

BIGGEST_ID, LAST_POSITION = 2**63 - 1, 2**15 - 1


def _columns(model: type[Model], alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


ATTEMPT, PHASE, PLACEMENT = _names(Attempt), _names(Phase), _names(Placement)
STORED = [place for place, field in enumerate(Attempt._meta.concrete_fields) if isinstance(field, JSONField)]
OWN = f"""
SELECT {_columns(Attempt, "a")}, {_columns(Phase, "h")}, {_columns(Placement, "p")}, {COLUMNS}
FROM quizzes_attempt a
LEFT JOIN content_phase h ON h.id = a.phase_id
LEFT JOIN quizzes_placement p ON p.attempt_id = a.id
LEFT JOIN ({ASKED}) ON q.attempt_id = a.id AND q.position = %(position)s::smallint
WHERE a.id = %(attempt)s::bigint
"""
OF_LEARNER = f"{OWN} AND a.learner_id = %(learner)s::bigint"
OF_VISITOR = f"{OWN} AND a.learner_id IS NULL AND a.visitor = %(visitor)s"


def own_attempt(
    *, attempt_id: int, learner: int | None, visitor: str, position: int | None = None
) -> tuple[Attempt | None, Found | None]:
    """The attempt, if it is the learner's, or for a visitor that of their key, and its question at a position."""
    if attempt_id > BIGGEST_ID or not (learner or visitor):
        return None, None
    values: dict[str, Any] = {"learner": learner} if learner else {"visitor": visitor}
    values |= {"attempt": attempt_id, "position": None if position is None else min(position, LAST_POSITION)}
    with connection.cursor() as cursor:
        cursor.execute(OF_LEARNER if learner else OF_VISITOR, values)
        row = cursor.fetchone()
    if row is None:
        return None, None
    attempt, rest = _attempt(row), row[len(ATTEMPT) + len(PHASE) + len(PLACEMENT) :]
    return attempt, None if rest[0] is None else found_in(attempt, rest)


def _attempt(row: tuple[Any, ...]) -> Attempt:
    own, row = list(row[: len(ATTEMPT)]), row[len(ATTEMPT) :]
    for place in STORED:
        own[place] = json.loads(own[place])
    attempt: Attempt = Attempt.from_db(connection.alias, ATTEMPT, own)
    phase, placement = row[: len(PHASE)], row[len(PHASE) : len(PHASE) + len(PLACEMENT)]
    attempt.phase = Phase.from_db(connection.alias, PHASE, phase) if phase[0] is not None else None
    placed = Placement.from_db(connection.alias, PLACEMENT, placement) if placement[0] is not None else None
    Attempt._meta.get_field("placement").set_cached_value(attempt, placed)  # None: it is known that there is none
    return attempt
