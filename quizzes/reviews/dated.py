"""Days that are planned for a date: which cards today asks, and where that leads.

With an interview ahead a day is opened with its plan (`DayPlan.cards`), made by `quizzes.reviews.planning`; the queue
and the load then go by it. It is made anew when the learner asks for it or changes the date or the minutes.

The plan is over the whole path: of all facts that count for what somebody would recall, those that were not taken up
yet are new ones, in the order of the path. The plan takes up what a day begins with.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from quizzes.bank.askable import ASKABLE_FACT, FLASHCARD_OF_FACT
from quizzes.bank.models import Fact
from quizzes.reviews.askable import COUNTABLE
from quizzes.reviews.away import break_over, rests
from quizzes.reviews.cards import add_cards, take_turn
from quizzes.reviews.counting import dated, pace_of, spoken_for
from quizzes.reviews.days import local_day
from quizzes.reviews.levelled import level_today
from quizzes.reviews.load import FIRST, WRONG_TO_RIGHT, Pace
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.paths import Way, want_first, way_of
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.day import choose, mixed
from quizzes.reviews.planning.greedy import Costs, Gains, Goal, Item, price_of
from quizzes.reviews.planning.own import HEARD, OwnPace, own_pace
from quizzes.reviews.queries import model_of
from sdwiki import rounding

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

UNCOUNTED = 0  # the group of cards whose facts count for no figure: what goes deeper, and what is answered aloud
FIRST_GRADES = 50  # until there are so many, the share of new facts that are understood at once is the usual one
HALF = 0.5  # what counts for no figure is wanted too, but not before what does

HELPING = 5  # facts of a topic that a round begins, where a little of each comes first
# To skim the sheet of a topic takes this part of the time of its page: some 800 words of 2,400.
SHEET = 1 / 3

# Facts in the order in which they are taken among equals: what the learner took up, then their path. Learners take up
# whole topics: where some facts of one have cards, a plan has made these, and they come no sooner for that. Where a
# little of every topic comes first they are taken in rounds: of each table and list of a topic its share. Groups are
# topics; their facts are those that a standing counts (`quizzes.progress.queries`), a test holds the two together.
PATH = "t.phase_id IS NOT NULL AND t.retired_at IS NULL"
FACTS = f"""
SELECT card, fact, topic, stability, difficulty, last_day, buried_until, round
FROM (
    SELECT c.id AS card, f.id AS fact, CASE WHEN {COUNTABLE} AND {PATH} THEN f.topic_id ELSE {UNCOUNTED} END AS topic,
           c.stability, c.difficulty, c.last_day, c.buried_until, c.due, t.phase_id, t.slug, f.position,
           p.position AS phase_at, t.position AS topic_at,
           c.stability IS NULL AND NOT bool_and(c.id IS NOT NULL) OVER of_topic AS by_path,
           CASE WHEN %(breadth_first)s THEN
               floor((row_number() OVER (of_group ORDER BY f.position, f.id) - 1)
                     * ceil(count(*) OVER of_topic / {HELPING}.0) / count(*) OVER of_group)::int
           END AS round
    FROM quizzes_fact f {FLASHCARD_OF_FACT}
    JOIN content_topic t ON t.id = f.topic_id LEFT JOIN content_phase p ON p.id = t.phase_id
    LEFT JOIN quizzes_card c ON c.fact_id = f.id AND c.learner_id = %(learner)s
    WHERE {ASKABLE_FACT} AND NOT coalesce(c.suspended, false) AND (c.id IS NOT NULL OR f.core AND {PATH})
    WINDOW of_topic AS (PARTITION BY f.topic_id, f.core), of_group AS (PARTITION BY f.topic_id, f.core, f."group")
) found
ORDER BY CASE WHEN stability IS NULL THEN round END NULLS FIRST, by_path, CASE WHEN NOT by_path THEN due END,
         CASE WHEN NOT by_path THEN card END, array_position(%(phases)s::bigint[], phase_id), phase_at, topic_at, slug,
         position, fact
