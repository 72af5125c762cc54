"""The laws of one day's plan, and how near greed comes to the best that there is."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.day import WORTH, Chosen, choose, fresh_seconds, mixed, ranked
from quizzes.reviews.planning.greedy import SPREAD, SPREADS, Costs, Gains, Item, price_of
from quizzes.reviews.planning.own import Own
from quizzes.reviews.scheduling import DEFAULT_MODEL

CURVES = Curves(DEFAULT_MODEL)
COSTS = Costs(new=25, right=12, wrong=30)


def gains(costs=COSTS, price=0.0):
    return Gains(CURVES, costs, price)


@st.composite
def decks(draw, most=40):
    """Cards in any state, new ones too, on one date."""
    left = draw(st.integers(1, 60))
    state = st.one_of(
        st.none(), st.tuples(st.floats(0.1, 400), st.floats(1, 10), st.integers(-200, 0))
    )  # fmt: skip
    items = []
    for key, seen in enumerate(draw(st.lists(state, min_size=1, max_size=most))):
        stability, difficulty, day = seen or (None, 0.0, 0)
        items.append(Item(key=key, date=left, stability=stability, difficulty=difficulty, seen=day))
    return items


@given(items=decks(), seconds=st.floats(0, 200))
def test_a_day_passes_its_seconds_by_one_card_at_most(items, seconds):
    chosen = choose(items * 3, day=0, seconds=seconds, gains=gains())  # more than the day holds
    assert sum(one.seconds for one in chosen[:-1]) < seconds or not chosen


@given(items=decks(), seconds=st.floats(0, 3600))
def test_a_day_asks_a_card_once_and_none_that_was_seen_today(items, seconds):
    chosen = [items[one.place] for one in choose(items, day=0, seconds=seconds, gains=gains())]
    assert len({item.key for item in chosen}) == len(chosen)
    assert all(item.stability is None or item.seen < 0 for item in chosen)


@given(items=decks(), late=st.integers(0, 5))
def test_nothing_is_planned_on_the_date_or_after_it(items, late):
    assert choose(items, day=items[0].date + late, seconds=3600, gains=gains()) == []


@given(items=decks())
def test_the_same_state_has_the_same_plan_in_fresh_and_used_hands(items):
    used = gains()
    first = choose(items, day=0, seconds=600, gains=used)
    assert choose(items, day=0, seconds=600, gains=used) == first
    assert choose(tuple(items), day=0, seconds=600, gains=gains()) == first


@given(items=decks(), less=st.floats(0, 1800), more=st.floats(0, 1800))
def test_more_minutes_never_gain_less(items, less, more):
    few, many = (choose(items, day=0, seconds=seconds, gains=gains()) for seconds in (less, less + more))
    assert len(many) >= len(few)
    assert sum(one.gain for one in many) >= sum(one.gain for one in few) - 1  # by one card at most


def raised(stability, difficulty, ago, left):
    """What one review today adds to recall on the date, if it is the last."""
    grown, r = CURVES.grown(ago, stability, difficulty), CURVES.recall(ago, stability)
    then = r * CURVES.recall(left, grown.stability) + (1 - r) * CURVES.recall(left, grown.stability_lost)
    return then - CURVES.recall(ago + left, stability)


STATES = {"stability": st.floats(0.1, 400), "difficulty": st.floats(1, 10), "ago": st.integers(1, 60)}


@given(**STATES, left=st.integers(1, 60))
def test_where_time_is_too_dear_for_another_review_a_gain_is_what_one_raises(stability, difficulty, ago, left):
    assert gains(price=1e6).of(stability, difficulty, ago, left).gain == pytest.approx(
        raised(stability, difficulty, ago, left)
    )


@given(**STATES)
def test_on_the_last_day_nothing_can_wait(stability, difficulty, ago):
    assert gains().of(stability, difficulty, ago, 1).gain == pytest.approx(raised(stability, difficulty, ago, 1))


@given(**STATES, left=st.integers(1, 60), prices=st.tuples(st.floats(0, 0.1), st.floats(0, 0.1)))
def test_a_fact_is_worth_its_recall_at_least_and_the_less_the_dearer_time_is(stability, difficulty, ago, left, prices):
    state = (stability, difficulty, ago, left)
    cheap, dear = (gains(price=price).worths([state])[0] for price in sorted(prices))
    assert CURVES.recall(ago + left, stability) <= dear <= cheap <= 1


def test_a_review_that_may_as_well_wait_gains_less_than_it_raises():
    """Asked yesterday, and the date is a month away: waiting makes a review worth more."""
    state = (10.0, 5.0, 1, 30)
    assert gains(price=0.001).of(*state).gain < raised(*state) / 2


def price(items, **how):
    held = [(item, item.stability) for item in items]
    return price_of(held, costs=COSTS, **{"day": 0, "seconds": 600.0} | how)


@given(items=decks(), days=st.integers(1, 60), seconds=st.floats(1, 3600), more=st.floats(0, 3600))
def test_time_is_dearer_the_less_of_it_there_is(items, days, seconds, more):
    last = items[0].date
    assert price(items, seconds=seconds + more) <= price(items, seconds=seconds) <= price(items * 2, seconds=seconds)
    assert price(items, day=max(last - days, 0)) >= price(items)
    assert price(items, day=last) == price(items, seconds=0.0) == 0
    assert price(items, breaks=frozenset({0, last, last + 1, -3})) == price(items)  # none of them is ahead
    assert price(items, breaks=frozenset({1})) >= price(items)


def test_what_was_begun_wants_less_time_than_what_is_new_and_pages_take_theirs():
    new, how = Item(key=1, date=10), {"seconds": 5.0}
    assert price([new]) == price([new], seconds=700.0)  # time to spare
    begun = replace(new, stability=2.0)
    assert price([new]) < price([begun], seconds=1.0) < price([new], seconds=1.0)
    assert price([new], **how) < price([replace(new, reading=30.0)], **how)
    assert price([new], breaks=frozenset({2, 3}), **how) > price([new], **how)


@pytest.mark.parametrize(
    ("own", "more"),
    [(Own(0.5, DEFAULT_MODEL.decay), 0), (Own(1.0, 0.4), 0), (Own(1.0, DEFAULT_MODEL.decay, 0.5), 0.05)],
)
def test_who_keeps_less_of_what_is_begun_early_begins_it_later(own, more):
    """Who forgets sooner, along a steeper curve, or by whom the growth of stabilities is half as real."""
    usual, others = gains(), Gains(Curves(DEFAULT_MODEL, own), COSTS)
    assert usual.spread(30) == SPREAD
    assert SPREADS[1] >= others.spread(30) > SPREAD + more
    new = [(30, 0.0)] * 90
    assert fresh_seconds(new, day=0, gains=others) < fresh_seconds(new, day=0, gains=usual)


def test_new_facts_are_spread_over_the_days_and_take_what_the_others_leave():
    new = [Item(key=n, date=20) for n in range(60)]
    seen = [Item(key=100 + n, date=20, stability=2.0, difficulty=5.0, seen=-5) for n in range(50)]
    chosen = choose(new + seen, day=0, seconds=500, gains=gains())
    assert 60 / (20 * SPREAD) <= sum(one.new for one in chosen) <= 60 / (20 * SPREAD) + 1
    assert len(choose(new, day=0, seconds=500, gains=gains())) == 20  # nothing else to do


def test_however_much_is_new_a_day_hears_of_what_was_begun():
    """Where there is no time for all, a new fact gains most by the second: nothing was asked again until the date."""
    new = [Item(key=n, date=12) for n in range(1000)]
    seen = [Item(key=1000 + n, date=12, stability=2.3, difficulty=2.0, seen=-1) for n in range(30)]
    chosen = choose(new + seen, day=0, seconds=900, gains=gains(price=1.0))
    assert not chosen[-1].new
    assert 0.9 * 900 <= sum(one.seconds for one in chosen if one.new) <= 0.9 * 900 + COSTS.new
    assert all(one.new for one in choose(new, day=0, seconds=900, gains=gains(price=1.0)))


def test_the_last_days_go_over_what_was_begun():
    new = [Item(key=n, date=12) for n in range(1000)]
    seen = [Item(key=1000 + n, date=12, stability=2.3, difficulty=2.0, seen=-1) for n in range(100)]
    asked = [
        [one.new for one in choose(new + seen, day=day, seconds=900, gains=gains(price=1.0))] for day in (9, 10, 11)
    ]
    assert [day.count(True) > day.count(False) for day in asked] == [True, False, False]
    assert all(any(day) for day in asked)


def test_what_is_read_for_new_facts_counts_beside_what_is_asked_again():
    seen = Item(key=1, date=12, stability=2.3, difficulty=2.0, seen=-1)
    for reading, first in ((0.0, True), (100.0, False)):
        new = [Item(key=2 + n, date=12, reading=2 * n * reading) for n in range(2)]
        chosen = choose([seen, *new], day=0, seconds=900, gains=gains(price=1.0))
        assert chosen[0].new is first
        assert [one.place for one in chosen if one.new] == [1, 2]  # in their order, whatever each asks to read


def test_no_new_fact_is_left_over_on_the_last_day_if_there_is_time():
    new = [Item(key=n, date=20) for n in range(10)]
    seen = [Item(key=100 + n, date=20, stability=2.0, difficulty=5.0, seen=-5) for n in range(15)]
    assert sum(one.new for one in choose(new + seen, day=19, seconds=500, gains=gains())) == 10


@given(items=decks(), weight=st.floats(0.1, 10))
def test_weighing_all_alike_changes_no_order(items, weight):
    heavier = [replace(item, weight=weight) for item in items]
    before, after = (ranked(cards, day=0, gains=gains()) for cards in (items, heavier))
    assert [one.gain * weight for one in before] == pytest.approx([one.gain for one in after])


def test_what_weighs_more_comes_first_and_what_weighs_nothing_is_never_asked():
    items = [Item(key=1, date=10), Item(key=2, date=10, weight=2.0), Item(key=3, date=10, weight=0.0)]
    assert [items[one.place].key for one in ranked(items, day=0, gains=gains())] == [2, 1]


def test_among_equals_the_first_are_taken_first():
    items = [Item(key=key, date=10) for key in (7, 3, 5)]
    assert [items[one.place].key for one in choose(items, day=0, seconds=50, gains=gains())] == [7, 3]


def test_with_time_to_spare_what_will_be_recalled_anyway_is_left_alone():
    sure = Item(key=1, date=2, stability=4000.0, difficulty=2.0, seen=-1)
    risky = replace(sure, key=2, stability=2.0)
    assert [one.place for one in choose([sure, risky], day=0, seconds=3600, gains=gains())] == [1]


# --- The best that there is: all that can be done on each day, and what may come of it ---------------------------

SAME = Costs(new=20, right=20, wrong=20)  # so that a day's seconds hold so many cards


def worth(items, day, act):
    """The expected recall on the date, added up, if ``act`` decides what each day asks; exact, by all outcomes."""
    left = items[0].date
    if day == left:
        return sum(
            CURVES.recall(max(left - item.seen, 1), item.stability) for item in items if item.stability is not None
        )
    return act(items, day)


def after(items, day, asked, act):
    """The expectation over what the asked cards' answers make of them."""
    if not asked:
        return worth(items, day + 1, act)
    index, *rest = asked
    item = items[index]

    def become(stability, difficulty):
        grown = replace(item, stability=stability, difficulty=difficulty, seen=day)
        return after((*items[:index], grown, *items[index + 1 :]), day, tuple(rest), act)

    if item.stability is None:
        return become(*CURVES.first)
    grown = CURVES.grown(day - item.seen, item.stability, item.difficulty)
    r = CURVES.recall(day - item.seen, item.stability)
    right = become(grown.stability, grown.difficulty)
    return r * right + (1 - r) * become(grown.stability_lost, grown.difficulty_lost)


