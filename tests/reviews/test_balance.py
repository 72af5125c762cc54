"""Balance: inside the fuzz range, towards the day with least, and in the order of grades and retentions."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.reviews import scheduling
from quizzes.reviews.balance import Calendar, Work, balanced
from quizzes.reviews.scheduling import DEFAULT_MODEL, MAXIMUM, Memory, Rating, State, fuzz_range, fuzzed

TODAY = date(2026, 11, 2)
days = st.integers(1, 400)
chances = st.floats(0, 1, exclude_max=True)
maxima = st.one_of(st.just(MAXIMUM), st.integers(7, 400))
calendars = st.builds(
    lambda work, until, usual: Calendar(
        {TODAY + timedelta(day): Work(*held) for day, held in work.items()}, TODAY + timedelta(until), usual
    ),
    st.dictionaries(st.integers(1, 500), st.tuples(st.integers(0, 2), st.integers(0, 9))),
    st.integers(0, 500),
    st.integers(0, 9),
)


def place(days, chance, calendar, maximum=MAXIMUM):
    return balanced(min(days, maximum), chance, maximum=maximum, today=TODAY, calendar=calendar)


@given(days, chances, calendars, maxima)
def test_balance_never_leaves_the_fuzz_range(days, chance, calendar, maximum):
    low, high = fuzz_range(min(days, maximum), maximum=maximum)
    assert low <= place(days, chance, calendar, maximum) <= high <= maximum


@given(days, days, chances, calendars, maxima)
def test_a_longer_interval_never_comes_before_a_shorter(one, other, chance, calendar, maximum):
    shorter, longer = sorted((one, other))
    assert place(shorter, chance, calendar, maximum) <= place(longer, chance, calendar, maximum)


@given(days, chances)
def test_an_empty_calendar_leaves_fuzz_alone(days, chance):
    assert place(days, chance, Calendar({}, date.max)) == fuzzed(days, chance)


@given(days, chances, calendars)
def test_no_day_that_is_looked_at_holds_less(days, chance, calendar):
    chosen = place(days, chance, calendar)
    low, high = fuzz_range(days)
    near = range(max(low, fuzzed(days, chance) - 7), min(high, fuzzed(days, chance) + 7) + 1)
    assert calendar.costs(TODAY + timedelta(chosen)) == min(calendar.costs(TODAY + timedelta(day)) for day in near)


def test_siblings_count_more_than_work():
    ten = TODAY + timedelta(10)
    busy = {ten + timedelta(n): Work(1, 0) for n in range(-3, 4)} | {ten + timedelta(1): Work(0, 50)}
    assert place(10, 0.5, Calendar(busy, date.max)) == 11


memories = st.builds(
    Memory,
    state=st.just(State.REVIEW),
    stability=st.floats(0.1, 300),
    difficulty=st.floats(1, 10),
    last_day=st.integers(0, 300).map(lambda ago: TODAY - timedelta(ago)),
    reps=st.just(3),
)


def waits(memory, retention, chance, calendar, maximum):
    found = []
    for rating in Rating:
        wait = scheduling.review(
            memory, rating, model=DEFAULT_MODEL, day=TODAY, retention=retention, maximum=maximum
        ).wait
        found.append(place(wait.days, chance, calendar, maximum) if wait.days else 0)
    return found


@given(memories, chances, calendars, maxima, st.integers(80, 97))
def test_a_better_grade_never_comes_sooner(memory, chance, calendar, maximum, retention):
    found = waits(memory, retention / 100, chance, calendar, maximum)
    assert found == sorted(found)


@given(memories, chances, calendars, maxima, st.integers(80, 97), st.integers(80, 97))
def test_a_higher_retention_never_waits_longer(memory, chance, calendar, maximum, one, other):
    assume(one != other)
    low, high = sorted((one, other))
    loose = waits(memory, low / 100, chance, calendar, maximum)
    sure = waits(memory, high / 100, chance, calendar, maximum)
    assert all(tight <= wide for tight, wide in zip(sure, loose, strict=True))


@given(days, chances, maxima, st.integers(1, 500))
def test_a_promise_holds_inside_the_range_and_nowhere_else(days, chance, maximum, promised):
    memory = Memory(State.REVIEW, stability=float(days), difficulty=5.0, last_day=TODAY - timedelta(days), reps=3)
    given = {"model": DEFAULT_MODEL, "day": TODAY, "retention": 0.9, "chance": chance, "maximum": maximum}
    kept = scheduling.review(memory, Rating.GOOD, promised=promised, **given).wait.days
    plain = scheduling.review(memory, Rating.GOOD, **(given | {"chance": None})).wait.days
    low, high = fuzz_range(plain, maximum=maximum)
    assert kept == (promised if low <= promised <= high else fuzzed(plain, chance, maximum=maximum))
