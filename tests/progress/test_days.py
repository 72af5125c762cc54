import uuid
from datetime import date, timedelta

from quizzes.bank.models import Fact
from quizzes.progress.charts import bars
from quizzes.progress.queries import DayCount, forecast, reviews_by_day
from quizzes.progress.views import calendar_weeks
from quizzes.reviews.models import Card
from quizzes.reviews.services import add_topics, grade
from quizzes.reviews.taking_back import undo
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember


def test_forecast_gathers_what_is_overdue_into_today(wiki, now):
    learner = UserFactory()
    first, second, third, fourth, fifth, sixth = facts_of("messaging")[:6]
    remember(learner, first, now, due_in=-timedelta(40))
    remember(learner, second, now, due_in=timedelta(hours=15))  # 03:00 tomorrow is still today
    remember(learner, third, now, due_in=timedelta(hours=16))  # 04:00 begins tomorrow
    remember(learner, fourth, now, due_in=timedelta(days=13))
    remember(learner, fifth, now, due_in=timedelta(days=14))
    remember(learner, sixth, now, due_in=timedelta(0), suspended=True)
    remember(UserFactory(), first, now)
    coming = forecast(learner, now)
    assert [(day.day, day.count) for day in coming if day.count] == [
        (date(2026, 3, 2), 2),
        (date(2026, 3, 3), 1),
        (date(2026, 3, 15), 1),
    ]
    assert len(coming) == 14


def test_calendar_counts_what_stands_on_its_local_day(wiki, now):
    learner = UserFactory()
    topic = Fact.objects.filter(topic__slug="messaging").values_list("topic", flat=True)[0]
    add_topics(learner=learner, topic_ids=[topic], now=now)
    cards = list(Card.objects.filter(learner=learner)[:3])
    for card, back in zip(cards, (0, 0, 3), strict=True):
        at = now - timedelta(days=back)
        grade(learner=learner, card_id=card.pk, rating=4, now=at, key=uuid.uuid4())
    assert [day.count for day in reviews_by_day(learner, now, days=4)] == [1, 0, 0, 2]
    undo(learner=learner, now=now, key=uuid.uuid4())
    assert [day.count for day in reviews_by_day(learner, now, days=4)] == [1, 0, 0, 1]
    assert len(reviews_by_day(learner, now)) == 28


def test_calendar_weeks_begin_on_monday():
    days = [DayCount(date(2026, 2, 3) + timedelta(n), n) for n in range(28)]  # Tuesday to Monday
    weeks = calendar_weeks(days)
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0][0] is None
    assert {cell.day.weekday() for week in weeks for place, cell in enumerate(week) if cell and place == 0} == {0}
    assert weeks[-1][0].level == "h9"
    assert weeks[0][1].level == "h-none"


def test_bars_say_their_numbers_and_escape_labels():
    drawn = bars([("Mo", "<2>", 0), ("Tu", "3", 7)], title="Reviews & days", text="7 in all.")
    assert "<title>Reviews &amp; days</title>" in drawn
    assert "&lt;2&gt;" in drawn
    assert drawn.count("<rect") == 1
