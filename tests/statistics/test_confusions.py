"""What is taken for what where statements are sorted and values matched, counted by hand; and what guessing gives."""

from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.attempts.answers import asked_of
from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion
from quizzes.attempts.scoring import guess
from quizzes.bank.kinds import Shape, of_shape
from quizzes.bank.models import Fact, Question
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.queries import confused, worst_confusions
from quizzes.statistics.services import compute
from tests.attempts import grades
from tests.attempts.questions_by_kind import KINDS, ask
from tests.factories import UserFactory

OPTIONS = ("Queue", "Log", "Table")


@pytest.fixture
def row(foundation):
    """The three facts of a row, by option."""
    return {fact.option: fact for fact in Fact.objects.filter(topic__slug="storage", label="row-1")}


@pytest.fixture
def ask_of(row, now):
    """Finished attempts at one question about the row: `ask_of(kind, {option: option whose place it was given})`."""
    asked = {}

    def answer(kind, taken, *, learner=None, at=now, finished=True, earlier=None, mode="exam"):
        attempt = Attempt.objects.create(
            learner=learner or UserFactory(password=None), kind=mode, title="Test", seed="", key=uuid4(),
            started_at=at, deadline=at if mode == "exam" else None, submitted_at=at if finished else None,
            score=0, max_score=2,
        )  # fmt: skip
        place = AttemptQuestion.objects.create(
            attempt=attempt, position=1, order=[], version=Question.objects.first().current
        )
        if kind not in asked:
            asked[kind] = _question(attempt, kind, row)
        place.version = asked[kind]
        place.save()
        for sequence, said in enumerate([earlier, taken] if earlier else [taken], 1):
            _answer(place, sequence, said, at)

    return answer


def _question(attempt, kind, row):
    """A question in which each option's statement belongs to the option, or each option to its own value."""
    ask(attempt, 1, kind)
    grades.mark(attempt.questions.get(), 0.0)
    version = attempt.questions.get().version
    for choice in version.choices.all():
        fact = Fact.objects.get(key=choice.fact)
        choice.target = fact.value if kind == "match" else fact.option
        choice.save()
    version.targets = [choice.target for choice in version.choices.all()]
    version.save()
    version.question.facts.set(row.values())
    return version


def _answer(place, sequence, taken, at):
    answer = Answer.objects.create(question=place, sequence=sequence, at=at, key=uuid4())
    grades.mark(place, 0.0, answer)
    choices = {Fact.objects.get(key=choice.fact).option: choice for choice in place.version.choices.all()}
    AnswerPart.objects.bulk_create(
        AnswerPart(answer=answer, choice=choices[option], value=choices[given].target)
        for option, given in taken.items()
    )


RIGHT = {option: option for option in OPTIONS}


@pytest.mark.parametrize("kind", ["match", "categorise"])
def test_parts_are_confusions_of_options(ask_of, row, kind):
    """Four people: Queue's place was given to Queue twice, to Log once, and once left open."""
    ask_of(kind, RIGHT)
    ask_of(kind, RIGHT | {"Queue": "Log", "Log": "Queue"})
    ask_of(kind, RIGHT | {"Log": "Queue", "Queue": "Queue"})
    ask_of(kind, {"Log": "Log", "Table": "Queue"})
    found = confused(row["Queue"], people=1)
    assert found.options == OPTIONS
    shares = {
        line.option: {o: cell[0] for o, cell in zip(found.options, line.cells, strict=True)} for line in found.rows
    }
    assert shares["Queue"] == {"Queue": 67, "Log": 33, "Table": 0}
    assert shares["Log"] == {"Queue": 50, "Log": 50, "Table": 0}
    assert shares["Table"] == {"Queue": 25, "Log": 0, "Table": 75}
    assert {line.option: line.asked for line in found.rows} == {"Queue": 3, "Log": 4, "Table": 4}
    worst = [(one.taken, one.right, one.percent, one.asked) for one in worst_confusions(least=4, people=1)]
    assert worst == [("Queue", "Log", 50, 4), ("Queue", "Table", 25, 4)]


def test_sorted_and_single_choices_are_counted_together(ask_of, row, now):
    ask_of("match", RIGHT | {"Queue": "Log"})
    ask_of("categorise", RIGHT | {"Queue": "Table"})
    question = row["Queue"].questions.get(kind="value")
    attempt = Attempt.objects.create(
        learner=UserFactory(password=None), kind="exam", title="Test", seed="", key=uuid4(),
        started_at=now, deadline=now, submitted_at=now, score=1, max_score=2,
    )  # fmt: skip
    asked = AttemptQuestion.objects.create(attempt=attempt, position=1, order=[], version=question.current)
    right = question.current.choices.get(correct=True)
    answer = Answer.objects.create(question=asked, sequence=1, choice=right, at=now, key=uuid4())
    grades.mark(asked, 1.0, answer)
    compute(now)
    line = next(line for line in confused(row["Queue"], people=1).rows if line.option == "Queue")
    assert (line.asked, [cell[0] for cell in line.cells]) == (3, [33, 33, 33])


