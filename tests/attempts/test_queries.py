from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.attempts import queries, services
from quizzes.bank.models import Fact, Question
from tests.attempts.conftest import make_topic


def examine(learner, phase, answer, now, right):
    attempt = services.start_exam(learner=learner, phase=phase, key=uuid4(), now=now)
    for position in range(1, 11):
        answer(attempt, position, right=position <= right, at=now)
    return services.submit(attempt_id=attempt.pk, now=now)


def test_scopes_count_questions_and_what_one_exam_can_ask(small):
    fact = Fact.objects.get(key="messaging/table/queue/row-1")
    twin = Question.objects.create(key="twin", topic=fact.topic, kind="option")
    twin.facts.add(fact)
    Question.objects.filter(topic__slug="storage", facts__label="row-1").update(graded=False)
    Question.objects.filter(topic__slug="storage", facts__label="row-2").update(state=Question.State.RETIRED)
    found = [(s.phase.slug, s.questions, s.graded, s.examinable) for s in queries.scopes(None)]
    assert found == [("foundation", 13, 12, True), ("communication", 6, 5, False)]


def test_best_exam_is_the_best_share(foundation, learner, charlie, answer, now):
    for hours, right in enumerate([3, 7, 5]):
        examine(learner, foundation, answer, now + timedelta(hours=hours), right)
    examine(charlie, foundation, answer, now, 1)
    best = queries.best_exam([learner.pk], [foundation.pk])
    assert best == {(learner.pk, foundation.pk): 0.7}
    assert queries.best_exam([learner.pk, charlie.pk], [foundation.pk + 1]) == {}


def test_best_exam_leaves_out_what_is_open(exam, learner):
    assert queries.best_exam([learner.pk], [exam.phase_id]) == {}


def test_open_attempts_count_answered_questions(exam, begin, answer, learner, charlie, now):
    practice = begin(at=now - timedelta(minutes=1))
    begin(learner=charlie)
    answer(exam, 1, right=False)
    answer(exam, 1)
    answer(exam, 4)
    found = [(a.pk, vars(a)["answered"], vars(a)["asked"]) for a in queries.open_attempts(learner.pk, now)]
    assert found == [(exam.pk, 2, 10), (practice.pk, 0, 5)]
    assert [a.pk for a in queries.open_attempts(learner.pk, exam.deadline)] == [practice.pk]


def test_past_attempts_leave_out_the_empty_ones_and_other_peoples(begin, answer, learner, charlie, now):
    mine, empty, theirs = begin(), begin(), begin(learner=charlie)
    answer(mine, 1)
    answer(theirs, 1)
    for attempt in (mine, empty, theirs):
        services.submit(attempt_id=attempt.pk, now=now)
    assert queries.past_attempts(learner.pk, now) == [(mine, True)]


@pytest.mark.parametrize(
    ("phases", "topics", "chosen"),
    [
        ([], [], ({"foundation"}, set(), "foundation")),
        (["communication"], [], ({"communication"}, set(), "foundation")),
        (["foundation", "\0", "nothing"], ["x"], ({"foundation"}, set(), "foundation")),
        ([], ["scaling"], (set(), {"scaling"}, "foundation")),
    ],
)
def test_preselect(small, phases, topics, chosen):
    selection = queries.preselect(queries.scopes(None), phases=phases, topics=topics)
    assert (selection.phases, selection.topics, selection.exam) == chosen


def test_preselect_of_an_empty_wiki(db):
    assert queries.preselect([], phases=[], topics=[]).exam == ""


@pytest.mark.parametrize("topics", [1, 3])
def test_scopes_take_three_queries(small, learner, topics, django_assert_num_queries):
    for number in range(topics):
        make_topic(small, f"more-{number}", 1)
    with django_assert_num_queries(3):
        assert len(queries.scopes(learner.pk)[1].topics) == topics + 1