def by_greed(cards):
    def act(items, day):
        dear = price_of([(item, item.stability) for item in items], day=day, seconds=20.0 * cards, costs=SAME)
        chosen = choose(items, day=day, seconds=20.0 * cards, gains=gains(SAME, dear))
        return after(items, day, tuple(one.place for one in chosen), act)

    return cache(act)


def at_best():
    """One card a day, whichever leads to most."""

    def act(items, day):
        free = [n for n, item in enumerate(items) if item.stability is None or item.seen < day]
        return max(after(items, day, asked, best) for asked in [(), *((n,) for n in free)])

    best = cache(act)
    return best


@settings(max_examples=40, deadline=None)
@given(items=decks(most=6))
def test_on_the_last_day_greed_is_the_best(items):
    items = tuple(replace(item, date=1) for item in items)
    assert worth(items, 0, by_greed(1)) >= worth(items, 0, at_best()) - WORTH - 1e-9


@settings(max_examples=15, deadline=None)
@given(
    states=st.lists(
        st.one_of(st.none(), st.tuples(st.floats(0.3, 30), st.floats(1, 10), st.integers(-20, -1))),
        min_size=3, max_size=3,
    )
)  # fmt: skip
def test_over_four_days_greed_comes_near_the_best(states):
    items = tuple(
        Item(key=key, date=4, stability=s[0] if s else None, difficulty=s[1] if s else 0.0, seen=s[2] if s else 0)
        for key, s in enumerate(states)
    )
    best, greedy = worth(items, 0, at_best()), worth(items, 0, by_greed(1))
    assert greedy <= best + 1e-9
    assert best - greedy <= 0.02 * len(items)


