"""What every page says a learner would recall: the sum in SQL against the rule in Python over what the log holds."""

from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.models import Topic
from quizzes.attempts.answers import asked_in
from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.scoring import Given, share
from quizzes.attempts.services import save_answer, start_practice
from quizzes.bank.models import Fact, Flashcard
from quizzes.progress.queries import today_of, topic_progress
from quizzes.progress.standing import together
from quizzes.reviews import scheduling
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.errors import LaidAsideError
from quizzes.reviews.expected import expected, next_day
from quizzes.reviews.fitting.services import use
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import DEFAULT_MODEL, Evidence, Memory, Rating
from quizzes.reviews.services import add_topics, grade
from quizzes.reviews.taking_back import undo
from quizzes.today.services import save_settings
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.reviews.memory_models import FORGETFUL, parameters_of

pytestmark = pytest.mark.django_db

DAYS_AHEAD = 400
# Where the local date is another: a day earlier in Pago Pago, and after a late day start in the small hours.
PLACES = [("UTC", 0), ("Pacific/Pago_Pago", 0), ("UTC", 4), ("UTC", 23), ("Pacific/Kiritimati", 0)]

histories = st.lists(
    st.tuples(
        st.sampled_from(
            ["grade", "grade", "right", "wrong", "guess", "undo", "reword", "retire", "suspend", "travel", "travel"]
        ),
        st.integers(0, 99),
        st.sampled_from(Rating),
        st.sampled_from([0, 0, 7, 600, 1440, 1440, 9 * 1440]),  # minutes since the last
    ),
    max_size=12,
)


@pytest.fixture
def learner(wiki, now):
    learner = UserFactory(interview_on=now.date() + timedelta(DAYS_AHEAD))
    add_topics(learner=learner, topic_ids=[topic.pk for topic in Topic.objects.topics()], now=now)
    return learner


def counted(learner):
    """The facts that count for this learner (ids), looked up one by one."""
    suspended = set(Card.objects.filter(learner=learner, suspended=True).values_list("fact", flat=True))
    refused = set(Flashcard.objects.filter(retired_at__isnull=False).values_list("fact", flat=True))
    return set(Fact.objects.filter(core=True, retired_at=None).values_list("pk", flat=True)) - suspended - refused


def by_the_rule(learner, now, model=DEFAULT_MODEL):
    """Expected facts on the next day and at the interview, and of how many: from the log alone, in Python."""
    evidence = defaultdict(list)
    for review in Review.objects.effective().filter(learner=learner).order_by("pk").select_related("card"):
        evidence[review.card.fact_id].append(Evidence(Rating(review.rating), review.day, review.weight))
    facts = counted(learner)
    memories = [scheduling.replay(evidence[fact], model=model) for fact in facts]
    dates = (next_day(today_of(learner, now)), learner.interview_on)
    return [sum(expected(memory, on=on, model=model) for memory in memories) for on in dates], len(facts)


def on_pages(learner, now):
    standing = together(topic_progress(learner, now).values())
    return [standing.recalled, standing.recalled_then], standing.total


def answer(attempt, kind, now):
    """The next question of the quiz, answered as asked: right, wrong, or with any choice, called a guess."""
    question = attempt.questions.filter(answers=None).select_related("version__question").first()
    if question is None:
        return False
    asked = asked_in(question)
    right = [item for item in asked.items if item.correct]
    if asked.shape.takes_one:
        wrong = next(item for item in asked.items if not item.correct)
        said = Given.of((wrong if kind == "wrong" else right[0]).pk)
    elif asked.shape.placed:
        places = {item.pk: item.target for item in asked.items}
        if kind == "wrong":
            places = {item.pk: next(t for t in asked.targets if t != item.target) for item in asked.items}
        said = Given(places=places)
    elif asked.items and asked.shape == "several":
        chosen = [item for item in asked.items if item.correct is (kind != "wrong")]
        said = Given.of(*(item.pk for item in chosen))
    else:
        said = Given(typed="nothing that is meant" if kind == "wrong" else right[0].text)
    assert share(asked, said) == (kind != "wrong")
    save_answer(
        attempt_id=attempt.pk,
        position=question.position,
        given=said,
        sequence=0,
        key=uuid4(),
        now=now,
        sureness="guess" if kind == "guess" else "",
    )
    return True


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=histories)
def test_every_answer_moves_what_pages_say_as_the_laws_want_it(history, learner, now):
    Answer.objects.all().delete()
    Attempt.objects.all().delete()
    Review.objects.all().delete()
    Fact.objects.update(retired_at=None)
    Card.objects.update(
        state=0, stability=None, difficulty=None, step=0, last_day=None, reps=0, lapses=0, missed=False, due=now,
        changed=False, suspended=False,
    )  # fmt: skip
    learner.time_zone, learner.day_start = PLACES[0]
    save_settings(user=learner, now=now)
    topics = [topic.pk for topic in Topic.objects.topics()]
    quiz = start_practice(learner=learner, visitor="", topics=topics, count=20, title="All", key=uuid4(), now=now)
    graded = []  # of each flashcard grade that an undo would take back: what was said just before
    for kind, n, rating, minutes in history:
        if minutes:
            now, graded = now + timedelta(minutes=minutes), []
        cards = list(Card.objects.filter(learner=learner).order_by("pk"))
        card = cards[n % len(cards)]
        before, total = on_pages(learner, now)
        if kind == "grade":
            with suppress(LaidAsideError):  # of a card that is asked no more
                grade(learner=learner, card_id=card.pk, rating=rating, now=now, key=uuid4())
                graded.append(before)
        elif kind == "undo":
            undo(learner=learner, now=now, key=uuid4())
        elif kind == "travel":
            learner.time_zone, learner.day_start = PLACES[n % len(PLACES)]
            save_settings(user=learner, now=now)
            before, total = on_pages(learner, now)
        elif kind == "reword":
            mark_changed(fact_ids=[card.fact_id], now=now)
        elif kind == "retire":
            Fact.objects.filter(pk=card.fact_id).update(retired_at=now)
        elif kind == "suspend":
            Card.objects.filter(pk=card.pk).update(suspended=not card.suspended)
        else:
            answer(quiz, kind, now)
        after, total_after = on_pages(learner, now)
        wanted, wanted_total = by_the_rule(learner, now)
        assert after == pytest.approx(wanted, abs=1e-9)
        assert total_after == wanted_total
        if kind in ("guess", "reword"):
            assert (after, total_after) == (before, total)
        elif kind == "wrong" or (kind == "grade" and rating == Rating.AGAIN):
            assert all(new <= old for new, old in zip(after, before, strict=True))
        elif kind == "right" or (kind == "grade" and rating > Rating.HARD):
            assert all(new >= old for new, old in zip(after, before, strict=True))
        elif kind == "undo" and graded:
            assert after == graded.pop()
        if kind not in ("grade", "undo", "reword"):
            graded = []


