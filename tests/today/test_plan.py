"""The page of the plan."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Revision, Topic
from quizzes.progress.models import Reading
from quizzes.progress.queries import path_of, topic_progress
from quizzes.progress.standing import together
from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, DayPlan, Review
from quizzes.reviews.outlook import read, stored
from quizzes.reviews.paths import way_of
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers
from quizzes.today.path import ToRead, to_read
from quizzes.today.planned import plan_wanted
from quizzes.today.planning import ASKS
from quizzes.today.services import MOST_BREAKS, open_days
from sdwiki.accounts.breaks import Break, joined
from sdwiki.accounts.models import User
from tests.conftest import NOW
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
TODAY = NOW.date()


@pytest.fixture
def ada(wiki):
    ada = UserFactory(interview_on=None)
    for fact in facts_of("messaging")[:4]:
        remember(ada, fact, timezone.now(), stability=3.0, days=5, due_in=-timedelta(1))
    add_topics(learner=ada, topic_ids=[facts_of("storage")[0].topic_id], now=timezone.now())
    return ada


@pytest.fixture
def client(ada):
    client = Client()
    client.force_login(ada)
    return client


def page(client):
    return " ".join(client.get("/plan/").content.decode().split())


def set_plan(client, **fields):
    return client.post("/plan/", {"interview_on": str(TODAY + timedelta(20)), "minutes_per_day": 10} | fields)


def test_without_a_date_the_page_asks_for_one(client):
    assert "Make a plan" in page(client)
    assert "Plan today anew" not in page(client)


def test_with_the_date_known_the_page_asks_for_the_minutes_alone(client, ada):
    User.objects.filter(pk=ada.pk).update(interview_on=TODAY + timedelta(20), minutes_per_day=None)
    assert "Say how long you study on a day, and a plan for it begins." in page(client)
    assert "Say when your interview is" not in page(client)


def test_a_date_plans_today_at_once_and_the_promise_follows(client, ada):
    assert set_plan(client).status_code == 302
    assert DayPlan.objects.get(learner=ada).cards
    assert "is being worked out" in page(client)
    plan_wanted(timezone.now())
    shown = page(client)
    assert "With 10 minutes a day you would recall" in shown
    assert "of the whole path on" in shown
    assert "If you stop today" in shown
    assert "Recall on the day, by phase" in shown
    assert "Ten minutes more a day would" in shown
    assert "With your plan" in " ".join(client.get("/").content.decode().split())


def test_what_stopping_leaves_is_the_figure_of_progress_and_of_today(client, ada):
    set_plan(client)
    plan_wanted(timezone.now())
    ada.refresh_from_db()
    then = together(topic_progress(ada, timezone.now()).values()).percent_then
    assert f"If you stop today</dt><dd>{then} % <small>of the whole path" in page(client)
    home = " ".join(client.get("/").content.decode().split())
    assert f"Recall on that day</dt><dd>{then}&nbsp;% <small>if you review nothing more" in home
    promised = re.search(r"<dt>With your plan</dt> <dd>(.*?) <small>", page(client)).group(1)
    assert f"<dt>With your plan</dt><dd>{promised} <small>" in home


def test_every_phase_with_facts_is_promised_also_what_was_not_taken_up(client, ada):
    set_plan(client)
    plan_wanted(timezone.now())
    shown = page(client)
    phases = [part for part in path_of(topic_progress(ada, timezone.now())) if part.standing.total]
    assert len(phases) > 1
    for part in phases:
        assert re.search(rf'<th scope="row">{part.phase.title}</th><td class="num">{part.standing.total}</td>', shown)


def test_today_says_what_to_read_how_much_and_about_the_minutes(client, ada):
    Card.objects.filter(learner=ada).delete()
    set_plan(client, minutes_per_day=8)
    home = " ".join(client.get("/").content.decode().split())
    said = re.search(
        r'<h1>About (\d+) minutes today</h1> <p class="lede">'
        r"((?:Read from|Skim) [^,]+ \((\d+) minutes?\), then (\d+) new facts \(about (\d+) minutes?\))\.",
        home,
    )
    assert said
    assert int(said[4]) == Card.objects.filter(learner=ada).count()
    assert int(said[1]) == 8 == int(said[3]) + int(said[5])
    assert f">{said[2]}</a>" in page(client)


def test_the_first_press_does_what_is_named_first(client, ada):
    """Seen before: it named the page to read first, and its main button began with the cards."""
    Card.objects.filter(learner=ada).delete()
    set_plan(client)
    named, pressed = first_of(client)
    assert pressed.startswith("Read")
    assert named.replace("Read from", "Read").startswith(pressed)
    for topic in Topic.objects.topics():
        Reading.objects.create(learner=ada, topic=topic, revision=topic.current, at=timezone.now())
    named, pressed = first_of(client)
    assert re.match(r"\d+ new facts", named)
    assert pressed == "Start today’s reviews"


def first_of(client):
    """Today's heading, and its main button, which Enter presses too."""
    home = " ".join(client.get("/").content.decode().split())
    [(keys, pressed)] = re.findall(r'<a class="button primary large" [^>]*?( data-key="enter")?>([^<]*)</a>', home)
    assert keys
    return re.search(r'<h1>(?:About \d+ minutes? today</h1> <p class="lede">)?(.*?)</', home)[1], pressed


