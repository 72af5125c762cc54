"""The review page as a browser meets it, with htmx and without."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.reviews.changes import mark_changed
from quizzes.reviews.counting import load
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import chance, fuzzed
from quizzes.reviews.services import add_topics
from tests.reviews.review_page import HTMX, URL, fields, left, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The views read the clock."""
    return timezone.now()


# --- The card ------------------------------------------------------------------------------------------


def test_the_page_shows_the_card_with_its_answer_covered(cards, member):
    html = member.get(URL).content.decode()
    assert re.search(r"data-focus>\s*Option 1 of table\s*</h1>", html)
    assert '<p class="eyebrow">Caching · Speed</p>' in html
    assert '<div class="answer" id="answer" tabindex="-1" hidden>' in html
    assert 'aria-label="How well did you know it?" hidden>' in html
    assert re.findall(r"(Again|Hard|Good|Easy) <small>([^<]*)</small>", html) == [
        ("Again", "1\xa0min"), ("Hard", "6\xa0min"), ("Good", "10\xa0min"), ("Easy", html_days(cards[0])),
    ]  # fmt: skip
    assert 'href="/wiki/caching/#cell=table/option-1/speed"' in html
    assert not re.search(r"\bUndo\b", html.split('id="shortcuts"')[0])


def html_days(card):
    return f"{fuzzed(8, chance(card.pk, 0))}\xa0d"


def test_the_answer_can_be_turned_over_without_scripts(cards, member):
    html = member.get(URL, {"card": cards[0].pk, "answer": "1"}).content.decode()
    assert '<div class="answer" id="answer" tabindex="-1" autofocus>' in html
    assert "Show answer" not in html
    other = member.get(URL, {"card": cards[2].pk + 1000, "answer": "1"}).content.decode()
    assert "Show answer" in other


def test_looking_changes_nothing(cards, member):
    before = list(Card.objects.order_by("pk").values())
    member.get(URL)
    member.get(URL, {"card": cards[0].pk, "answer": "1"})
    member.get(f"/review/{cards[0].pk}/row/")
    assert list(Card.objects.order_by("pk").values()) == before
    assert not Review.objects.exists()


def test_a_changed_fact_says_so(cards, member, grade, now):
    grade(cards[0], 4, now - timedelta(days=3))
    Card.objects.filter(pk=cards[0].pk).update(changed=True, due=now - timedelta(days=1))
    assert "Changed since you last saw it" in member.get(URL).content.decode()


def test_markup_in_a_fact_is_text(cards, member):
    cards[0].fact.flashcard.prompt = "<script>alert(1)</script>"
    cards[0].fact.flashcard.save()
    html = member.get(URL).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html


# --- Grades --------------------------------------------------------------------------------------------


