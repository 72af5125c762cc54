from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.attempts.deadlines import Arrival, Change, Personal, arrival, effective, remaining, replayed
from quizzes.attempts.words import told_limit

DEADLINE = datetime(2026, 3, 2, 12, 10, tzinfo=UTC)
GRACE = timedelta(seconds=10)
MOMENTS = st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda offset: DEADLINE + offset)


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (-1, Arrival.IN_TIME),
        (0, Arrival.IN_TIME),
        (0.000001, Arrival.LATE),
        (10, Arrival.LATE),
        (10.000001, Arrival.CLOSED),
    ],
)
def test_arrival_at_the_limits(seconds, verdict):
    assert arrival(DEADLINE + timedelta(seconds=seconds), DEADLINE, GRACE) is verdict


@given(MOMENTS)
def test_arrival_without_a_deadline_is_in_time(now):
    assert arrival(now, None, GRACE) is Arrival.IN_TIME


@given(MOMENTS, MOMENTS)
def test_arrival_never_improves_with_time(one, other):
    order = [Arrival.IN_TIME, Arrival.LATE, Arrival.CLOSED]
    earlier, later = sorted([one, other])
    assert order.index(arrival(earlier, DEADLINE, GRACE)) <= order.index(arrival(later, DEADLINE, GRACE))


@given(MOMENTS)
def test_remaining_is_zero_exactly_from_the_deadline_on(now):
    left = remaining(now, DEADLINE)
    assert (left == 0) == (now >= DEADLINE)
    assert left == 0 or timedelta(seconds=left - 1) < DEADLINE - now <= timedelta(seconds=left)


def test_remaining_is_whole_seconds_rounded_up():
    assert remaining(DEADLINE - timedelta(seconds=599.2), DEADLINE) == 600


# --- the end of an attempt: a table written from the rules, every end by hand ---

