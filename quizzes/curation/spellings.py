"""Spellings that learners say mean the same: one entry for each of a question, however many say so. Editors decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Min, Q

from quizzes.attempts.claims import settle
from quizzes.attempts.models import SpellingClaim
from quizzes.bank.models import Question
from quizzes.curation.services import accept
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

State = SpellingClaim.State


@dataclass(frozen=True)
class Entry:
    """A spelling as the queue shows it: how it was typed and when first, by how many people with an account and in how
    many visitors' sessions, what is accepted now, and why it was not accepted before, if it was not."""

    question: Question
    spelling: str
    text: str
    people: int
    sessions: int
    first: datetime
    accepted: tuple[str, ...]
    before: str


def waiting() -> Any:
    """The open spellings of each question, what most people with an account say first.

    Visitors' sessions are counted apart and rank nothing: whoever deletes a cookie has a new one. What only visitors
    say comes last, in the order in which it came.
    """
    attempt = "answer__question__attempt__"
    people = Count(f"{attempt}learner", distinct=True)
    sessions = Count(f"{attempt}visitor", distinct=True, filter=Q(**{f"{attempt}learner": None}))
    found = SpellingClaim.objects.filter(state=State.OPEN).order_by().values("question", "spelling")
    counted = found.annotate(people=people, sessions=sessions, first=Min("at"), written=Min("text"))
    return counted.order_by("-people", "first", "question", "spelling")


def shown(found: Iterable[dict[str, Any]]) -> list[Entry]:
    """Spellings of the queue with what their editor wants to know."""
    rows = list(found)
    ids = {row["question"] for row in rows}
    questions = Question.objects.select_related("current").prefetch_related("current__choices", "aliases").in_bulk(ids)
    dismissed = SpellingClaim.objects.filter(state=State.DISMISSED, question__in=ids).order_by("decided_at")
    before = {(one.question_id, one.spelling): one.reason for one in dismissed}
    return [
        Entry(
            question=(question := questions[row["question"]]),
            spelling=row["spelling"],
            text=row["written"],
            people=row["people"],
            sessions=row["sessions"],
            first=row["first"],
            accepted=_accepted(question),
            before=before.get((question.pk, row["spelling"]), ""),
        )
        for row in rows
    ]


def _accepted(question: Question) -> tuple[str, ...]:
    choices = question.current.choices.all() if question.current else ()
    return (*(choice.text for choice in choices), *(alias.text for alias in question.aliases.all()))


@transaction.atomic
def decide(*, question_id: int, spelling: str, accepted: bool, reason: str, by: "User", now: datetime) -> int:
    """Accept a spelling from now on, or say why not, and say how many claims that decides; none where somebody has.

    Where it is accepted, the answers that were claimed are right, and their quizzes are reckoned anew.
    """
    Question.objects.select_for_update(no_key=True).only("pk").get(pk=question_id)
    claims = list(
        SpellingClaim.objects.select_related("answer").filter(question=question_id, spelling=spelling, state=State.OPEN)
    )
    if not claims:
        return 0
    state = State.ACCEPTED if accepted else State.DISMISSED
    decided = SpellingClaim.objects.filter(pk__in=[claim.pk for claim in claims])
    decided.update(state=state, decided_at=now, decided_by=by, reason=reason)
    if accepted:
        accept(question_id=question_id, text=" ".join(claims[0].text.split()), author=by, now=now)
        settle(claims, by=by, now=now)
    event("spelling.decided", question=question_id, state=state.value, claims=len(claims))
    return len(claims)