def test_the_first_finished_meeting_counts_and_in_an_exam_its_last_answer(ask_of, row, learner, now):
    ask_of("match", RIGHT, earlier=RIGHT | {"Queue": "Log"}, learner=learner)
    ask_of("match", RIGHT | {"Queue": "Table"}, learner=learner, at=now + timedelta(days=1))
    ask_of("match", RIGHT | {"Queue": "Table"}, finished=False)
    ask_of("match", RIGHT | {"Queue": "Log"}, earlier=RIGHT, mode="practice")
    line = next(line for line in confused(row["Queue"], people=1).rows if line.option == "Queue")
    assert (line.asked, [cell[0] for cell in line.cells if cell[0]]) == (2, [100])


def test_only_whole_groups_of_members_count_in_what_is_sorted(ask_of, row, now):
    """Told apart by nothing but a cookie, four visitors would show what the fifth said; five members, the sixth."""
    for place in range(5):
        ask_of("match", RIGHT | {"Queue": "Log"}, at=now + timedelta(days=place))
    ask_of("match", RIGHT | {"Queue": "Table"}, at=now + timedelta(days=5))
    line = next(line for line in confused(row["Queue"]).rows if line.option == "Queue")
    assert (line.asked, [cell[0] for cell in line.cells if cell[0]]) == (5, [100])
    for attempt in Attempt.objects.order_by("submitted_at")[:4]:
        Attempt.objects.filter(pk=attempt.pk).update(learner=None, visitor=f"browser {attempt.pk}")
    assert confused(row["Queue"]) is None


def test_a_rejected_question_does_not_count(ask_of, row):
    ask_of("match", RIGHT | {"Queue": "Log"})
    Question.objects.filter(kind="match").update(state=Question.State.REJECTED)
    assert confused(row["Queue"], people=1) is None
    assert worst_confusions(least=1, people=1) == []


@pytest.mark.parametrize("people", [1, 3])
def test_the_matrix_costs_the_same_for_any_number(ask_of, row, people, django_assert_num_queries):
    for _ in range(people):
        ask_of("categorise", RIGHT)
    fact = Fact.objects.select_related("topic").get(pk=row["Queue"].pk)
    with django_assert_num_queries(2):  # the pairs, the options in their order
        confused(fact, people=1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_guess_score_is_that_of_the_scoring(foundation, now, kind):
    """One definition for a paper's score and a question's figures."""
    attempt = Attempt.objects.create(
        learner=UserFactory(password=None), kind="exam", title="Test", seed="", key=uuid4(),
        started_at=now, deadline=now, submitted_at=now, score=0, max_score=1,
    )  # fmt: skip
    AttemptQuestion.objects.create(attempt=attempt, position=1, order=[], version=Question.objects.first().current)
    ask(attempt, 1, kind)
    for question in attempt.questions.all():
        grades.mark(question, 0.0)
    version = attempt.questions.get().version
    compute(now)
    expected = guess(asked_of(version))
    assert ItemStatistics.objects.get(question=version.question).guess == pytest.approx(expected)
    assert (expected == 0) == (kind in of_shape(Shape.TYPED, Shape.NUMBER))


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_who_does_not_know_is_not_right_and_takes_nothing_for_anything(row, now, mode):
    """Three people: two took the right choice, one said that they do not know."""
    question = row["Queue"].questions.get(kind="value")
    right = question.current.choices.get(correct=True)
    for choice in (right, right, None):
        attempt = Attempt.objects.create(
            learner=UserFactory(password=None), kind=mode, title="Test", seed="", key=uuid4(), started_at=now,
            deadline=now if mode == "exam" else None, submitted_at=now, score=int(bool(choice)), max_score=2,
        )  # fmt: skip
        asked = AttemptQuestion.objects.create(attempt=attempt, position=1, order=[], version=question.current)
        sureness = "" if choice else "unknown"
        answer = Answer.objects.create(
            question=asked, sequence=1, choice=choice, sureness=sureness, at=now, key=uuid4()
        )
        grades.mark(asked, float(bool(choice)), answer)
    compute(now)
    found = ItemStatistics.objects.get(question=question)
    assert (found.n, found.facility) == (3, pytest.approx(2 / 3))
    line = next(line for line in confused(row["Queue"], people=1).rows if line.option == "Queue")
    assert (line.asked, [cell[0] for cell in line.cells]) == (2, [100])
    assert worst_confusions(least=1, people=1) == []