@pytest.mark.parametrize(
    ("seconds", "minutes", "skim", "said"),
    [
        (320.0, 5, False, "Read from Caching (5 minutes)"),
        (9.0, 0, False, "Read from Caching (under a minute)"),
        (210.0, 4, True, "Skim Caching (4 minutes)"),
        (0.0, 4, True, "Skim Caching (4 minutes)"),  # its facts were met
        (0.0, 0, False, "Read Caching"),
    ],
)
def test_what_of_a_page_is_in_the_days_minutes_is_said(seconds, minutes, skim, said):
    assert ToRead(Topic(title="Caching", current=Revision(minutes=12)), skim, seconds, minutes).told == said


def test_what_a_page_takes_is_a_part_of_the_days_minutes(client, ada):
    """Seen before: "12 minutes in full", of which nobody knew how much the day counts."""
    Card.objects.filter(learner=ada).delete()
    set_plan(client)
    ada.refresh_from_db()
    plan = DayPlan.objects.get(learner=ada)
    first, *others = to_read(ada, plan, way_of(ada))
    assert {str(one.topic.pk): one.seconds for one in (first, *others)} == plan.pages
    before = load(ada, timezone.now())
    assert sum(plan.pages.values()) < before.beside
    client.post(f"/progress/topics/{first.topic.slug}/read/")
    after = load(ada, timezone.now())
    assert (after.due, after.fresh) == (before.due, before.fresh)
    assert after.beside == pytest.approx(before.beside - first.seconds)
    assert to_read(ada, DayPlan.objects.get(learner=ada), way_of(ada)) == tuple(others)


def test_what_was_read_is_not_said_to_be_read_again(client, ada):
    set_plan(client)
    for topic in Topic.objects.topics():
        Reading.objects.create(learner=ada, topic=topic, revision=topic.current, at=timezone.now())
    assert "Read " not in re.search("<h1>(.*?)</div>", client.get("/").content.decode(), re.DOTALL).group(1)


def test_the_page_to_read_stays_until_it_was_read(client, ada):
    """Seen before: it left Today once its facts were met, unread."""
    Card.objects.filter(learner=ada).delete()
    set_plan(client)
    first = re.search(r"Read from ([^,]+) \(\d+ minutes?\)", client.get("/").content.decode()).group(1)
    for card in Card.objects.filter(learner=ada):
        grade(learner=ada, card_id=card.pk, rating=4, now=timezone.now(), key=uuid4())
    assert f">Read from {first} (" in page(client)


def test_more_than_the_minutes_is_said_to_come_from_a_quiz(client, ada, monkeypatch):
    """What it found is more than the minutes hold, though the list has made all the room that it can."""
    set_plan(client, minutes_per_day=1)
    ada.refresh_from_db()
    said = "as what a quiz found today is asked again"
    assert said not in client.get("/").content.decode()
    wrong = [Outcome(fact.pk, correct=False, key=uuid4()) for fact in facts_of("messaging")[4:] + facts_of("scaling")]
    record_answers(learner=ada, outcomes=wrong, source=Review.Source.EXAM, now=timezone.now())
    soon = timezone.now() + timedelta(minutes=2)  # as their steps come back
    monkeypatch.setattr("sdwiki.clock.now", lambda: soon)
    assert said in client.get("/").content.decode()


def test_the_page_asks_again_for_a_while_and_then_says_to_come_back(client, ada):
    set_plan(client)
    assert "/plan/?waited=1" in page(client)
    last = client.get(f"/plan/?waited={ASKS}").content.decode()
    assert "waited=" not in last
    assert "come back in some minutes" in last
    for odd in ("-1", "x", "9" * 400, "²"):
        assert "waited=" not in client.get("/plan/", {"waited": odd}).content.decode()
    plan_wanted(timezone.now())
    assert "waited=" not in page(client)


