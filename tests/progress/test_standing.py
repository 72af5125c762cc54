from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.models import Topic
from quizzes.bank.models import Fact, Flashcard
from quizzes.progress.queries import forecast, path_of, standings, topic_progress
from quizzes.progress.services import mark_read
from quizzes.progress.standing import Standing, together
from quizzes.reviews.counting import load
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.models import Card
from quizzes.reviews.scheduling import DEFAULT_MODEL
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

some_standings = st.builds(
    Standing,
    total=st.integers(0, 50),
    seen=st.integers(0, 50),
    due=st.integers(0, 9),
    recalled=st.floats(0, 50),
    recalled_then=st.none() | st.floats(0, 50),
    pages=st.integers(0, 9),
    pages_read=st.integers(0, 9),
)


# --- Standings ---------------------------------------------------------------------------------------


@given(one=some_standings, other=some_standings, third=some_standings)
def test_standings_added_up_do_not_depend_on_their_order(one, other, third):
    left, right = together([one, other, third]), together([third, one, other])
    assert left.recalled == pytest.approx(right.recalled)
    assert (left.total, left.seen, left.due, left.read) == (right.total, right.seen, right.due, right.read)


def test_standing_of_nothing_divides_by_nothing():
    nothing = Standing()
    assert (nothing.recall, nothing.recall_then, nothing.read) == (0, None, False)


# --- The same in SQL ---------------------------------------------------------------------------------


def test_evidence_of_tomorrow_counts_as_today(wiki, now):
    """A learner who flies west has cards whose last day is ahead of the local day."""
    learner = UserFactory()
    fact = facts_of("messaging")[0]
    remember(learner, fact, now, days=-1)
    recalled = topic_progress(learner, now)[fact.topic_id].recalled
    assert recalled == pytest.approx(recall_after(1, 10.0, model=DEFAULT_MODEL))


def test_unseen_facts_count_as_not_recalled(wiki, now):
    learner = UserFactory()
    seen, new, *_ = facts = facts_of("messaging")
    remember(learner, seen, now, days=0)
    remember(learner, new, now, state=Card.State.NEW, stability=None, difficulty=None, last_day=None, reps=0)
    standing = topic_progress(learner, now)[seen.topic_id]
    assert (standing.total, standing.added, standing.seen) == (len(facts), 2, 1)
    assert standing.recall == pytest.approx(recall_after(1, 10.0, model=DEFAULT_MODEL) / len(facts))


def test_due_leaves_out_new_suspended_and_later_cards(wiki, now):
    learner = UserFactory()
    overdue, suspended, later, new = facts_of("messaging")[:4]
    remember(learner, overdue, now, due_in=timedelta(0))
    remember(learner, suspended, now, due_in=-timedelta(1), suspended=True)
    remember(learner, later, now, due_in=timedelta(seconds=1))
    remember(learner, new, now, due_in=-timedelta(1), state=Card.State.NEW, stability=None, last_day=None)
    assert topic_progress(learner, now)[overdue.topic_id].due == 1


def test_what_no_review_asks_is_not_due(wiki, now):
    """The fact stands, but its flashcard is refused since an edit: it would be called due for ever."""
    learner = UserFactory()
    fact, other = facts_of("messaging")[:2]
    for card in (fact, other):
        remember(learner, card, now, due_in=-timedelta(1))
    Flashcard.objects.filter(fact=fact).update(retired_at=now)
    standing = topic_progress(learner, now)[fact.topic_id]
    assert (standing.due, standing.seen) == (load(learner, now).due, 1) == (1, 1)
    assert standing.total == len(facts_of("messaging"))
    assert [day.count for day in forecast(learner, now, days=2)] == [1, 0]


def test_retired_facts_count_nowhere(wiki, now):
    learner = UserFactory()
    fact, *others = facts_of("messaging")
    remember(learner, fact, now)
    Fact.objects.filter(pk=fact.pk).update(retired_at=now)
    standing = topic_progress(learner, now)[fact.topic_id]
    assert (standing.total, standing.seen, standing.recalled) == (len(others), 0, 0)


def test_an_interview_that_is_over_is_not_looked_at(wiki, now):
    learner = UserFactory(interview_on=now.date() - timedelta(1))
    assert {standing.recall_then for standing in topic_progress(learner, now).values()} == {None}


def test_standings_of_several_learners_are_apart_and_in_their_own_day(wiki):
    now = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    here, ahead = UserFactory(), UserFactory(time_zone="Pacific/Kiritimati")  # UTC+14: 09:00 on 3 March
    fact = facts_of("messaging")[0]
    for learner in (here, ahead):
        remember(learner, fact, now, stability=4.0, days=3)
    found = standings([here, ahead, UserFactory()], now)
    assert found[here.pk, fact.topic_id].recalled == pytest.approx(recall_after(4, 4.0, model=DEFAULT_MODEL))
    assert found[ahead.pk, fact.topic_id].recalled == pytest.approx(recall_after(5, 4.0, model=DEFAULT_MODEL))
    assert len(found) == 3 * Topic.objects.topics().count()


def test_reading_counts_once_and_follows_the_newest_revision(wiki, now):
    learner, topic = UserFactory(), Topic.objects.get(slug="storage")
    first = mark_read(learner=learner, topic=topic, now=now)
    again = mark_read(learner=learner, topic=topic, now=now + timedelta(1))
    assert (first.pk, first.at) == (again.pk, again.at)
    assert topic_progress(learner, now)[topic.pk].read
    foundation = next(part for part in path_of(topic_progress(learner, now)) if part.phase.slug == "foundation")
    assert (foundation.standing.pages_read, foundation.standing.pages, foundation.standing.read) == (1, 2, False)


@pytest.mark.parametrize("learners", [1, 3])
def test_standings_cost_one_query(wiki, now, learners, django_assert_num_queries):
    people = [UserFactory() for _ in range(learners)]
    with django_assert_num_queries(1):
        standings(people, now)


def test_the_day_is_the_learners(wiki):
    """At 02:00 in Berlin the day is still the one before, with a day start of 04:00."""
    learner = UserFactory(time_zone="Europe/Berlin")
    now = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    fact = facts_of("messaging")[0]
    remember(learner, fact, now - timedelta(1), stability=2.0, days=0)
    before, after = (topic_progress(learner, now + timedelta(hours=n))[fact.topic_id].recalled for n in (0, 3))
    assert before == pytest.approx(recall_after(1, 2.0, model=DEFAULT_MODEL))
    assert after == pytest.approx(recall_after(2, 2.0, model=DEFAULT_MODEL))
