"""Practice and exams: right, wrong and half-right answers, guesses, late ones, and what is left open."""

from collections.abc import Sequence
from random import Random

from django.conf import settings
from django.test import Client

from content.models import Phase, Topic
from quizzes.attempts import services
from quizzes.attempts.models import Attempt, AttemptQuestion
from quizzes.attempts.scoring import PLACED, SINGLE, Given
from quizzes.bank.models import Question
from tests.upgrade.from_3dc3dc8.clock import clock, key
from tests.upgrade.from_3dc3dc8.people import browser, person

RIGHT, HALF, WRONG = "right", "half", "wrong"
LUCK = ((RIGHT, HALF, WRONG), (60, 15, 25))


def given(question: AttemptQuestion, how: str) -> Given:
    """An answer to a question: right, wrong, or half-right where its kind knows that."""
    kind, targets = question.version.question.kind, question.version.targets
    choices = [choice for choice in question.version.choices.order_by("position") if choice.pk in question.order]
    if kind in PLACED:
        right = {choice.pk: choice.target for choice in choices}
        moved = {pk: targets[(targets.index(target) + 1) % len(targets)] for pk, target in right.items()}
        first = min(right)
        return Given(places=right if how == RIGHT else moved if how == WRONG else moved | {first: right[first]})
    if kind == Question.Kind.CLOZE:
        return Given(typed=choices[0].text if how == RIGHT else "a rubber duck")
    correct = [choice.pk for choice in choices if choice.correct]
    others = [choice.pk for choice in choices if not choice.correct]
    if kind in SINGLE:
        return Given.of(correct[0] if how == RIGHT else others[0])
    return Given.of(*(correct if how == RIGHT else others if how == WRONG else correct[:1]))


def answer(attempt: Attempt, position: int, how: str, *, sequence: int = 0, guessed: bool = False) -> None:
    question = attempt.questions.select_related("version__question").get(position=position)
    services.save_answer(
        attempt_id=attempt.pk,
        position=position,
        given=given(question, how),
        sequence=sequence,
        key=key(f"answer/{attempt.key}"),
        now=clock.pass_by(seconds=20),
        guessed=guessed,
    )


def practise(
    name: str, *slugs: str, count: int, guesses: Sequence[int] = (), leave: int = 0, kinds: Sequence[str] = ()
) -> Attempt:
    """A practice quiz; the last ``leave`` questions stay open, and so does the quiz then."""
    attempt = services.start_practice(
        learner=person(name),
        visitor="",
        topics=list(Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True)),
        count=count,
        title=f"Practice of {', '.join(slugs)}",
        key=key(f"practice/{name}"),
        now=clock.pass_by(seconds=30),
        kinds=kinds,
    )
    chance = Random(str(attempt.key))
    for position in range(1, attempt.questions.count() + 1 - leave):
        answer(attempt, position, chance.choices(*LUCK)[0], guessed=position in guesses)
    if not leave:
        services.submit(attempt_id=attempt.pk, now=clock.pass_by(seconds=5))
    return attempt


def go_on(name: str, position: int) -> None:
    """Answer a question of the learner's open practice quiz."""
    attempt = Attempt.objects.get(learner=person(name), kind=Attempt.Kind.PRACTICE, submitted_at__isnull=True)
    answer(attempt, position, RIGHT)


def start_exam(name: str, phase: str) -> Attempt:
    return services.start_exam(
        learner=person(name), phase=Phase.objects.get(slug=phase), key=key(f"exam/{name}"), now=clock.now()
    )


def examine(name: str, phase: str, *, answered: int = 10, hand_in: bool = True) -> Attempt:
    """An exam; the first answer is changed and the third question flagged. Not handed in, the sweep closes it."""
    attempt = start_exam(name, phase)
    chance = Random(str(attempt.key))
    for position in range(1, answered + 1):
        answer(attempt, position, chance.choices(*LUCK)[0])
    if answered:
        answer(attempt, 1, RIGHT, sequence=1)
        services.set_flag(attempt_id=attempt.pk, position=3, flagged=True, now=clock.now())
    if hand_in:
        services.submit(attempt_id=attempt.pk, now=clock.pass_by(seconds=5))
    return attempt


def examine_late(name: str, phase: str) -> None:
    """An exam whose last answer comes inside the network grace, and which a sweep closes."""
    attempt = examine(name, phase, answered=6, hand_in=False)
    assert attempt.deadline
    clock.at = attempt.deadline
    question = attempt.questions.select_related("version__question").get(position=7)
    saved = services.save_answer(
        attempt_id=attempt.pk,
        position=7,
        given=given(question, RIGHT),
        sequence=0,
        key=key(f"answer/{attempt.key}"),
        now=clock.pass_by(seconds=settings.ATTEMPT_GRACE.total_seconds() / 2),
    )
    assert saved.late
    clock.pass_by(minutes=1)
    assert services.close_overdue(clock.now()) == 1


def visit(*, finish: bool) -> Client:
    """A visitor practises on the site: all five questions, or two of them."""
    visitor, phase = browser(), Phase.objects.get(slug="foundation")
    start = {"kind": "practice", "phases": phase.slug, "count": 5, "idempotency_key": key("visit")}
    done = visitor.post("/quizzes/start/", start)
    assert done.status_code == 302, done.content.decode()
    attempt = Attempt.objects.get(pk=done.headers["Location"].strip("/").rpartition("/")[2])
    for position in range(1, 6 if finish else 3):
        answer(attempt, position, RIGHT if position % 2 else WRONG)
    if finish:
        assert visitor.post(f"/quizzes/{attempt.pk}/submit/").status_code == 302
    return visitor