def test_a_grade_brings_the_next_card(cards, member):
    response = send(member, member.get(URL), **HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "Option 2 of table" in html
    assert '<span hx-swap-oob="innerHTML:#graded">Good. Back in 10 minutes.</span>' in html
    assert Review.objects.get().card == cards[0]


def test_a_grade_without_scripts_redirects_to_the_page(cards, member):
    response = send(member, member.get(URL), rating=1)
    assert (response.status_code, response["Location"]) == (302, URL)
    assert Review.objects.get().rating == 1


def test_a_repeated_grade_is_one_review(cards, member):
    url, data = fields(member.get(URL))
    answers = [member.post(url, data, headers=HTMX) for _ in range(3)]
    assert [a.status_code for a in answers] == [200] * 3
    assert all(b"Good. Back in" in a.content and b"Option 2 of table" in a.content for a in answers)
    assert Review.objects.get().key == UUID(data["idempotency_key"])


def test_a_card_graded_in_another_window_is_not_graded_again(cards, member):
    first, second = member.get(URL), member.get(URL)
    send(member, first, **HTMX)
    html = send(member, second, rating=1, **HTMX).content.decode()
    assert "You have graded this card in another window." in html
    assert Review.objects.get().rating == 3


def test_a_grade_of_what_a_fact_said_before_an_edit_does_not_count(cards, member):
    """The page was open while an editor published."""
    Card.objects.filter(pk=cards[0].pk).update(state=2, stability=3, difficulty=5, due=timezone.now(), reps=1)
    before = member.get(URL)
    mark_changed(fact_ids=[cards[0].fact_id], now=timezone.now())
    response = send(member, before, **HTMX)
    html = response.content.decode()
    assert "This fact was changed meanwhile. Here it is as it is now." in html
    assert "Changed since you last saw it" in html
    assert not Review.objects.exists()
    send(member, response, **HTMX)
    assert Review.objects.get().rating == 3
    assert not Card.objects.get(pk=cards[0].pk).changed


def test_the_time_taken_is_kept_within_reason(cards, member):
    url, data = fields(member.get(URL))
    member.post(url, data | {"duration_ms": 10**9})
    assert Review.objects.get().duration_ms == 600_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": "5"}, {"rating": "0"}, {"rating": ""}, {"rating": "3\x00"}, {"rating": "x" * 10_000},
        {"idempotency_key": "no"}, {"idempotency_key": ""}, {"idempotency_key": "\x00"},
        {"reps": "-1"}, {"reps": "many"}, {"duration_ms": "-5"}, {"duration_ms": "9" * 5000},
    ],
)  # fmt: skip
def test_an_unreadable_grade_is_refused(cards, member, wrong):
    url, data = fields(member.get(URL))
    assert member.post(url, data | wrong).status_code == 400
    assert not Review.objects.exists()


def test_the_counter_falls_with_each_answer_and_says_what_comes_back(bank, learner, member, now):
    topic = bank.topic("caching", "a", "b", "c", facts=2)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    Card.objects.update(state=2, stability=3, difficulty=5, reps=2, due=now - timedelta(days=1))
    response = member.get(URL)
    said = [left(response)]
    for rating in (3, 1, 4, 3, 1):
        response = send(member, response, rating, **HTMX)
        said.append(left(response))
        assert said[-1] == left(member.get(URL))
    assert said == [
        "6 left",
        "5 left",
        "4 ready, 1 more in 10 minutes",
        "3 ready, 1 more in 10 minutes",
        "2 ready, 1 more in 10 minutes",
        "1 ready, 2 more",
    ]


def test_the_counter_asks_again_when_a_card_comes_back(cards, member):
    response = send(member, member.get(URL), rating=2, **HTMX)
    assert left(response) == "2 ready, 1 more in 6 minutes"
    timer = re.search(r'<span id="left" hx-get="/review/" hx-trigger="every (\d+)s"', response.content.decode())
    assert 325 < int(timer[1]) <= 332
    Card.objects.filter(state=1).update(due=timezone.now())
    again = member.get(URL, headers=HTMX)
    assert left(again) == "3 left"
    assert '<span hx-swap-oob="innerHTML:#graded">A card has come back. 3 left.</span>' in again.content.decode()


def test_a_card_left_open_over_night_is_renewed(cards, learner, member):
    """The page says how long its day lasts, and why it asks after that."""
    begins = load(learner, timezone.now()).tomorrow
    page = member.get(URL).content.decode()
    lasts = timedelta(seconds=int(re.search(r'id="new-day" data-lasts="(\d+)"', page)[1]))
    assert abs(begins - timezone.now() - lasts) < timedelta(seconds=10)
    renewed = member.get(URL, headers=HTMX | {"HX-Trigger": "new-day"}).content.decode()
    assert '<span hx-swap-oob="innerHTML:#graded">A new day has begun. 3 left.</span>' in renewed


def test_the_end_of_a_day_left_open_over_night_is_renewed(cards, learner, member):
    """Whether cards come back today or not, and where a card's page had said it already."""
    Card.objects.update(suspended=True)
    page = member.get(URL).content.decode()
    assert 'class="review-end"' in page
    lasts = timedelta(seconds=int(re.search(r'id="new-day" data-lasts="(\d+)"', page)[1]))
    assert abs(load(learner, timezone.now()).tomorrow - timezone.now() - lasts) < timedelta(seconds=10)
    Card.objects.update(suspended=False)
    renewed = member.get(URL, headers=HTMX | {"HX-Trigger": "new-day"}).content.decode()
    assert "A new day has begun. 3 left." in renewed
    assert "data-showing" in renewed