def test_after_a_change_today_and_the_plan_say_that_the_figures_are_of_before(client, ada):
    set_plan(client)
    plan_wanted(timezone.now())
    old = re.search(r"<dt>With your plan</dt> <dd>(.*?) <small>", page(client)).group(1)
    set_plan(client, minutes_per_day=1)
    home, shown = " ".join(client.get("/").content.decode().split()), page(client)
    assert f'<dt>With your plan</dt><dd class="muted">{old} <small>before the change' in home
    assert "/?waited=1" in home
    assert f'<dt>Before the change</dt> <dd class="muted">{old} <small>with 10 minutes a day' in shown
    assert "By phase, on the day, before the change" in shown
    assert "waited=" not in client.get(f"/?waited={ASKS}").content.decode()
    plan_wanted(timezone.now())
    assert 'name="minutes_per_day" value="11"' in page(client)  # ten more at one press
    assert "efore the change" not in client.get("/").content.decode() + page(client)


def test_one_press_plans_anew_and_twice_is_once(client, ada):
    set_plan(client)
    plan_wanted(timezone.now())
    for _ in range(2):
        assert client.post("/plan/again/").status_code == 302
    assert DayPlan.objects.filter(learner=ada).count() == 1
    assert DayPlan.objects.get(learner=ada).wants


def test_where_time_is_short_the_page_says_what_either_order_reaches_and_one_press_takes_the_other(client, ada):
    set_plan(client, interview_on=str(TODAY + timedelta(6)), minutes_per_day=2)
    for said, other in (("begins a little of every topic", "off"), ("goes topic by topic", "on")) * 2:
        plan_wanted(timezone.now())
        shown = page(client)
        assert f"Your plan {said}" in shown
        assert re.search(r"it reaches \d+ of \d+ topics, and (under )?\d+\s% of the whole path", shown)
        assert "your last plan" not in shown
        for _ in range(2):
            assert client.post("/plan/again/", {"breadth": other}).status_code == 302
    kept = way_of(ada)
    assert client.post("/plan/again/", {"breadth": "sideways"}).status_code == 400
    assert client.post("/plan/again/").status_code == 302
    assert way_of(ada) == kept


def test_short_time_names_what_does_not_fit(client, ada):
    set_plan(client, interview_on=str(TODAY + timedelta(3)), minutes_per_day=2)
    plan_wanted(timezone.now())
    assert "What does not fit" in page(client)
    assert "these cost the least" in page(client)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"interview_on": str(TODAY - timedelta(3))}, "This day is over"),
        ({"interview_on": str(TODAY + timedelta(2000))}, "Is it the date you mean?"),
        ({"minutes_per_day": 0}, "greater than or equal to 1"),
        ({"minutes_per_day": 10_000}, "less than or equal to 600"),
        ({"minutes_per_day": ""}, "required"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_changes(client, ada, sent, said):
    response = set_plan(client, **sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    ada.refresh_from_db()
    assert (ada.interview_on, ada.minutes_per_day) == (None, None)
    assert not DayPlan.objects.exists()


def test_taking_the_date_away_ends_the_plan(client, ada):
    set_plan(client)
    set_plan(client, interview_on="")
    assert DayPlan.objects.get(learner=ada).cards is None
    assert "Make a plan" in page(client)


def test_the_plan_of_another_is_not_ones_own(client, ada):
    set_plan(client)
    charlie = Client()
    charlie.force_login(UserFactory(email="charlie@example.com"))
    assert "Make a plan" in page(charlie)


def test_a_date_far_away_is_asked_about_and_one_press_keeps_it(client, ada):
    far = TODAY + timedelta(2000)
    response = set_plan(client, interview_on=str(far))
    assert response.status_code == 422
    assert '<button class="button" name="sure" value="on">Yes, keep this date</button>' in response.content.decode()
    assert set_plan(client, interview_on=str(far), sure="on").status_code == 302
    ada.refresh_from_db()
    assert (ada.interview_on, ada.minutes_per_day) == (far, 10)
    assert DayPlan.objects.filter(cards__isnull=False).count() == 0
    assert "A plan for it begins two years before" in page(client)
    assert set_plan(client, interview_on=str(far)).status_code == 302  # it stands: nobody is asked again


def test_a_date_that_is_over_is_refused_however_sure_somebody_is(client, ada):
    assert set_plan(client, interview_on=str(TODAY - timedelta(3)), sure="on").status_code == 422
    assert not DayPlan.objects.exists()


def test_breaks_are_planned_listed_and_removed_one_by_one(client, ada):
    days = [TODAY + timedelta(n) for n in (3, 9, 12)]
    for first, last in ((days[2], days[2]), (days[0], days[1])):
        assert client.post("/plan/break/", {"first": str(first), "last": str(last)}).url == "/plan/"
    listed = re.findall(r'name="end" value="([^"]*)"', page(client))
    assert listed == [str(days[0]), str(days[2])]
    assert f"{days[0].day} {days[0]:%B}" in page(client)
    for _ in range(2):
        assert client.post("/plan/break/", {"end": listed[0]}).status_code == 302
        assert re.findall(r'name="end" value="([^"]*)"', page(client)) == listed[1:]
    assert client.post("/plan/break/", {"end": "on"}).status_code == 400


@pytest.mark.parametrize(
    ("ago", "plan", "home"),
    [
        (0, "Your interview is today, so nothing is left to plan.", "<dt>Interview</dt><dd>Today"),
        (1, " is over. If there is another, say when it is", "Set the next date"),
    ],
)
def test_an_interview_that_has_come_is_said_to_and_the_next_one_asked_for(client, ada, ago, plan, home):
    ada.interview_on, ada.minutes_per_day = TODAY - timedelta(ago), 10
    ada.save()
    assert plan in page(client)
    assert "two years" not in page(client)
    assert home in page_of(client, "/")


def test_in_a_break_the_page_asks_nothing_and_says_until_when(client, ada):
    set_plan(client)
    client.post("/plan/break/", {"first": str(TODAY), "last": str(TODAY + timedelta(1))})
    assert re.search(r"A break, until \d+ \w+: nothing is asked\.", page(client))
    assert "Plan today anew" not in page(client)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(0, 0, "today only"), (2, 0, "until today"), (0, 1, r"until \d+ \w+"), (2, 1, r"until \d+ \w+")],
)
def test_a_break_that_ends_today_is_not_said_to_go_on_until_a_date(client, ada, before, after, said):
    """Seen before: "A break, until 3 December" on 3 December, and "Today’s list is ready" on the plan of that day."""
    ada.breaks = joined([Break(TODAY - timedelta(before), TODAY + timedelta(after))])
    ada.save()
    set_plan(client)
    assert re.search(f"<h1>A break, {said}</h1>", page_of(client, "/"))
    assert re.search(f"A break, {said}: nothing is asked\\.", page(client))
    assert "Today is off. Where your plan leads is being worked out" in page(client)


