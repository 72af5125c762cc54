"""Terms of one person, who sits a quiz now, one attempt with its log, and what staff do about time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.attempts.models import Announcement, Answer, Extension, Presence, Terms
from quizzes.classes.setting import queries
from sdwiki.inbox.models import Notice
from tests.classes.setting.conftest import answer, text


@pytest.fixture
def agree(school, browse, address):
    def send(person=None, role="instructor", **data):
        data = {"why": "As agreed", "idempotency_key": str(uuid4())} | data
        return browse(role).post(address("agree", (person or school.learner).pk), data)

    return send


@pytest.fixture
def act(browse, address):
    def send(attempt, act, role="instructor", **data):
        data = {"act": act, "minutes": 10, "why": "Noise", "idempotency_key": str(uuid4())} | data
        return browse(role).post(address("act", attempt.pk), data)

    return send


def minutes(number):
    return timedelta(minutes=number)


def test_a_factor_is_agreed_shown_and_told(one, school, agree, browse, address, begin, now):
    assert agree(factor="2").status_code == 302
    assert "60 min (30 × 2)" in text(browse("learner").get(address("sit")))
    assert "30 min." in text(browse("classmate").get(address("sit")))
    assert begin(school.learner).deadline == now + minutes(60)
    notice = Notice.objects.get(person=school.learner)
    assert (notice.title, notice.text) == ("Your times in “Midterm” have changed", "As agreed")
    held = Terms.objects.get()
    assert (held.by, held.why, held.factor, held.limit) == (school.instructor, "As agreed", 2.0, None)


def test_a_learners_own_factor_does_not_hold_in_what_staff_set(one, school, begin, now):
    school.learner.time_factor = 2.0
    school.learner.save()
    assert begin(school.learner).deadline == now + minutes(30)


def test_terms_are_a_row_each_and_all_are_shown(agree, browse, address, school):
    agree(factor="1.5", why="At first")
    agree(minutes="0", attempts="3", why="Then so")
    page = text(browse("assistant").get(address("terms", school.learner.pk)))
    assert page.index("Then so") < page.index("At first")
    assert "No clock." in page
    assert Terms.objects.count() == 2


def test_terms_sent_twice_are_one(agree):
    data = {"factor": "2", "idempotency_key": str(uuid4())}
    agree(**data)
    agree(**data)
    assert (Terms.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"why": ""}, {"why": " "}, {"factor": "0"}, {"factor": "99"}, {"minutes": "-1"}, {"minutes": "x"},
        {"attempts": "-1"},
        {"opens": "2026-11-02T10:00", "closes": "2026-11-01T10:00"}, {"closes": "9999-01-01T00:00"},
        {"idempotency_key": "no"},
    ],
)  # fmt: skip
def test_terms_that_make_no_sense_are_refused(agree, wrong):
    assert agree(**wrong).status_code == 422
    assert not Terms.objects.exists()


def test_terms_let_somebody_sit_what_is_not_given_to_all(one, school, agree, browse, address):
    browse("instructor").post(address("take-back"))
    agree()
    assert browse("learner").get(address("sit")).status_code == 200
    assert browse("classmate").get(address("sit")).status_code == 404


def test_an_attempt_is_extended_closed_and_reopened_and_its_learner_told(school, begin, act, browse, now):
    attempt = begin(school.learner)
    act(attempt, "extend")
    attempt.refresh_from_db()
    assert attempt.deadline == now + minutes(40)
    act(attempt, "close")
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    act(attempt, "reopen", minutes=5)
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.receipt["rule"]) == (None, "reopened")
    titles = list(Notice.objects.filter(person=school.learner).order_by("pk").values_list("title", flat=True))
    assert titles == [
        "You have more time in “Midterm”", "Your attempt was ended: “Midterm”", "You can go on with “Midterm”",
    ]  # fmt: skip


def test_what_cannot_be_done_to_an_attempt_is_said(school, begin, hand_in, act, browse, address):
    running, ended = begin(school.learner), hand_in(school.classmate)
    act(running, "reopen")
    act(ended, "extend")
    assert not Extension.objects.exists()
    assert not Notice.objects.exists()
    assert act(running, "extend", minutes="").status_code == 422
    assert act(running, "stop").status_code == 422
    assert act(running, "extend", why="").status_code == 422
    assert not Extension.objects.exists()


def test_the_log_tells_all_in_the_order_of_time(school, begin, act, browse, address, now):
    attempt = begin(school.learner, now - minutes(20))
    answer(attempt, 2, at=now - minutes(15))
    act(attempt, "extend", why="Fire drill")
    act(attempt, "close", why="Over")
    page = text(browse("assistant").get(address("attempt", attempt.pk)))
    told = [page.index(words) for words in ("Began", "Question 2: answer 1 saved", "10 min more", "Closed", "Ended")]
    assert told == sorted(told)
    assert "Fire drill" in page
    assert "closing it early" in page


def test_the_watch_counts_no_answer_that_was_taken_back_or_says_only_how_sure_somebody_is(one, school, begin, now):
    sitting = begin(school.learner, now - minutes(5))
    answer(sitting, 1, at=now - minutes(4))
    for position, sequence, sure in ((1, 2, ""), (2, 1, "sure"), (3, 1, "unknown")):
        question = sitting.questions.get(position=position)
        Answer.objects.create(question=question, sequence=sequence, sureness=sure, at=now, key=uuid4())
    [seat] = [seat for seat in queries.watch(one, now, {}).seats if seat.attempt]
    assert seat.attempt.answered == 1  # that they do not know the third


def test_the_watch_tells_who_sits_where_and_who_fell_silent(one, school, begin, hand_in, crowd, now):
    [late] = crowd(1)
    sitting = begin(school.learner, now - minutes(5))
    answer(sitting, 1, at=now - minutes(4))
    Presence.objects.create(attempt=sitting, position=3, seen_at=now - minutes(2))
    hand_in(school.classmate)
    seats = {seat.member.learner: seat for seat in queries.watch(one, now, {}).seats}
    seat = seats[school.learner]
    assert (seat.state, seat.clock, seat.offline_since) == ("sitting", "25:00", now - minutes(2))
    assert (seat.attempt.answered, seat.attempt.asked, seat.attempt.saved_at) == (1, 5, now - minutes(4))
    assert (seats[school.classmate].state, seats[late].state) == ("ended", "waiting")
    assert next(iter(seats)) == school.learner
    Presence.objects.update(seen_at=now - timedelta(seconds=70))
    assert queries.watch(one, now, {}).seats[0].offline_since is None
    assert queries.watch(one, now + minutes(26), {}).seats[0].state == "closing"


def test_the_watch_asks_as_much_for_three_as_for_one(one, begin, crowd, browse, address):
    client, counts = browse("instructor"), []
    for person in crowd(3):
        begin(person)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address("watch"), headers={"HX-Request": "true"})
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_page_asks_again_only_while_somebody_sits_it(school, begin, act, browse, address):
    client, part = browse("instructor"), {"HX-Request": "true"}
    attempt = begin(school.learner)
    busy = client.get(address("watch"), headers=part)
    assert (busy.status_code, 'hx-trigger="every 10s"' in text(busy)) == (200, True)
    act(attempt, "close")
    over = client.get(address("watch"), headers=part)
    assert (over.status_code, "hx-trigger" in text(over)) == (200, False)


def test_a_former_member_is_seen_no_more(school, begin, browse, address, now):
    attempt = begin(school.learner)
    school.cohort.memberships.filter(learner=school.learner).update(left_at=now)
    client = browse("instructor")
    assert client.get(address("attempt", attempt.pk)).status_code == 404
    assert client.get(address("terms", school.learner.pk)).status_code == 404
    assert address("attempt", attempt.pk) not in text(client.get(address("watch")))


def test_everybody_who_sits_it_gets_more_time_once(school, begin, hand_in, crowd, browse, address, now):
    [late] = crowd(1)
    sitting, over = begin(school.learner), begin(late, now - minutes(31))
    ended = hand_in(school.classmate)
    data = {"minutes": 5, "why": "Fire drill", "idempotency_key": str(uuid4())}
    for _ in range(2):
        browse("instructor").post(address("extend"), data)
    for attempt in (sitting, over, ended):
        attempt.refresh_from_db()
    assert sitting.deadline == now + minutes(35)
    assert over.deadline == now - minutes(1)  # its time was over: it can be reopened
    assert [one.attempt for one in Extension.objects.all()] == [sitting]
    assert [one.person for one in Notice.objects.all()] == [school.learner]
    browse("instructor").post(address("extend"), data | {"why": "", "idempotency_key": str(uuid4())})
    assert Extension.objects.count() == 1


def test_a_message_reaches_who_sits_it_and_nobody_else(school, begin, browse, address, now):
    attempt = begin(school.learner, now - minutes(1))
    data = {"text": "Question 3 means <any> row", "idempotency_key": str(uuid4())}
    for _ in range(2):
        browse("instructor").post(address("announce"), data)
    assert Announcement.objects.count() == 1
    client = browse("learner")
    reply = client.post(reverse("quizzes:here", args=[attempt.pk]), {"position": 2})
    assert "Question 3 means &lt;any&gt; row" in text(reply)
    assert int(reply["Time-Left"]) > 0
    assert (Presence.objects.get().position, Presence.objects.get().attempt) == (2, attempt)


def test_what_was_said_before_an_attempt_began_is_not_said_in_it(school, begin, browse, address):
    browse("instructor").post(address("announce"), {"text": "Old", "idempotency_key": str(uuid4())})
    Announcement.objects.update(at=Announcement.objects.get().at - minutes(60))
    attempt = begin(school.learner)
    assert browse("learner").post(reverse("quizzes:here", args=[attempt.pk]), {"position": 1}).status_code == 204


def test_an_empty_message_is_not_sent(browse, address):
    browse("instructor").post(address("announce"), {"text": " ", "idempotency_key": str(uuid4())})
    assert not Announcement.objects.exists()
