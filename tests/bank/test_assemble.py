"""Putting a quiz together: what the blueprint says holds, no two questions share a row, and too few are explained."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.assemble import Blueprint, Candidate, Shortage, assemble, shortage

KINDS = ("option", "scenario", "match", "choose", "reason")


@st.composite
def scopes(draw):
    """Up to thirty questions about a few rows; some, written by hand, are about none."""
    size = draw(st.integers(0, 30))
    rows = st.frozensets(st.integers(1, 8), max_size=3)
    return [
        Candidate(
            version=n,
            key=f"q{n}",
            topic=draw(st.integers(1, 3)),
            kind=draw(st.sampled_from(KINDS)),
            difficulty=draw(st.integers(1, 3)),
            graded=draw(st.booleans()),
            rows=draw(rows),
            answers=draw(st.frozensets(st.sampled_from("abcdefgh"), max_size=2)),
            lately=draw(st.booleans()),
        )
        for n in range(1, size + 1)
    ]


blueprints = st.builds(
    Blueprint,
    count=st.integers(0, 12),
    kinds=st.frozensets(st.sampled_from(KINDS)),
    difficulty=st.integers(0, 3),
    graded=st.booleans(),
    mixed=st.booleans(),
)


@given(scopes(), blueprints, st.text(max_size=5))
def test_quiz_is_what_the_blueprint_says_and_holds_no_enemies(scope, blueprint, seed):
    found = assemble(scope, blueprint, seed)
    by_version = {candidate.version: candidate for candidate in scope}
    quiz = [by_version[version] for version in found.versions]
    assert len(quiz) == len(set(found.versions)) <= blueprint.count
    for candidate in quiz:
        assert not blueprint.kinds or candidate.kind in blueprint.kinds
        assert blueprint.difficulty in (0, candidate.difficulty)
        assert candidate.graded or not blueprint.graded
    rows = Counter(row for candidate in quiz for row in candidate.rows)
    assert set(rows.values()) <= {1}
    answers = [candidate.answers for candidate in quiz]
    assert found.again == sum(bool(one & frozenset().union(*answers[:n])) for n, one in enumerate(answers))
    assert assemble(scope[::-1], blueprint, seed) == found


@given(scopes(), blueprints, st.text(max_size=5))
def test_quiz_is_short_only_where_nothing_more_can_be_added(scope, blueprint, seed):
    found = assemble(scope, blueprint, seed)
    short = shortage(found, blueprint)
    assert bool(short) == (len(found.versions) < blueprint.count or found.again > 0)
    if short and short.code == "answers":
        assert (short.wanted, short.again) == (len(found.versions), found.again)
    elif short:
        taken = {row for one in scope if one.version in found.versions for row in one.rows}
        left = [one for one in scope if blueprint.admits(one) and one.version not in found.versions]
        assert all(one.rows & taken for one in left)
        assert (short.wanted, short.found) == (blueprint.count, len(found.versions))


@given(scopes(), blueprints, st.text(max_size=5))
def test_answer_comes_again_only_where_no_other_question_can_be_added(scope, blueprint, seed):
    blueprint = replace(blueprint, followed=False)
    found = assemble(scope, blueprint, seed)
    by_version = {candidate.version: candidate for candidate in scope}
    quiz = [by_version[version] for version in found.versions]
    for n, one in enumerate(quiz):
        before = quiz[:n]
        if one.lately or any(one.answers & other.answers for other in before):
            better = [c for c in scope if blueprint.admits(c) and c not in before and not c.lately]
            better = [c for c in better if all(c.rows.isdisjoint(o.rows) for o in before)]
            if not one.lately:  # an answer comes again before what was answered lately
                better = [c for c in better if all(c.answers.isdisjoint(o.answers) for o in before)]
            assert not better


def candidate(n, rows, **changed):
    return Candidate(**{"version": n, "key": f"q{n}", "topic": 1, "kind": "option", "difficulty": 2, "graded": True,
                        "rows": frozenset(rows)} | changed)  # fmt: skip


def test_shortage_names_its_cause():
    scope = [candidate(1, "a"), candidate(2, "a"), candidate(3, "b", kind="match")]
    kinds = Blueprint(3, frozenset({"match"}))
    assert shortage(assemble(scope, Blueprint(2), "x"), Blueprint(2)) is None
    assert shortage(assemble(scope, Blueprint(3), "x"), Blueprint(3)) == Shortage("enemies", 2, 3, 3, 2, False)
    assert shortage(assemble(scope, kinds, "x"), kinds) == Shortage("used-up", 1, 3, 1, 1, True)
    assert shortage(assemble([], Blueprint(5), "x"), Blueprint(5)) == Shortage("used-up", 0, 5, 0, 0, False)


def test_wide_question_gives_way_where_its_rows_are_needed():
    scope = [candidate(1, "abc", kind="categorise"), candidate(2, "a"), candidate(3, "b"), candidate(4, "c")]
    for seed in "abcdefgh":
        assert len(assemble(scope, Blueprint(3), seed).versions) == 3


def of_kinds(*numbers):
    """So many facts and so many decisions of one topic, each about a row of its own."""
    facts, decisions = numbers
    kinds = [("option", "value", "match", "cloze")[n % 4] for n in range(facts)]
    kinds += [("scenario", "choose", "reason")[n % 3] for n in range(decisions)]
    return [candidate(n, [n], kind=kind) for n, kind in enumerate(kinds, 1)]


@pytest.mark.parametrize(
    ("facts", "decisions", "count", "drawn"),
    [(40, 40, 10, 5), (40, 40, 5, {2, 3}), (40, 2, 10, 2), (3, 40, 10, 7), (40, 0, 10, 0)],
)
def test_half_of_a_quiz_are_decisions_where_the_scope_has_them(facts, decisions, count, drawn):
    scope = of_kinds(facts, decisions)
    for seed in "abcdefgh":
        versions = assemble(scope, Blueprint(count), seed).versions
        assert len(versions) == count
        assert sum(version > facts for version in versions) in (drawn if isinstance(drawn, set) else {drawn})


def test_half_of_a_quiz_over_several_topics_are_decisions():
    scope = [replace(one, topic=1 + one.version % 4) for one in of_kinds(40, 40)]
    for seed in "abcdefgh":
        assert sum(version > 40 for version in assemble(scope, Blueprint(10), seed).versions) == 5


def test_blueprint_that_is_not_mixed_goes_by_the_kinds():
    drawn = Counter(version > 40 for version in assemble(of_kinds(40, 40), Blueprint(14, mixed=False), "x").versions)
    assert drawn == {False: 8, True: 6}


def decision(n, kind, needs, rows):
    return candidate(n, rows, key=f"{kind}/trees/t/elm/{needs}", kind=kind)


def test_need_that_decides_follows_what_it_decides_in_practice_and_is_an_enemy_in_an_exam():
    choose, reason = decision(1, "choose", "cost+size", "ab"), decision(2, "reason", "size", "abc")
    others = [decision(3, "reason", "age", "d"), candidate(4, "e"), candidate(5, "f"), candidate(6, "c", kind="value")]
    followed = 0
    for seed in "abcdefgh":
        drawn = assemble([choose, reason, *others], Blueprint(6, followed=True), seed).versions
        if 1 in drawn and 6 not in drawn[: drawn.index(1)]:
            assert drawn[drawn.index(1) + 1] == 2
            followed += 1
        assert not {1, 2} <= set(assemble([choose, reason, *others], Blueprint(6), seed).versions)
    assert followed
    pairs = {assemble([choose, reason], Blueprint(2, followed=True), seed).versions for seed in "abcdefgh"}
    assert pairs == {(1, 2), (2,)}
    assert all(len(assemble([choose, reason], Blueprint(1, followed=True), seed).versions) == 1 for seed in "abcdefgh")


def test_answers_are_kept_apart_while_there_are_others():
    scope = [candidate(n, [n], answers=frozenset({"Redis" if n <= 6 else n})) for n in range(1, 13)]
    for seed in "abcdefgh":
        found = assemble(scope, Blueprint(7), seed)
        assert (len(found.versions), found.again) == (7, 0)
        assert sum(version <= 6 for version in found.versions) == 1
        longer = assemble(scope, Blueprint(9), seed)
        assert (len(longer.versions), longer.again) == (9, 2)
        assert shortage(longer, Blueprint(9)) == Shortage("answers", 9, 9, 12, 12, False, 2)


def test_what_was_answered_lately_comes_after_all_others():
    scope = [candidate(n, [n], lately=n <= 6, kind="choose" if n % 2 else "value") for n in range(1, 13)]
    for seed in "abcdefgh":
        assert set(assemble(scope, Blueprint(6), seed).versions) == set(range(7, 13))
        assert set(assemble(scope, Blueprint(9), seed).versions) > set(range(7, 13))


def test_need_that_decides_does_not_follow_if_it_was_answered_lately():
    choose, reason = decision(1, "choose", "cost+size", "ab"), decision(2, "reason", "size", "abc")
    others = [candidate(n, [n], kind="scenario") for n in range(3, 6)]
    for seed in "abcdefgh":
        found = assemble([choose, replace(reason, lately=True), *others], Blueprint(4, followed=True), seed)
        assert set(found.versions) == {1, 3, 4, 5}