def test_on_a_day_off_the_plan_says_that_today_is_off(client, ada):
    set_plan(client)
    assert "Today’s list is ready. Where" in page(client)
    client.post("/plan/not-today/", {"act": "off"})
    assert "Today is off. Where your plan leads is being worked out" in page(client)


def test_a_break_of_today_is_ended_from_today(client, ada):
    client.post("/plan/break/", {"first": str(TODAY), "last": str(TODAY + timedelta(1))})
    client.post("/plan/break/", {"first": str(TODAY + timedelta(5)), "last": str(TODAY + timedelta(6))})
    home = page_of(client, "/")
    assert "<h1>A break, until " in home
    client.post("/plan/break/", {"end": re.search(r'name="end" value="([^"]*)"', home)[1]})
    assert "A break" not in page_of(client, "/")
    ada.refresh_from_db()
    assert [one.first for one in ada.breaks] == [TODAY + timedelta(5)]


def test_more_breaks_than_there_may_be_are_refused_in_words(client, ada):
    ada.breaks = joined(Break(day, day) for n in range(MOST_BREAKS) for day in [TODAY + timedelta(2 * n + 2)])
    ada.save()
    late = str(TODAY + timedelta(90))
    response = client.post("/plan/break/", {"first": late, "last": late})
    assert response.status_code == 409
    assert f"You have planned {MOST_BREAKS} breaks" in response.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (-3, 3, "This day is over"),
        (3, 1, "A break ends on its first day or later"),
        (3, 900, "A break lasts a year at most"),
        (None, 1, "This field is required"),
    ],
)
def test_a_break_that_cannot_be_is_refused_and_nothing_changes(client, ada, first, last, said):
    sent = {"first": "" if first is None else str(TODAY + timedelta(first)), "last": str(TODAY + timedelta(last))}
    response = client.post("/plan/break/", sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    ada.refresh_from_db()
    assert not ada.breaks


def test_not_today_and_its_undo_on_the_page(client, ada):
    def home():
        return " ".join(client.get("/").content.decode().split())

    before = home()
    assert "Not today" in before
    assert client.post("/plan/not-today/", {"act": "off"}).url == "/"
    assert "<h1>A day off</h1>" in home()
    assert "4 reviews wait for the days after it." in home()
    assert "Nothing is due" in page_of(client, "/review/")
    client.post("/plan/not-today/", {"act": "undo"})
    assert re.search("<h1>.*?</h1>", home()).group() == re.search("<h1>.*?</h1>", before).group()
    assert client.post("/plan/not-today/", {"act": "later"}).status_code == 400


def test_a_day_off_of_a_plan_does_not_count_what_is_due_by_the_clock(client, ada):
    ada.interview_on, ada.minutes_per_day = TODAY + timedelta(20), 10
    ada.save()
    client.post("/plan/not-today/", {"act": "off"})
    for page in ("/", "/review/"):
        assert "Your plan makes up for it on the days after." in page_of(client, page)
        assert "wait for the days after" not in page_of(client, page)


def page_of(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_who_missed_days_is_told_calmly_and_one_press_plans_anew(client, ada, monkeypatch):
    set_plan(client)
    plan_wanted(timezone.now())
    later = timezone.now() + timedelta(3)
    monkeypatch.setattr("sdwiki.clock.now", lambda: later)
    open_days(later)
    plan_wanted(later)
    said = "Nothing was answered since that was worked out"
    assert said in page_of(client, "/")
    assert said in page_of(client, "/plan/")
    client.post("/plan/again/")
    plan_wanted(later)
    assert said not in page_of(client, "/")
    assert re.search("behind your last plan|where your last plan wanted you", page_of(client, "/plan/"))


@pytest.mark.parametrize("off", [False, True])
def test_today_and_the_plan_compare_with_the_same_last_plan(client, ada, off):
    """Seen before: Today alone said "behind your last plan, which said 16 %"; that of the day before had said 12 %."""
    set_plan(client)
    plan_wanted(timezone.now())
    row = DayPlan.objects.get(learner=ada)
    found = replace(read(row.outlook), recall=0.5)
    DayPlan.objects.update(outlook=stored(found))
    for ago, more in ((1, 0.1), (2, 0.2)):
        row.pk, row.day, row.off = None, TODAY - timedelta(ago), off and ago == 1
        row.outlook = stored(replace(found, recall=found.recall + more))
        row.save()
    [said] = re.findall(r"You are [^<]* your last plan, which said [^.]*\.", page_of(client, "/"))
    assert said.endswith("which said 60 %.")
    assert said in page_of(client, "/plan/")
    DayPlan.objects.filter(learner=ada, day=TODAY - timedelta(1)).update(outlook=stored(found))
    same = "Nothing was answered since" in page_of(client, "/")
    assert same is not off  # what a day off took was in its plan
    assert ("Nothing was answered since" in page_of(client, "/plan/")) is same
    DayPlan.objects.filter(learner=ada, day=TODAY - timedelta(1)).update(wants=True)
    assert not re.search("last plan|Nothing was answered", page_of(client, "/") + page_of(client, "/plan/"))


def test_on_the_day_of_the_interview_nothing_new_is_asked_of_anybody(client, ada):
    Card.objects.filter(learner=ada).delete()
    User.objects.filter(pk=ada.pk).update(interview_on=TODAY, minutes_per_day=10)
    fact = facts_of("messaging")[0]
    remember(ada, fact, timezone.now(), stability=30.0, days=5, due_in=timedelta(9))
    home = " ".join(client.get("/").content.decode().split())
    assert "<h1>Your interview is today</h1>" in home
    assert "next topic" not in home
    Card.objects.filter(learner=ada).update(due=timezone.now() - timedelta(1))
    home = " ".join(client.get("/").content.decode().split())
    assert "<h1>Your interview is today</h1>" in home
    assert "Start today’s reviews" not in home


def test_the_eve_of_a_break_says_that_tomorrow_is_off(client, ada):
    Card.objects.filter(learner=ada).delete()
    set_plan(client, minutes_per_day=1)
    User.objects.filter(pk=ada.pk).update(breaks=joined([Break(TODAY + timedelta(1), TODAY + timedelta(1))]))
    for card in Card.objects.filter(learner=ada):
        grade(learner=ada, card_id=card.pk, rating=4, now=timezone.now(), key=uuid4())
    home = client.get("/").content.decode()
    assert "Tomorrow is off." in home
    assert "Tomorrow is planned" not in home


def test_a_day_of_new_facts_alone_says_that_what_is_known_waits(client, ada):
    Card.objects.filter(learner=ada).delete()
    for fact in facts_of("messaging")[:4]:
        remember(ada, fact, timezone.now(), stability=3000.0, days=1, due_in=timedelta(9))
    set_plan(client)
    assert "What you have learned waits today" in client.get("/").content.decode()
