"""A quiz drawn from a real bank: no enemies, a mix of kinds, the same again for the same seed."""

import pytest

from content.models import Topic
from content.services import reading
from quizzes.bank.exchange.entries import entries
from quizzes.bank.models import Choice, Question
from quizzes.bank.services import derive, sync
from tests.bank.drawing import draw
from tests.bank.generate.enemies import enemies


@pytest.fixture
def topics(wiki):
    return list(Topic.objects.topics().select_related("current").order_by("pk"))


def drawn(topics, seed, *, graded=False, count=10):
    return draw(topics=[topic.pk for topic in topics], count=count, seed=seed, graded=graded)


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_no_two_of_a_quiz_are_enemies(topics, seed):
    reads = [reading(topic) for topic in topics]
    questions = [question for read in reads for question in derive(read, {}).questions]
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


def test_targets_are_stored_and_exported_where_a_kind_has_them(topics):
    placed = Question.objects.filter(kind__in=["match", "categorise", "order"]).select_related("current")
    assert placed.exists()
    for question in placed:
        texts = set(question.current.choices.values_list("target", flat=True))
        assert texts <= set(question.current.targets)
    assert not Choice.objects.exclude(version__question__in=placed).exclude(target="").exists()
    for line in entries():
        sorts = line["kind"] in ("match", "categorise", "order")
        assert ("targets" in line) == sorts == ("target" in line["choices"][0])


def test_a_second_build_changes_nothing(topics, now):
    done = sync(topics, now=now)
    assert (done.questions_added, done.questions_changed, done.questions_retired) == (0, 0, 0)