def test_where_nothing_comes_back_nothing_is_asked(cards, member):
    assert 'hx-trigger="every' not in send(member, member.get(URL), rating=4, **HTMX).content.decode()


# --- Undo ----------------------------------------------------------------------------------------------


def test_undo_shows_the_card_again(cards, member):
    send(member, member.get(URL))
    response = member.post("/review/undo/", {"idempotency_key": uuid4()}, headers=HTMX)
    html = response.content.decode()
    assert "Option 1 of table" in html
    assert '<span hx-swap-oob="innerHTML:#status">Undone. Here is the card again.</span>' in html


def test_undo_after_a_grade_whose_answer_was_lost_takes_that_grade_back(cards, member):
    """The page still shows the card; what its two forms send must not be taken for one another."""
    send(member, member.get(URL))
    page = member.get(URL)
    send(member, page, rating=4, **HTMX)  # the answer never arrives
    _, form = page.content.decode().split('action="/review/undo/"')
    undo_key = re.search(r'name="idempotency_key" value="([^"]*)"', form)[1]
    html = member.post("/review/undo/", {"idempotency_key": undo_key}, headers=HTMX).content.decode()
    assert "Undone. Here is the card again." in html
    assert "Option 2 of table" in html
    assert [*Review.objects.order_by("pk").values_list("rating", "undoes__rating")] == [(3, None), (4, None), (None, 4)]


def test_undo_without_scripts_redirects_to_the_card(cards, member):
    send(member, member.get(URL))
    response = member.post("/review/undo/", {"idempotency_key": uuid4()}, follow=True)
    assert response.redirect_chain == [(f"/review/?card={cards[0].pk}", 302)]
    assert "Option 1 of table" in response.content.decode()
    assert "Undone." in response.content.decode()


def test_undo_with_nothing_to_undo_says_so(cards, member):
    response = member.post("/review/undo/", {"idempotency_key": uuid4()}, headers=HTMX)
    assert "There is nothing left to undo today." in response.content.decode()
    assert member.post("/review/undo/", {"idempotency_key": "x"}).status_code == 400


# --- Ends ----------------------------------------------------------------------------------------------


def test_nothing_added_yet_says_where_to_start(member):
    html = member.get(URL).content.decode()
    assert "Nothing to review yet" in html
    assert '<a class="button primary" href="/wiki/#phase-foundation"' in html
    assert "Add a topic to your reviews" in html


def test_the_end_of_the_day_says_when_the_next_is_due(bank, learner, member, grade, now):
    topic = bank.topic("caching", facts=1)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    grade(Card.objects.get(), 4)
    html = member.get(URL).content.decode()
    assert "Done for today" in html
    assert re.search(r"1 fact done today\.\s+The next card is due on \w+ \d+ \w+", html)
    assert "Go on without waiting" not in html


def test_steps_that_come_back_soon_can_be_taken_ahead(bank, learner, member, grade, now):
    topic = bank.topic("caching", facts=1)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    grade(Card.objects.get(), 3)
    html = member.get(URL).content.decode()
    assert re.search(r"<h1[^>]*>\s*One card comes back in 10 minutes\s*</h1>", html)
    assert re.search(r'hx-get="/review/" hx-trigger="every 60\ds" hx-target="#card"', html)
    assert not re.search(r"\bDone\b", html)
    assert 'href="/review/?ahead=1"' in html
    assert "Option 1 of table" in member.get(URL, {"ahead": "1"}).content.decode()


# --- Custom study --------------------------------------------------------------------------------------


