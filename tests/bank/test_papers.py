"""The quizzes that the shipped library gives: nothing comes twice in one, and a phase has three papers without a common
question."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest

from content.models import Topic
from quizzes.bank.assemble import Blueprint, assemble
from quizzes.bank.kinds import AMOUNT, BREAKS, CHANGE, CHOOSE, REASON
from quizzes.bank.models import Question
from quizzes.bank.queries import candidates

EXAM = Blueprint(10, graded=True)
AFTER = {(CHOOSE, REASON), (BREAKS, CHANGE), (BREAKS, AMOUNT), (CHANGE, AMOUNT)}
SEEDS = [str(n) for n in range(25)]


@pytest.fixture
def phases(shipped_wiki):
    """What can be asked about each phase of the library, by its slug."""
    topics = defaultdict(list)
    for topic in Topic.objects.topics().select_related("phase"):
        topics[topic.phase.slug].append(topic.pk)
    assert len(topics) == 7
    return {slug: candidates(found) for slug, found in topics.items()}


def answers_again(quiz):
    return [answer for answer, times in Counter(a for one in quiz for a in one.answers).items() if times > 1]


def test_nothing_comes_twice_in_a_quiz_of_the_library(phases):
    unkept = 0
    for scope in [*phases.values(), [one for found in phases.values() for one in found]]:
        by_version = {one.version: one for one in scope}
        facts = _facts([one.version for one in scope])
        for blueprint in (EXAM, Blueprint(20, followed=True)):
            for seed in SEEDS:
                found = assemble(scope, blueprint, seed)
                quiz = [by_version[version] for version in found.versions]
                assert len(quiz) == blueprint.count
                assert not answers_again(quiz)
                pairs = [(a, b) for a, b in pairwise(quiz) if (a.kind, b.kind) in AFTER]
                followed = {b.version for _, b in pairs} if blueprint.followed else set()
                alone = [one for one in quiz if one.version not in followed]
                assert set(Counter(row for one in alone for row in one.rows).values()) == {1}
                assert set(Counter(fact for one in alone for fact in facts[one.version]).values()) == {1}
        for seed in SEEDS:  # without the rule the same scope does answer twice
            loose = assemble([replace(one, answers=frozenset()) for one in scope], Blueprint(20), seed)
            unkept += bool(answers_again([by_version[version] for version in loose.versions]))
    assert unkept > 50


def _facts(versions):
    found = defaultdict(set)
    for version, fact in Question.objects.filter(current__in=versions, facts__isnull=False).values_list(
        "current", "facts"
    ):
        found[version].add(fact)
    return found


def test_every_phase_gives_three_papers_without_a_common_question(phases):
    for slug, scope in phases.items():
        for seed in SEEDS:
            met = set()
            for paper in range(3):  # as somebody gets them who takes one exam after another
                found = assemble([replace(one, lately=one.version in met) for one in scope], EXAM, f"{seed}/{paper}")
                assert len(found.versions) == 10, slug
                assert not found.again, slug
                assert not met & set(found.versions), slug
                met |= set(found.versions)


def test_need_that_decides_follows_its_choice_in_practice_and_stands_in_no_exam_with_it(phases):
    followed = 0
    for scope in phases.values():
        by_version = {one.version: one for one in scope}
        reasons = [one for one in scope if one.kind == REASON]
        for seed in SEEDS:
            practice = [by_version[v] for v in assemble(scope, Blueprint(20, followed=True), seed).versions]
            for place, one in enumerate(practice[:-1]):
                theirs = [reason for reason in reasons if one.kind == CHOOSE and _decides(reason, one)]
                if practice[place + 1] in theirs:
                    followed += 1
                else:
                    assert not any(_could_follow(reason, one, practice[:place]) for reason in theirs)
            exam = [by_version[v] for v in assemble(scope, EXAM, seed).versions]
            assert not any(_decides(reason, one) for reason in exam for one in exam)
    assert followed > 100


def _could_follow(reason, choose, before):
    """Whether nothing that was asked until then is about one of its rows, or has its answer."""
    return all(reason.rows.isdisjoint(one.rows) for one in before) and all(
        reason.answers.isdisjoint(one.answers) for one in [*before, choose]
    )


def _decides(reason, choose):
    """Whether one question asks for the need that decides what another lets choose."""
    path, _, need = reason.key.partition("/")[2].rpartition("/")
    chosen, _, needs = choose.key.partition("/")[2].rpartition("/")
    return (reason.kind, choose.kind, path) == (REASON, CHOOSE, chosen) and need in needs.split("+")
