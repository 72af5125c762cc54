"""Putting a quiz together: what the blueprint says holds, no two questions share a row, and too few are explained."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.assemble import Blueprint, Candidate, Shortage, assemble, shortage

KINDS = ("option", "value", "match", "cloze")


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
        )
        for n in range(1, size + 1)
    ]


blueprints = st.builds(
    Blueprint,
    count=st.integers(0, 12),
    kinds=st.frozensets(st.sampled_from(KINDS)),
    difficulty=st.integers(0, 3),
    graded=st.booleans(),
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
    assert assemble(scope[::-1], blueprint, seed) == found


@given(scopes(), blueprints, st.text(max_size=5))
def test_quiz_is_short_only_where_nothing_more_can_be_added(scope, blueprint, seed):
    found = assemble(scope, blueprint, seed)
    short = shortage(found, blueprint)
    assert bool(short) == (len(found.versions) < blueprint.count)
    if short:
        taken = {row for one in scope if one.version in found.versions for row in one.rows}
        left = [one for one in scope if blueprint.admits(one) and one.version not in found.versions]
        assert all(one.rows & taken for one in left)
        assert (short.wanted, short.found) == (blueprint.count, len(found.versions))


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
