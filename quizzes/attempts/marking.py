"""The score of an attempt that has ended, from its answers. It can be reckoned anew at any time."""

from collections.abc import Sequence

from quizzes.attempts.answers import asked_in, given_of, last_of
from quizzes.attempts.models import Attempt, AttemptQuestion, SpellingClaim
from quizzes.attempts.scoring import Score, mark, score


def with_answers(attempt: Attempt) -> list[AttemptQuestion]:
    """The questions of an attempt with all that decides what their answers are worth."""
    texts = ("answers__parts", "version__choices", "version__question__aliases")
    return list(attempt.questions.select_related("version__question").prefetch_related(*texts))


def reckoned(attempt: Attempt, questions: Sequence[AttemptQuestion]) -> Score:
    """The sum of the marks. A timed quiz counts all its questions. A practice quiz counts those that were answered,
    but for answers that were refused and whose learner says that they mean the same: until an editor accepts them."""
    counted = list(questions)
    if attempt.kind != Attempt.Kind.EXAM:
        claims = SpellingClaim.objects.filter(answer__question__attempt=attempt)
        aside = set(claims.exclude(state=SpellingClaim.State.ACCEPTED).values_list("answer__question", flat=True))
        counted = [one for one in counted if one.pk not in aside and given_of(last_of(one))]
    return score(mark(asked_in(one), given_of(last_of(one))) for one in counted)


def rescore(attempt: Attempt) -> None:
    """Reckon the score of an attempt that has ended anew. The caller holds the attempt's lock."""
    result = reckoned(attempt, with_answers(attempt))
    attempt.score, attempt.max_score, attempt.guess_score = result.points, result.most, result.guess
    attempt.save(update_fields=["score", "max_score", "guess_score"])
