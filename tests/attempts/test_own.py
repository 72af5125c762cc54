"""The statement that reads somebody's own attempt says what `visible_to` says."""

from uuid import uuid4

import pytest

from quizzes.attempts.models import Attempt, Placement
from quizzes.attempts.own import BIGGEST_ID, own_attempt


@pytest.fixture
def several(exam, begin, learner, charlie):
    """Attempts of a member, of an outsider and of two visitors; one of them is a placement."""
    placed = begin(count=3)
    Placement.objects.create(attempt=placed, level=2)
    return [exam, placed, begin(charlie), begin(None, "ann"), begin(None, "bob")]


def test_it_finds_what_is_visible_and_nothing_else(several, learner, charlie):
    people = [(learner, ""), (charlie, ""), (learner, "ann"), (None, "ann"), (None, "bob"), (None, "eve"), (None, "")]
    for person, visitor in people:
        seen = {
            one.pk
            for one in several
            if own_attempt(attempt_id=one.pk, learner=person and person.pk, visitor=visitor)[0] is not None
        }
        visible = Attempt.objects.filter(learner=person) if person else Attempt.objects.filter(visitor=visitor or "-")
        assert seen == set(visible.values_list("pk", flat=True))
    assert own_attempt(attempt_id=BIGGEST_ID + 1, learner=learner.pk, visitor="") == (None, None)


def test_it_reads_the_whole_attempt_with_what_hangs_on_it(several, learner, django_assert_num_queries):
    for one in several[:2]:
        with django_assert_num_queries(1):
            found, asked = own_attempt(attempt_id=one.pk, learner=learner.pk, visitor="")
            placement = getattr(found, "placement", None)
            phase = found.phase
        kept = Attempt.objects.get(pk=one.pk)
        assert {name: getattr(found, name) for name in vars(kept) if name != "_state"} == {
            name: value for name, value in vars(kept).items() if name != "_state"
        }
        assert (phase, placement) == (kept.phase, Placement.objects.filter(attempt=kept).first())
        assert asked is None


@pytest.mark.parametrize("position", [0, 1, 99, 2**15, 2**70])
def test_it_reads_the_question_that_is_asked_for(exam, learner, answer, position):
    saved = answer(exam, 1, key=uuid4())
    _, found = own_attempt(attempt_id=exam.pk, learner=learner.pk, visitor="", position=position)
    read = (found.question, found.last) if found else None
    assert read == ((exam.questions.get(position=1), (1, saved.key)) if position == 1 else None)