@pytest.mark.parametrize(("place", "hour"), [(PLACES[1], 9), (PLACES[2], 2), (PLACES[3], 12)])
def test_right_answers_where_the_date_is_a_day_earlier_lower_nothing(learner, now, place, hour):
    now = now.replace(hour=hour)
    learner.time_zone, learner.day_start = PLACES[0]
    learner.save()
    cards = list(Card.objects.filter(learner=learner)[:3])
    for at in (now - timedelta(days=2), now):
        for card in cards:
            grade(learner=learner, card_id=card.pk, rating=Rating.GOOD, now=at, key=uuid4())
    learner.time_zone, learner.day_start = place
    save_settings(user=learner, now=now)
    assert today_of(learner, now) == now.date() - timedelta(days=1)
    before, _ = on_pages(learner, now)
    for card in cards:
        grade(learner=learner, card_id=card.pk, rating=Rating.GOOD, now=now, key=uuid4())
        after, _ = on_pages(learner, now)
        assert all(new >= old for new, old in zip(after, before, strict=True))
        before = after
    assert after == pytest.approx(by_the_rule(learner, now)[0], abs=1e-9)
    assert set(Card.objects.filter(pk__in=[c.pk for c in cards]).values_list("last_day", flat=True)) == {now.date()}


@pytest.mark.parametrize("model", [DEFAULT_MODEL, FORGETFUL])
def test_the_sum_in_sql_is_that_of_python_for_any_model(learner, now, model):
    if model != DEFAULT_MODEL:
        use(learner=learner, parameters=parameters_of(learner, model, now))
    Card.objects.all().delete()
    memories = []
    for place, fact in enumerate(facts_of("messaging")):
        stability, gap, missed = 10 ** (place % 6 - 2), (0, 1, 2, 30, 365, 3000)[place % 6], place % 4 == 3
        card = remember(learner, fact, now, stability=stability, days=gap, missed=missed)
        memories.append(scheduling.memory_of(card))
    dates = (now.date() + timedelta(1), learner.interview_on)
    wanted = [sum(expected(memory, on=on, model=model) for memory in memories) for on in dates]
    assert on_pages(learner, now)[0] == pytest.approx(wanted, abs=1e-9)


def test_twenty_wrong_answers_of_a_new_account_expect_nothing(learner, now):
    for card in Card.objects.filter(learner=learner)[:20]:
        grade(learner=learner, card_id=card.pk, rating=Rating.AGAIN, now=now, key=uuid4())
        assert on_pages(learner, now)[0] == [0, 0]


def test_an_interview_today_counts_as_the_next_day(learner, now):
    """A chance within the day would be 1."""
    learner.interview_on = now.date()
    learner.save()
    card = Card.objects.filter(learner=learner).first()
    grade(learner=learner, card_id=card.pk, rating=Rating.GOOD, now=now, key=uuid4())
    (following, then), _ = on_pages(learner, now)
    assert 0 < then == following < 1


def test_a_fact_never_seen_counts_among_all_and_adds_nothing(learner, now):
    assert expected(Memory(), on=now.date(), model=DEFAULT_MODEL) == 0
    figures, total = on_pages(learner, now)
    assert figures == [0, 0]
    assert total == len(counted(learner)) > 0