"""
# Whether any of them was not taken up yet.
UNBEGUN = f"""
SELECT EXISTS (
    SELECT FROM quizzes_fact f {FLASHCARD_OF_FACT} JOIN content_topic t ON t.id = f.topic_id
    WHERE {ASKABLE_FACT} AND f.core AND {PATH}
      AND NOT EXISTS (SELECT FROM quizzes_card c WHERE c.fact_id = f.id AND c.learner_id = %s)
)
"""
# The latest answers on a day after the evidence before: how long ago that was, and the stability that it left. Those of
# other parameters than the learner's of now say nothing of these.
ANSWERS = f"""
SELECT day - before, stability, rating > 1
FROM (
    SELECT id, day, rating, lag(day) OVER of_card AS before, lag(stability) OVER of_card AS stability,
           lag(parameter_set_id) OVER of_card AS parameters
    FROM quizzes_review r
    WHERE learner_id = %s AND rating IS NOT NULL AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
    WINDOW of_card AS (PARTITION BY card_id ORDER BY id)
) log
WHERE before < day AND stability IS NOT NULL AND parameters IS NOT DISTINCT FROM %s::bigint
ORDER BY id DESC LIMIT {HEARD}
"""

# First grades of flashcards, and how many of them were a success.
FIRSTS = """
SELECT count(*), count(*) FILTER (WHERE rating > 1)
FROM (
    SELECT DISTINCT ON (card_id) rating, source FROM quizzes_review r
    WHERE learner_id = %s AND rating IS NOT NULL AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
    ORDER BY card_id, id
) first
WHERE source = 'review'
"""

# By fact (id): what it is worth, and on which date; after a date before the interview it is worth what others are.
Weights = Mapping[int, tuple[float, date]]
NONE: Mapping[int, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """All that a plan is made of. ``cards`` are the learner's, by fact; the key of an item is its fact. ``breaks`` are
    the days without study, counted from today; ``breadth_first`` is as it is planned."""

    items: tuple[Item, ...]
    cards: dict[int, int]
    gains: Gains
    own: OwnPace
    pace: Pace
    seconds: float
    breaks: frozenset[int]
    breadth_first: bool

    @property
    def short(self) -> bool:
        """Whether the minutes until the date are too few to begin all that is new."""
        days = max((item.date for item in self.items), default=0)
        held = self.seconds * (days - len(self.breaks & set(range(days))))
        return held < sum(self.gains.costs.new + item.reading for item in self.items if item.stability is None)


def state_of(
    learner: "User",
    now: datetime,
    *,
    reading: Mapping[int, float] = NONE,
    skimmed: Collection[int] = (),
    weights: Weights = NONE,
    breadth_first: bool | None = None,
) -> State:
    """What there is to plan; ``reading`` gives the seconds of pages (topics) that are not read yet, ``skimmed`` those
    of which the sheet was. Core facts without a weight are worth 1 on the day of the interview. What is new comes as
    the learner has chosen, unless ``breadth_first`` says how. Five statements."""
    day = local_day(now, learner.time_zone, learner.day_start)
    assert learner.interview_on is not None  # `dated` was asked
    assert learner.minutes_per_day is not None
    with connection.cursor() as cursor:
        way = way_of(learner)
        way = way if breadth_first is None else Way(way.phases, breadth_first)
        cursor.execute(FACTS, {"learner": learner.pk, **way._asdict(), "phases": list(way.phases)})
        rows = cursor.fetchall()
        cursor.execute(ANSWERS, [learner.pk, learner.memory_set])
        own = own_pace(cursor.fetchall(), model_of(learner))
        cursor.execute(FIRSTS, [learner.pk])
        graded, right = cursor.fetchone()
    pace = pace_of(learner)
    # A new fact is asked once more within its steps.
    costs = Costs(
        new=pace.fresh + pace.review, right=pace.review, wrong=WRONG_TO_RIGHT * pace.review, first=first(graded, right)
    )
    items, breaks = _items(rows, day, learner.interview_on, reading, skimmed, weights), rests(learner, day)
    seconds = learner.minutes_per_day * 60.0
    price = price_of([(item, item.stability) for item in items], day=0, seconds=seconds, costs=costs, breaks=breaks)
    return State(
        items=items,
        cards={fact: card for card, fact, *_ in rows if card is not None},
        gains=Gains(Curves(model_of(learner), own.cautious), costs, price),
        own=own,
        pace=pace,
        seconds=seconds,
        breaks=breaks,
        breadth_first=way.breadth_first,
    )


def first(graded: int, right: int) -> float:
    """The share of new facts that are understood at once."""
    return right / graded if graded >= FIRST_GRADES else FIRST


def _items(
    rows: Sequence[tuple[Any, ...]],
    day: date,
    interview: date,
    reading: Mapping[int, float],
    skimmed: Collection[int],
    weights: Weights,
) -> tuple[Item, ...]:
    """The rows of `FACTS`. A page is read along with its facts, so each new one costs its part of the page; those of
    the first round their part of its sheet, whether others of the round were begun before or not."""
    facts, begun = Counter(row[2] for row in rows), Counter(row[2] for row in rows if row[-1] == 0)
    made = []
    for _, fact, group, stability, difficulty, last_day, put_off, turn in rows:
        weight = 1.0 if group else HALF
        sooner = None
        if fact in weights:
            worth, by = weights[fact]
            weight, sooner = (worth, None) if by >= interview else (weight, Goal((by - day).days, worth))
        # Evidence of a later day, where a learner has travelled west, counts as today's.
        seen = min((last_day - day).days, 0) if last_day else 0
        opens = max((put_off - day).days, 0) if put_off else 0
        page = 0.0
        if stability is None and not (turn == 0 and group in skimmed):
            page = reading.get(group, 0.0) * (SHEET / begun[group] if turn == 0 else 1 / facts[group])
        left = (interview - day).days
        made.append(Item(fact, left, weight, group, stability, difficulty or 0.0, seen, opens, page, sooner))
    return tuple(made)


@transaction.atomic
def plan_today(
    *,
    learner: "User",
    now: datetime,
    reading: Mapping[int, float] = NONE,
    skimmed: Collection[int] = (),
    weights: Weights = NONE,
) -> DayPlan | None:
    """Plan the rest of a learner's day, take up the facts that it begins with, and let a worker say where that leads.
    Without an interview ahead what has a weight comes first of what is new, the day is held to the minutes
    (`level_today`), and None returned. ``reading``, ``skimmed`` and ``weights`` as for `state_of`."""
    take_turn(learner)
    day = local_day(now, learner.time_zone, learner.day_start)
    if not dated(learner, day):
        want_first(learner=learner, wanted={fact: by for fact, (_, by) in weights.items()}, now=now)
        level_today(learner=learner, now=now)
        return None
    state = state_of(learner, now, reading=reading, skimmed=skimmed, weights=weights)
    # A day that was taken off keeps its list, which asks nothing until that is undone.
    left = 0.0 if break_over(learner, day) else max(state.seconds - spoken_for(learner, now), 0.0)
    chosen = mixed(choose(state.items, day=0, seconds=left, gains=state.gains, breaks=state.breaks))
    fresh = sum(one.new for one in chosen)
    due, seconds = len(chosen) - fresh, sum(one.seconds for one in chosen)
    facts = [state.items[one.place].key for one in chosen]
    plan = {
        "date": learner.interview_on, "cards": _cards(learner, state, facts, now),
        "due": due, "fresh": fresh, "minutes": rounding.minutes(seconds), "planned_at": now, "wants": True,
        "room": None,
        "pages": _pages(state.items[one.place] for one in chosen),
        "beside": max(seconds - due * state.pace.review - fresh * state.pace.fresh, 0.0),
    }  # fmt: skip
    made: DayPlan
    made, _ = DayPlan.objects.update_or_create(
        learner=learner, day=day, defaults=plan, create_defaults=plan | {"opened_at": now}
    )
    return made


def _pages(items: Iterable[Item]) -> dict[str, float]:
    """The seconds of reading that belong to these, by topic."""
    found: dict[str, float] = {}
    for item in items:
        if item.reading:
            found[str(item.group)] = found.get(str(item.group), 0.0) + item.reading
    return found


def path_waits(learner: "User") -> bool:
    """Whether the path has facts that the learner has not taken up, for a plan to begin with. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(UNBEGUN, [learner.pk])
        return bool(cursor.fetchone()[0])


def take_up(*, learner: "User", number: int, now: datetime) -> None:
    """Take up the next so many facts of the path, in its order."""
    with connection.cursor() as cursor:
        way = way_of(learner)
        cursor.execute(FACTS, {"learner": learner.pk, **way._asdict(), "phases": list(way.phases)})
        missing = [fact for card, fact, *_ in cursor.fetchall() if card is None][:number]
    add_cards(learner, Fact.objects.filter(pk__in=missing), now)


def _cards(learner: "User", state: State, facts: Sequence[int], now: datetime) -> list[int]:
    """The cards of these facts, in their order; what is missing is made. A day's minutes bound their number."""
    cards = dict(state.cards)
    if missing := [fact for fact in facts if fact not in cards]:
        add_cards(learner, Fact.objects.filter(pk__in=missing), now)
        cards |= dict(Card.objects.filter(learner=learner, fact__in=missing).values_list("fact", "pk"))
    return [cards[fact] for fact in facts]
