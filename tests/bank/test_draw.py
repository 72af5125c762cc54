"""Which questions a quiz gets: none that answers another, spread over its scope, the same for the same seed."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.models import Topic
from content.services import reading
from quizzes.bank.models import Question
from quizzes.bank.services import derive
from tests.bank.drawing import draw
from tests.bank.enemies import enemies

seeds = st.text(max_size=12)
scopes = st.sets(st.sampled_from(["storage", "scaling", "messaging"]))


def ids(*slugs):
    return list(Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True))


ALL = ("storage", "scaling", "messaging")


def rows_of(version):
    return {(f.topic_id, f.group, f.label) for f in version.question.facts.all()}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds, st.integers(-1, 40), scopes, st.booleans())
def test_no_two_questions_of_a_quiz_share_a_fact_or_a_row(wiki, seed, count, slugs, graded):
    topics = ids(*slugs)
    drawn = draw(topics=topics, count=count, seed=seed, graded=graded)
    assert len(drawn) <= max(count, 0)
    facts = [fact.pk for version in drawn for fact in version.question.facts.all()]
    rows = [row for version in drawn for row in rows_of(version)]
    assert len(facts) == len(set(facts))
    assert len(rows) == len(set(rows))
    for version in drawn:
        assert version.question.topic_id in topics
        assert version.question.state == Question.State.LIVE
        assert version.question.current_id == version.pk
        assert version.question.graded or not graded
    assert draw(topics=topics[::-1], count=count, seed=seed, graded=graded) == drawn


def test_different_seeds_give_different_quizzes(wiki):
    quizzes = {tuple(v.pk for v in draw(topics=ids(*ALL), count=6, seed=str(n), graded=False)) for n in range(20)}
    assert len(quizzes) >= 19


def test_every_question_can_come_up(wiki):
    topics = ids("messaging")
    drawn = {v.pk for n in range(400) for v in draw(topics=topics, count=1, seed=str(n), graded=False)}
    assert drawn == set(Question.objects.live().filter(topic__slug="messaging").values_list("current_id", flat=True))


@pytest.mark.parametrize("count", [3, 4, 6])
def test_quiz_is_spread_over_its_topics(wiki, count):
    for seed in "abcdef":
        drawn = draw(topics=ids(*ALL), count=count, seed=seed, graded=False)
        found = Counter(v.question.topic_id for v in drawn)
        assert len(drawn) == count
        assert len(found) == 3
        assert max(found.values()) - min(found.values()) <= 1


def test_small_scope_gives_fewer_questions_than_asked_for(wiki):
    drawn = draw(topics=ids("messaging"), count=50, seed="x", graded=False)
    dimensions = set(Question.objects.live().filter(topic__slug="messaging").values_list("facts__label", flat=True))
    assert 4 <= len(drawn) <= len(dimensions) <= 5
    assert draw(topics=[], count=5, seed="x", graded=False) == []
    assert draw(topics=[10**9], count=5, seed="x", graded=False) == []
    assert draw(topics=ids(*ALL), count=0, seed="x", graded=False) == []


def test_graded_quiz_leaves_out_what_is_too_easy_to_guess(wiki):
    topics = ids("messaging")
    Question.objects.filter(topic__in=topics).update(graded=False)
    assert draw(topics=topics, count=5, seed="x", graded=True) == []
    assert len(draw(topics=topics, count=5, seed="x", graded=False)) >= 4


@pytest.mark.parametrize("state", ["rejected", "retired", "needs-review"])
def test_question_that_is_not_live_is_never_drawn(wiki, state):
    Question.objects.filter(topic__slug="messaging").update(state=state)
    assert draw(topics=ids("messaging"), count=5, seed="x", graded=False) == []


def test_drawing_takes_the_same_few_queries_for_any_number(wiki, django_assert_num_queries):
    topics = ids(*ALL)
    for count in (1, 3, 10):
        with django_assert_num_queries(4):  # the candidates, their answers, the chosen, their choices
            for version in draw(topics=topics, count=count, seed="x", graded=False):
                assert list(version.choices.all())
                assert version.question.key


@pytest.fixture
def topics(wiki):
    return list(Topic.objects.topics().select_related("current").order_by("pk"))


def drawn(topics, seed, *, graded=False, count=10):
    return draw(topics=[topic.pk for topic in topics], count=count, seed=seed, graded=graded)


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_no_two_of_a_quiz_are_enemies(topics, seed):
    reads = [reading(topic) for topic in topics]
    questions = [question for read in reads for question in derive(read, {}, {}).questions]
    foes = enemies(questions, [fact for read in reads for fact in read.facts])
    keys = [version.question.key for version in drawn(topics, seed)]
    assert len(keys) > 5
    assert not any(foes[key] & set(keys) for key in keys)


def test_a_quiz_mixes_the_kinds(topics):
    for seed in "abc":
        kinds = [version.question.kind for version in drawn(topics, seed)]
        assert len(set(kinds)) >= min(6, len(kinds))


def test_a_graded_quiz_holds_nothing_that_is_half_guessed(topics):
    for seed in "abc":
        for version in drawn(topics, seed, graded=True, count=20):
            assert version.question.kind != "true-false"
            assert version.question.kind != "option" or version.choices.count() > 2


def test_the_same_seed_gives_the_same_quiz(topics):
    assert drawn(topics, "a") == drawn(topics, "a")
    assert drawn(topics, "a") != drawn(topics, "b")
