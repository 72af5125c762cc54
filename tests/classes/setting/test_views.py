"""An instructor sets a quiz, gives it, changes it; a learner sits it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.models import Attempt, Quiz
from quizzes.classes.setting import services
from quizzes.classes.setting.models import ClassQuiz
from quizzes.reviews.models import Review
from tests.classes.setting.conftest import sheet, text


def minute(at):
    return at.strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def fields(topic):
    def sent(**more):
        plain = {
            "title": "Midterm", "topics": [topic.pk], "fixed": 0, "number": 5, "kinds": ["value"], "difficulty": 0,
            "graded": "on", "minutes": 30, "attempts": 1, "counts": "best", "feedback": "handed-in", "shuffled": "on",
            "idempotency_key": str(uuid4()),
        }  # fmt: skip
        return {name: value for name, value in (plain | more).items() if value is not None}

    return sent


@pytest.fixture
def send_new(school, browse):
    def send(data, role="instructor"):
        return browse(role).post(reverse("quizzes:class-quiz-new", args=[school.cohort.pk]), data)

    return send


def test_every_rule_of_the_form_is_kept(school, topic, send_new, fields, now):
    opens, closes = now + timedelta(days=1), now + timedelta(days=2)
    data = fields(
        opens=minute(opens), closes=minute(closes), attempts=2, counts="last", pass_mark=60, feedback="closed",
        forward="on", shuffled=None, difficulty=0,
    )  # fmt: skip
    assert send_new(data).status_code == 302
    one = ClassQuiz.objects.get()
    quiz = one.quiz
    assert (one.cohort, one.made_by, one.given_at, quiz.owner, quiz.for_class) == (
        school.cohort, school.instructor, None, None, True,
    )  # fmt: skip
    kept = {
        name: getattr(quiz, name) for name in ("title", "number", "limit", "attempts_allowed", "counts", "pass_mark")
    }
    assert kept == {
        "title": "Midterm", "number": 5, "limit": 1800, "attempts_allowed": 2, "counts": "last", "pass_mark": 0.6,
    }  # fmt: skip
    assert (quiz.feedback, quiz.forward, quiz.shuffled, quiz.graded, quiz.kinds) == (
        "closed",
        True,
        False,
        True,
        ["value"],
    )
    assert [minute(quiz.opens), minute(quiz.closes)] == [minute(opens), minute(closes)]
    assert list(quiz.topics.all()) == [topic]


def test_times_are_those_of_the_class(school, send_new, fields, now):
    school.cohort.time_zone = "Asia/Tokyo"
    school.cohort.save()
    day = (now + timedelta(days=30)).date()
    send_new(fields(closes=f"{day}T09:00"))
    assert Quiz.objects.get(for_class=True).closes.isoformat() == f"{day}T00:00:00+00:00"


def test_the_form_sent_twice_makes_one(send_new, fields):
    data = fields()
    assert send_new(data).url == send_new(data).url
    assert ClassQuiz.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": 50}, "This quiz has 6 of the 50 questions you asked for"),
        ({"kinds": ["order"]}, "There is nothing to ask yet"),
        ({"opens": 2, "closes": 1}, "It closes before it opens"),
        ({"opens": 1, "closes": 1}, "It closes before it opens"),
        ({"closes": 9999}, "more than two years away"),
        ({"feedback": "closed"}, "say when it closes"),
        ({"feedback": "at-once"}, "A clock beside reasons"),
        ({"tables": ["brokers/table"]}, "Choose tables, or phases and topics"),
        ({"title": ""}, "required"),
        ({"number": 0}, "greater than or equal to 1"),
        ({"closes": "2026-02-30T10:00"}, "valid date/time"),
    ],
)
def test_what_cannot_be_a_quiz_says_why(send_new, fields, now, wrong, says):
    days = {
        name: minute(now + timedelta(days=n))
        for name, n in wrong.items()
        if name in ("opens", "closes") and n != str(n)
    }
    answer = send_new(fields(**wrong | days))
    assert answer.status_code == 422
    assert says in text(answer)
    assert not ClassQuiz.objects.exists()
    assert not Quiz.objects.filter(for_class=True).exists()


def test_fields_that_the_form_does_not_have_change_nothing(school, send_new, fields):
    send_new(fields(owner=school.other.pk, for_class="", key="quick", given_at="2026-01-01", limit=1))
    quiz = Quiz.objects.get(title="Midterm")
    assert (quiz.owner, quiz.for_class, quiz.limit, quiz.of_class.given_at) == (None, True, 1800, None)


def test_a_quiz_of_a_class_is_nobodys_to_take_beside_it(one, school, browse):
    assert not Quiz.objects.visible_to(school.learner).filter(pk=one.quiz_id).exists()
    key = {"idempotency_key": str(uuid4())}
    assert browse("learner").post(reverse("quizzes:quiz-start", args=[one.quiz_id]), key).status_code == 404
    assert "Midterm" not in text(browse("learner").get("/quizzes/"))


def test_a_draft_is_seen_by_staff_alone_and_what_is_given_by_the_learners(one, school, browse, address):
    client = browse("learner")
    assert "Midterm" in text(client.get(reverse("quizzes:class", args=[school.cohort.pk])))
    assert client.get(address("sit")).status_code == 200
    browse("instructor").post(address("take-back"))
    assert "Midterm" not in text(client.get(reverse("quizzes:class", args=[school.cohort.pk])))
    assert client.get(address("sit")).status_code == 404
    assert "Midterm" in text(browse("assistant").get(reverse("quizzes:class", args=[school.cohort.pk])))


def test_a_learner_sits_it_once_and_is_led_to_what_is_open(one, school, browse, address):
    client, key = browse("learner"), {"idempotency_key": str(uuid4())}
    first = client.post(address("start"), key)
    attempt = Attempt.objects.get(quiz=one.quiz_id)
    assert first.url == attempt.get_absolute_url()
    assert client.post(address("start"), key).url == first.url
    assert client.post(address("start"), {"idempotency_key": str(uuid4())}).url == first.url
    assert Attempt.objects.filter(quiz=one.quiz_id).count() == 1
    client.post(reverse("quizzes:submit", args=[attempt.pk]))
    again = client.post(address("start"), {"idempotency_key": str(uuid4())})
    assert (again.url, Attempt.objects.count()) == (address("sit"), 1)


def test_an_archived_class_gives_nothing_to_sit(one, school, browse, address, now):
    school.cohort.archived_at = now
    school.cohort.save()
    assert browse("learner").get(address("sit")).status_code == 404


def test_attempts_keep_the_rules_under_which_they_began(one, school, begin, topic, browse, address, fields, now):
    attempt = begin(school.learner)
    answer = browse("instructor").post(address("edit"), fields(minutes=10, number=4, title="Shorter"))
    assert answer.status_code == 302
    attempt.refresh_from_db()
    assert (attempt.agreed.limit, attempt.agreed.number, attempt.deadline) == (1800, 5, now + timedelta(minutes=30))
    other = begin(school.classmate)
    assert (other.agreed.limit, other.questions.count(), other.title) == (600, 4, "Shorter")


def test_a_change_that_leaves_too_little_to_ask_changes_nothing(one, browse, address, fields):
    answer = browse("instructor").post(address("edit"), fields(number=7, title="Too long"))
    assert answer.status_code == 422
    one.quiz.refresh_from_db()
    assert (one.quiz.title, one.quiz.number) == ("Midterm", 5)


def test_what_nobody_has_begun_is_removed_and_what_somebody_has_stays(one, school, begin, browse, address, now):
    begin(school.learner)
    assert browse("instructor").post(address("remove")).status_code == 409
    assert ClassQuiz.objects.filter(pk=one.pk).exists()
    other = services.make(cohort=school.cohort, sheet=sheet(), by=school.deputy, key=uuid4(), now=now)
    browse("deputy").post(reverse("quizzes:class-quiz-remove", args=[school.cohort.pk, other.quiz_id]))
    assert not Quiz.objects.filter(pk=other.quiz_id).exists()


def test_a_preview_keeps_no_attempt_and_says_nothing_of_a_memory(one, browse, address):
    page = text(browse("assistant").get(address("preview")))
    assert "Question 5 of 5" in page
    assert "That is what" not in page
    assert "That is what" in text(browse("assistant").get(address("preview") + "?answers=1"))
    assert not Attempt.objects.exclude(title="").exists()
    assert not Review.objects.filter(source="exam").exists()


def test_staff_read_the_real_name_on_every_page_of_a_quiz(one, school, hand_in, browse, address):
    attempt = hand_in(school.learner)
    school.cohort.memberships.filter(learner=school.learner).update(real_name="Ada Real")
    own = reverse("quizzes:class-quiz-terms", args=[school.cohort.pk, one.quiz_id, school.learner.pk])
    sat = reverse("quizzes:class-quiz-attempt", args=[school.cohort.pk, one.quiz_id, attempt.pk])
    for page in (address("watch"), own, sat, reverse("quizzes:class-quiz", args=[school.cohort.pk, one.quiz_id])):
        told = browse("assistant").get(page).content.decode()
        assert "<bdi>Ada Real</bdi>" in told, page
        assert f"<bdi>{school.learner.display_name}</bdi>" not in told, page


def test_who_has_a_score_sees_the_mean_of_five_people_and_not_of_four(one, school, crowd, hand_in, browse, address):
    hand_in(school.learner, right=5)
    people = crowd(5)
    for person in people[:3]:
        hand_in(person, right=0)
    assert "On average" not in text(browse("learner").get(address("sit")))
    hand_in(people[3], right=0)
    told = "On average the first attempts of 5 people came to 20&nbsp;%."
    assert told in text(browse("learner").get(address("sit")))
    hand_in(people[4], right=5)  # the sixth tells nothing
    assert told in text(browse("learner").get(address("sit")))
    assert "On average" not in text(browse("classmate").get(address("sit")))