# An attempt begins at 10:00 UTC on 29 March 2026, the day on which clocks in Europe go forward. Limits in seconds;
# instants as "HH:MM" UTC of that day, or with a date and an offset. A change is (kind, when, seconds).
MIN, HOUR = 60, 3600
E, R, C = "extended", "reopened", "closed"
MATRIX = [
    # limit, closing, personal terms, own factor, changes, end, rule
    # limit × closing
    (None, None, {}, 1, [], None, "nothing"),
    (10 * MIN, None, {}, 1, [], "10:10", "limit"),
    (1, None, {}, 1, [], "10:00:01", "limit"),
    (24 * HOUR, None, {}, 1, [], "2026-03-30T10:00+00:00", "limit"),
    (None, "12:00", {}, 1, [], "12:00", "closing"),
    (10 * MIN, "12:00", {}, 1, [], "10:10", "limit"),
    (10 * MIN, "10:05", {}, 1, [], "10:05", "closing"),
    (10 * MIN, "10:10", {}, 1, [], "10:10", "limit"),
    (10 * MIN, "10:09:59", {}, 1, [], "10:09:59", "closing"),
    (10 * MIN, "10:10:01", {}, 1, [], "10:10", "limit"),
    # factors
    (30 * MIN, None, {"factor": 2}, 1, [], "11:00", "limit"),
    (30 * MIN, None, {}, 2, [], "11:00", "limit"),
    (30 * MIN, None, {"factor": 1.5}, 1, [], "10:45", "limit"),
    (30 * MIN, None, {"factor": 1}, 2, [], "10:30", "limit"),
    (30 * MIN, None, {"factor": 1.25}, 2, [], "10:37:30", "limit"),
    (10, None, {"factor": 1.25}, 1, [], "10:00:13", "limit"),
    (100, None, {"factor": 1.1}, 1, [], "10:01:50", "limit"),
    (None, None, {"factor": 2}, 1, [], None, "nothing"),
    (None, "12:00", {"factor": 2}, 1, [], "12:00", "closing"),
    (30 * MIN, "10:45", {"factor": 2}, 1, [], "10:45", "closing"),
    (30 * MIN, "10:45", {"factor": 1.5}, 1, [], "10:45", "limit"),
    (30 * MIN, "10:45", {}, 3, [], "10:45", "closing"),
    # terms, field by field
    (10 * MIN, None, {"limit": 20 * MIN}, 1, [], "10:20", "limit"),
    (10 * MIN, None, {"limit": 5 * MIN}, 1, [], "10:05", "limit"),
    (10 * MIN, None, {"limit": 0}, 1, [], None, "nothing"),
    (10 * MIN, "12:00", {"limit": 0}, 1, [], "12:00", "closing"),
    (None, None, {"limit": 20 * MIN}, 1, [], "10:20", "limit"),
    (None, "10:15", {"limit": 20 * MIN}, 1, [], "10:15", "closing"),
    (10 * MIN, "10:05", {"closes": "10:30"}, 1, [], "10:10", "limit"),
    (60 * MIN, "10:05", {"closes": "10:30"}, 1, [], "10:30", "closing"),
    (60 * MIN, "10:30", {"closes": "10:05"}, 1, [], "10:05", "closing"),
    (60 * MIN, None, {"closes": "10:05"}, 1, [], "10:05", "closing"),
    (None, None, {"closes": "10:05"}, 1, [], "10:05", "closing"),
    (10 * MIN, "10:30", {"opens": "09:00"}, 1, [], "10:10", "limit"),
    (10 * MIN, "10:30", {"attempts": 3}, 1, [], "10:10", "limit"),
    (10 * MIN, None, {"limit": 20 * MIN, "factor": 2}, 1, [], "10:40", "limit"),
    (10 * MIN, None, {"limit": 20 * MIN}, 2, [], "10:40", "limit"),
    (10 * MIN, None, {"limit": 0, "factor": 2}, 1, [], None, "nothing"),
    (10 * MIN, "10:05", {"limit": 20 * MIN, "factor": 2, "closes": "10:30"}, 1, [], "10:30", "closing"),
    (10 * MIN, "10:05", {"limit": 20 * MIN, "factor": 2, "closes": "10:45"}, 1, [], "10:40", "limit"),
    # extensions
    (10 * MIN, None, {}, 1, [(E, "10:05", 5 * MIN)], "10:15", "extended"),
    (10 * MIN, None, {}, 1, [(E, "10:10", 5 * MIN)], "10:15", "extended"),
    (10 * MIN, "10:12", {}, 1, [(E, "10:05", 5 * MIN)], "10:15", "extended"),
    (60 * MIN, "10:12", {}, 1, [(E, "10:05", 5 * MIN)], "10:17", "extended"),
    (10 * MIN, None, {}, 1, [(E, "10:02", 60), (E, "10:03", 60)], "10:12", "extended"),
    (10 * MIN, None, {"factor": 2}, 1, [(E, "10:05", 5 * MIN)], "10:25", "extended"),
    (10 * MIN, None, {"limit": 20 * MIN}, 1, [(E, "10:05", 5 * MIN)], "10:25", "extended"),
    (None, None, {}, 1, [(E, "10:05", 5 * MIN)], None, "nothing"),
    (None, "12:00", {}, 1, [(E, "10:05", 5 * MIN)], "12:05", "extended"),
    (10 * MIN, None, {"limit": 0}, 1, [(E, "10:05", 5 * MIN)], None, "nothing"),
    # reopening
    (10 * MIN, None, {}, 1, [(R, "11:00", 5 * MIN)], "11:05", "reopened"),
    (10 * MIN, "10:30", {}, 1, [(R, "11:00", 5 * MIN)], "11:05", "reopened"),
    (None, None, {}, 1, [(R, "11:00", 5 * MIN)], "11:05", "reopened"),
    (10 * MIN, None, {"factor": 2}, 1, [(R, "11:00", 5 * MIN)], "11:05", "reopened"),
    (10 * MIN, None, {}, 1, [(E, "10:05", 60), (R, "11:00", 5 * MIN)], "11:05", "reopened"),
    (10 * MIN, None, {}, 1, [(R, "11:00", 5 * MIN), (E, "11:02", 60)], "11:06", "extended"),
    (10 * MIN, None, {}, 1, [(E, "11:02", 60), (R, "11:00", 5 * MIN)], "11:06", "extended"),
    (10 * MIN, None, {}, 1, [(R, "11:00", 60), (R, "12:00", 60)], "12:01", "reopened"),
    (10 * MIN, None, {}, 1, [(R, "10:04", 2 * MIN)], "10:06", "reopened"),
    # closing one attempt
    (10 * MIN, None, {}, 1, [(C, "10:04", 0)], "10:04", "closed"),
    (None, None, {}, 1, [(C, "10:04", 0)], "10:04", "closed"),
    (10 * MIN, None, {}, 1, [(C, "10:10", 0)], "10:10", "limit"),
    (10 * MIN, None, {}, 1, [(C, "10:20", 0)], "10:10", "limit"),
    (10 * MIN, None, {}, 1, [(C, "10:04", 0), (R, "11:00", 5 * MIN)], "11:05", "reopened"),
    (10 * MIN, None, {}, 1, [(R, "11:00", 5 * MIN), (C, "11:01", 0)], "11:01", "closed"),
    (10 * MIN, None, {}, 1, [(E, "10:05", 5 * MIN), (C, "10:12", 0)], "10:12", "closed"),
    # zones: an instant is an instant, in whichever zone it was written
    (60 * MIN, "2026-03-29T12:30+02:00", {}, 1, [], "10:30", "closing"),
    (60 * MIN, "2026-03-29T06:15-04:00", {}, 1, [], "10:15", "closing"),
    (60 * MIN, "2026-03-30T00:20+14:00", {}, 1, [], "10:20", "closing"),
    (60 * MIN, "2026-03-28T22:40-12:00", {}, 1, [], "10:40", "closing"),
    (60 * MIN, "2026-03-29T15:45+05:45", {}, 1, [], "10:00", "closing"),
    (None, "2026-03-29T01:00+01:00", {"closes": "2026-03-29T13:00+02:00"}, 1, [], "11:00", "closing"),
    (24 * HOUR, "2026-03-30T10:30+02:00", {}, 1, [], "2026-03-30T08:30+00:00", "closing"),
    (60 * MIN, None, {}, 1, [(R, "2026-03-29T23:30+14:00", 60)], "09:31", "reopened"),
    (60 * MIN, "2026-03-29T12:30+02:00", {}, 2, [(E, "2026-03-29T12:20+02:00", 5 * MIN)], "10:35", "extended"),
    # several at once
    (30 * MIN, "12:00", {"factor": 2}, 1, [(E, "10:20", 5 * MIN)], "11:05", "extended"),
    (30 * MIN, "10:20", {"factor": 2, "closes": "10:40"}, 1, [(E, "10:10", 5 * MIN)], "10:45", "extended"),
    (30 * MIN, "10:20", {"factor": 2, "closes": "12:00"}, 1, [(E, "10:10", 5 * MIN)], "11:05", "extended"),
    (30 * MIN, "10:20", {"factor": 0.5}, 1, [(E, "10:10", 60)], "10:16", "extended"),
    (10 * MIN, "12:00", {"limit": 20 * MIN}, 2, [(R, "10:50", 5 * MIN)], "10:55", "reopened"),
    (10 * MIN, "10:05", {}, 2, [(C, "10:03", 0), (E, "10:04", 60)], "10:04", "extended"),
    (60 * MIN, "10:30", {"limit": 0}, 3, [(C, "10:20", 0), (R, "10:40", 60), (E, "10:41", 60)], "10:42", "extended"),
    (24 * HOUR, "2026-03-31T00:00+02:00", {"factor": 1.5}, 1, [], "2026-03-30T22:00+00:00", "limit"),
    (24 * HOUR, "2026-03-30T23:59+02:00", {"factor": 1.5}, 1, [], "2026-03-30T21:59+00:00", "closing"),
    (
        10 * MIN,
        "10:05",
        {"limit": 20 * MIN, "factor": 1.5, "closes": "2026-03-30T00:25+14:00"},
        2,
        [(R, "2026-03-29T13:00+02:00", 10 * MIN), (E, "2026-03-29T07:05-04:00", 5 * MIN)],
        "11:15",
        "extended",
    ),
]


