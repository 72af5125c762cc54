"""Whose parameters are to be fitted, and what a fit changes: the model in use, and every memory with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Max

from quizzes.reviews import scheduling
from quizzes.reviews.cards import take_turn
from quizzes.reviews.fitting.library import fitted
from quizzes.reviews.fitting.trial import ENOUGH, Given, Outcome, Trial, tried
from quizzes.reviews.forgetting import Model
from quizzes.reviews.models import CardAct, ParameterSet, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Evidence, Rating

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

AGAIN_AFTER = timedelta(hours=20)  # once a night
QUIET = timedelta(hours=3)  # nobody's intervals change while they study
ACTIVE = timedelta(days=7)  # who has not studied for so long has nothing new to be looked at

# Whoever has given enough evidence since their latest set, and has stopped for now. No more rows of each are counted
# than it takes to know.
DUE = """
SELECT u.id
FROM accounts_user u
LEFT JOIN LATERAL (
    SELECT at FROM quizzes_parameterset WHERE learner_id = u.id ORDER BY seen DESC LIMIT 1
) last ON true
WHERE u.is_active AND u.id > %(after)s AND (last.at IS NULL OR last.at < %(before)s)
  AND (SELECT max(at) FROM quizzes_review WHERE learner_id = u.id) BETWEEN %(active)s AND %(quiet)s
  AND (SELECT count(*) FROM (
      SELECT FROM quizzes_review r
      WHERE r.learner_id = u.id AND r.at > coalesce(last.at, '-infinity') AND r.rating IS NOT NULL LIMIT %(enough)s
  ) new) = %(enough)s
ORDER BY u.id LIMIT %(most)s
"""
REMEMBER = """
UPDATE quizzes_card c SET stability = anew.stability, difficulty = anew.difficulty
FROM unnest(%(cards)s::bigint[], %(stabilities)s::float8[], %(difficulties)s::float8[])
     AS anew(id, stability, difficulty)
WHERE c.id = anew.id AND c.learner_id = %(learner)s
"""


def due(now: datetime, *, after: int = 0, most: int = 1000) -> list[int]:
    """Learners (ids, beyond ``after``) whose parameters are to be fitted."""
    values: dict[str, Any] = {
        "after": after, "before": now - AGAIN_AFTER, "active": now - ACTIVE, "quiet": now - QUIET, "enough": ENOUGH,
        "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DUE, values)
        return [pk for (pk,) in cursor.fetchall()]


def fit_all(learners: Iterable[int], *, now: datetime) -> None:
    """`fit` for some learners (ids), each in a transaction of their own."""
    for learner in get_user_model().objects.filter(pk__in=learners, is_active=True).order_by("pk"):
        fit(learner=learner, now=now)


def fit(*, learner: "User", now: datetime) -> ParameterSet | None:
    """Fit parameters to a learner's log and say how well they do; where they do better than those in use, all memories
    go by them from now on. None where there is too little (new) to go by, or another worker was first.

    Fitting takes its time, so it is done before the learner's turn is taken; their memories are computed after, from
    the log as it is then.
    """
    in_use, seen = model_of(learner), _seen(learner)
    if seen - _seen_before(learner) < ENOUGH:
        return None
    trial = tried(evidence_of(learner), in_use=in_use, fit=fitted)
    if trial is None:
        return None
    with transaction.atomic():
        take_turn(learner)
        if model_of(learner) != in_use or _seen_before(learner) >= seen:
            return None
        made = _recorded(trial, learner, seen, now)
        if trial.outcome is not Outcome.LEFT:
            use(learner=learner, parameters=made if trial.outcome is Outcome.KEPT else None)
    return made


@transaction.atomic
def use(*, learner: "User", parameters: ParameterSet | None) -> None:
    """Let a learner's memories go by a set of theirs, or by the default parameters: stability and difficulty of every
    card are computed anew from the log. When a card is due stays as it is."""
    take_turn(learner)
    learner.memory_set = parameters.pk if parameters else None
    learner.memory_model = parameters.version if parameters else ""
    learner.memory_parameters = list(parameters.parameters) if parameters else None
    get_user_model().objects.filter(pk=learner.pk).update(
        memory_set=learner.memory_set,
        memory_model=learner.memory_model,
        memory_parameters=learner.memory_parameters,
    )
    _remember_anew(learner, model_of(learner))


def evidence_of(learner: "User") -> list[Given]:
    """All of a learner's evidence that stands, in the order in which it came; what a card was begun anew after counts
    no more."""
    acts = CardAct.objects.filter(learner=learner, kind=CardAct.Kind.FORGET, undone_by=None)
    forgotten = dict(acts.order_by("pk").values_list("card", "forgets"))
    rows = Review.objects.effective().filter(learner=learner).order_by("pk")
    return [
        Given(card, Rating(rating), day, weight)
        for pk, card, rating, day, weight in rows.values_list("pk", "card", "rating", "day", "weight").iterator()
        if rating is not None and pk > (forgotten.get(card) or 0)
    ]


def _seen(learner: "User") -> int:
    """How much evidence there ever was; what was taken back stays counted, so that it only grows."""
    return Review.objects.filter(learner=learner, rating__isnull=False).count()


def _seen_before(learner: "User") -> int:
    """How much of it there was when a set was fitted last."""
    return ParameterSet.objects.filter(learner=learner).aggregate(seen=Max("seen"))["seen"] or 0


def _recorded(trial: Trial, learner: "User", seen: int, now: datetime) -> ParameterSet:
    return ParameterSet.objects.create(
        learner=learner,
        at=now,
        version=trial.model.version,
        parameters=list(trial.model.parameters),
        seen=seen,
        fitted_on=trial.fitted_on,
        tried_on=trial.tried_on,
        loss=trial.loss,
        loss_default=trial.default,
        loss_before=trial.before,
        loss_average=trial.average,
        outcome=trial.outcome,
    )


def _remember_anew(learner: "User", model: Model) -> None:
    of_card: dict[int, list[Evidence]] = {}
    for one in evidence_of(learner):
        of_card.setdefault(one.card, []).append(Evidence(one.rating, one.day, one.weight))
    memories = {card: scheduling.replay(evidence, model=model) for card, evidence in of_card.items()}
    found: Sequence[scheduling.Memory] = list(memories.values())
    values: dict[str, Any] = {
        "learner": learner.pk,
        "cards": list(memories),
        "stabilities": [memory.stability for memory in found],
        "difficulties": [memory.difficulty for memory in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, values)