def test_a_custom_study_stays_with_its_topic(bank, learner, member, now):
    topics = [bank.topic("caching"), bank.topic("queues", phase="communication")]
    add_topics(learner=learner, topic_ids=[topic.pk for topic in topics], now=now)
    response = member.get(URL, {"topic": "queues"})
    assert '<p class="eyebrow">Queues · Speed</p>' in response.content.decode()
    url, data = fields(response)
    assert url.endswith("/grade/?topic=queues")
    assert '<p class="eyebrow">Queues · Speed</p>' in member.post(url, data, headers=HTMX).content.decode()
    assert member.post(url, data)["Location"] == "/review/?topic=queues"
    assert '<p class="eyebrow">Caching · Speed</p>' in member.get(URL, {"phase": "foundation"}).content.decode()


def test_a_study_of_what_was_wrong_stays_with_its_facts(bank, learner, member, grade, now):
    topic = bank.topic("caching", *"abcd", facts=1)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    first, second, other, _ = Card.objects.order_by("pk")
    grade(other, 4)
    url = f"?facts={first.fact_id}-{second.fact_id}&ahead=1"
    response = member.get(URL + url)
    assert '<p class="eyebrow">What you had wrong</p>' in response.content.decode()
    assert left(response) == "2 left"
    assert fields(response)[0] == f"/review/{first.pk}/grade/{url}"
    for done in range(2):
        assert f'value="{done}" max="2"' in response.content.decode()  # of the set, not of the day
        response = send(member, response, 4, **HTMX)
    assert "Done with these" in (ended := response.content.decode())
    assert "Of these, the next is due" in ended


@pytest.mark.parametrize("facts", ["x", "1,2", "-1", "1-", "9" * 19, "-".join(["1"] * 201)])
def test_facts_that_cannot_be_read_are_404(member, facts):
    assert member.get(URL, {"facts": facts}).status_code == 404


def test_a_topic_that_is_not_taken_up_can_be(bank, member):
    bank.topic("caching")
    html = member.get(URL, {"topic": "caching"}).content.decode()
    assert "Nothing of Caching is in your reviews yet" in html
    assert f'action="{reverse("quizzes:add-topic", args=["caching"])}"' in html


@pytest.mark.parametrize(
    "query",
    ["topic=nothing", "phase=nothing", "topic=a%20b", "card=0", "card=x", "card=99999999999999999999", "topic=%C3%A9"],
)
def test_an_unknown_scope_is_not_found(member, query):
    assert member.get(f"{URL}?{query}").status_code == 404


def test_nul_bytes_are_refused(member):
    assert member.get(f"{URL}?topic=%00").status_code == 400


# --- The row -------------------------------------------------------------------------------------------


def test_the_row_frames_the_cell(cards, member):
    html = member.get(f"/review/{cards[1].pk}/row/", headers=HTMX).content.decode()
    assert "<html" not in html
    assert re.findall(r"<td([^>]*)>\s*([^<]+?)\s*</td>", html) == [
        ("", "table value 1"),
        (' class="framed"', "table value 2"),
        ("", "table value 3"),
    ]
    whole = member.get(f"/review/{cards[1].pk}/row/").content.decode()
    assert "<h1>Ways of table</h1>" in whole
    assert "Back to your reviews" in whole


def test_what_compares_the_options_says_so(cards, member):
    """What brings one column of all options is not called a row."""
    [words] = re.findall(r'hx-get="/review/\d+/row/".*?</svg>([^<]+)</a>', member.get(URL).content.decode(), re.DOTALL)
    assert words.strip() == "Compare the options"
    html = member.get(f"/review/{cards[1].pk}/row/", headers=HTMX).content.decode()
    assert len(re.findall(r'<th scope="row">', html)) == 3


def test_the_list_of_shortcuts_names_the_keys_of_cards_to_members_only(cards, member, learner, client):
    listed = member.get(URL).content.decode().split('<dl class="shortcuts">')[1]
    assert "Again, Hard, Good, Easy" in listed
    assert "On the projector" not in listed
    learner.is_instructor = True
    learner.save()
    assert "On the projector" in member.get(URL).content.decode()
    client.logout()
    assert "Again, Hard, Good, Easy" not in client.get("/wiki/").content.decode()


def test_shortcuts_can_be_off(cards, member, learner):
    learner.shortcuts = False
    learner.save()
    assert 'data-shortcuts="off"' in member.get(URL).content.decode()