def at(text):
    return datetime.fromisoformat(text if "T" in text else f"2026-03-29T{text}+00:00") if text else None


@pytest.mark.parametrize(("limit", "closes", "terms", "own", "changes", "end", "rule"), MATRIX)
def test_an_attempt_ends_when_the_rules_say(limit, closes, terms, own, changes, end, rule):
    instants = {name: at(value) for name, value in terms.items() if name in ("opens", "closes")}
    receipt = effective(
        at("10:00"),
        limit=limit,
        closes=at(closes),
        personal=Personal(**terms | instants) if terms else None,
        own_factor=own,
        changes=[Change(kind, at(when), seconds) for kind, when, seconds in changes],
    )
    assert (receipt.end, receipt.rule) == (at(end), rule)
    assert replayed(receipt.stored()) == receipt  # it tells, from what is kept alone, why the end is what it is


def test_the_matrix_is_as_long_as_it_says():
    assert len(MATRIX) >= 60
    assert len({repr(case) for case in MATRIX}) == len(MATRIX)


def touched(limit, closes, terms, own, changes, *_):
    """What plays a part in a case of the matrix."""
    instants = [
        closes,
        *(value for value in terms.values() if isinstance(value, str)),
        *(when for _, when, _ in changes),
    ]
    kinds = {kind for kind, *_ in changes}
    return {
        "limit": limit is not None,
        "closing": closes is not None,
        "factor": own != 1 or "factor" in terms,
        "terms": bool(terms.keys() - {"factor"}),
        "extension": E in kinds,
        "reopening": R in kinds,
        "zone": any("T" in text and not text.endswith("+00:00") for text in instants if text),
    }


def test_the_matrix_has_every_two_of_its_dimensions_together():
    parts = [{name for name, plays in touched(*case).items() if plays} for case in MATRIX]
    assert [pair for pair in combinations(touched(*MATRIX[0]), 2) if not any(set(pair) <= case for case in parts)] == []
    assert set(touched(*MATRIX[0])) in parts  # and all of them at once


def test_a_receipt_that_was_tampered_with_does_not_replay():
    stored = effective(at("10:00"), limit=600).stored()
    assert replayed(stored | {"factor": 2.0}).stored() != stored


@pytest.mark.parametrize(
    ("seconds", "factor", "told"),
    [
        (1800, 2.0, "60 min (30 × 2)"),
        (1800, 1.0, "30 min"),
        (600, 1.25, "12.5 min (10 × 1.25)"),
        (90, 1.5, "2.25 min (1.5 × 1.5)"),
    ],
)
def test_more_time_says_where_it_comes_from(seconds, factor, told):
    assert told_limit(seconds, factor) == told