def test_new_facts_are_begun_in_the_order_of_the_path_however_much_is_read_for_them():
    items = [Item(key=key, date=20, reading=reading) for key, reading in enumerate((90.0, 90.0, 5.0, 5.0))]
    chosen = choose(items, day=0, seconds=200, gains=gains())
    assert [one.place for one in chosen] == [0, 1]
    assert [one.seconds for one in chosen] == [115, 115]


def test_what_was_put_off_is_asked_from_its_day_on():
    item = Item(key=1, date=20, stability=2.0, difficulty=5.0, seen=-3, opens=2)
    assert choose([item], day=1, seconds=600, gains=gains()) == []
    assert len(choose([item], day=2, seconds=600, gains=gains())) == 1


@given(news=st.lists(st.booleans(), max_size=40), share=st.floats(0.2, 0.8))
def test_who_stops_half_way_has_done_half_of_both(news, share):
    chosen = [Chosen(place, 1.0, 10.0, new) for place, new in enumerate(news)]
    found = mixed(chosen)
    assert sorted(found) == chosen
    for new in (False, True):
        part = [one for one in chosen if one.new is new]
        assert [one for one in found if one.new is new] == part
        done = sum(one.new is new for one in found[: round(share * len(found))])
        assert abs(done - share * len(part)) <= 2
