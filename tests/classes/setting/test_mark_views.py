"""Marks that change after a question was corrected: shown first, then made, told, and heard of by memories."""

from datetime import timedelta

from django.urls import reverse

from quizzes.attempts.models import Grading, Quiz
from quizzes.classes.setting import figures
from sdwiki.inbox.models import Notice
from tests.attempts.grades import kept_cards, replayed_cards
from tests.attempts.test_regrading import bank_question, corrected
from tests.classes.setting.conftest import text


def score(attempt):
    attempt.refresh_from_db()
    return attempt.score, attempt.max_score


def test_a_dry_run_names_who_would_gain_or_lose_and_writes_nothing(one, school, hand_in, browse, address, now):
    attempt = hand_in(school.learner, right=3)
    question = bank_question(attempt, 1)
    corrected(question, now)
    page = browse("assistant").get(address("rehearse", question.pk))
    ways = {way.way: (way.gain, way.lose) for way in page.context["ways"]}
    assert ways == {"regraded": (0, 1), "dropped": (0, 1), "credited": (0, 0)}  # dropped: 2 of 4 instead of 3 of 5
    assert school.learner.display_name in text(page)
    assert score(attempt) == (3, 5)
    assert "Corrected" in text(browse("assistant").get(address("questions")))


def test_a_regrade_changes_the_quiz_tells_and_is_heard_of(one, school, hand_in, browse, address, now):
    attempt = hand_in(school.learner, right=3)
    question = bank_question(attempt, 1)
    corrected(question, now)
    data = {"way": "regraded", "why": "Row 1 was wrong"}
    for _ in range(2):
        browse("instructor").post(address("regrade", question.pk), data)
    assert score(attempt) == (2, 5)
    marks = list(Grading.objects.filter(question__attempt=attempt, question__position=1).order_by("pk"))
    assert [(one.share, one.rules, one.by, one.why) for one in marks] == [
        (1.0, "marked", None, ""),
        (0.0, "regraded", school.instructor, "Row 1 was wrong"),
    ]
    notice = Notice.objects.get(person=school.learner)
    assert notice.text == "100 % before, 0 % now. Your score is 40 %. Row 1 was wrong"
    assert notice.link == attempt.get_absolute_url()
    assert replayed_cards(school.learner) == kept_cards(school.learner)


def test_a_regrade_needs_a_way_and_a_reason(one, school, hand_in, browse, address):
    attempt = hand_in(school.learner)
    question = bank_question(attempt, 1)
    for data in ({"way": "dropped", "why": " "}, {"way": "overridden", "why": "x"}, {}):
        assert browse("instructor").post(address("regrade", question.pk), data).status_code == 422
    assert score(attempt) == (3, 5)


def test_a_question_that_the_quiz_never_asked_is_not_regraded_in_it(one, school, topic, hand_in, browse, address):
    attempt = hand_in(school.learner)
    asked = set(attempt.questions.values_list("version__question", flat=True))
    [other] = topic.questions.exclude(pk__in=asked)
    assert browse("instructor").get(address("rehearse", other.pk)).status_code == 404
    data = {"way": "dropped", "why": "x"}
    assert browse("instructor").post(address("regrade", other.pk), data).status_code == 404


def test_one_mark_is_set_with_a_comment_once(one, school, hand_in, browse, address):
    attempt = hand_in(school.learner, right=3)
    for _ in range(2):
        browse("deputy").post(address("mark", attempt.pk, 5), {"mark": 50, "why": "Half of it"})
    assert score(attempt) == (3.5, 5)
    assert Grading.objects.filter(rules="overridden").count() == 1
    assert Notice.objects.get(person=school.learner).text == "Question 5: 50 % now. Half of it"
    for data in ({"mark": 101, "why": "x"}, {"mark": 50, "why": ""}, {"mark": "", "why": "x"}):
        browse("deputy").post(address("mark", attempt.pk, 5), data)
    assert score(attempt) == (3.5, 5)


def test_figures_begin_at_five_people_and_grow_by_fives(one, school, hand_in, crowd, now):
    people = crowd(9)
    for person in people[:4]:
        hand_in(person, right=5)
    assert {item.mean for item in figures.items(one)} == {None}
    hand_in(people[4], right=5)
    figured = [item for item in figures.items(one) if item.mean is not None]
    assert {(item.mean, item.people) for item in figured} <= {(1.0, 5)}
    before = {item.question.pk: item.mean for item in figures.items(one)}
    hand_in(people[5], right=0)  # the sixth tells nothing: figures stay as they are
    after = {item.question.pk: item.mean for item in figures.items(one)}
    assert {pk: mean for pk, mean in before.items() if mean is not None}.items() <= after.items()


def test_the_own_attempt_shows_the_mark_that_holds_to_its_learner(one, school, hand_in, browse, address):
    attempt = hand_in(school.learner, right=3)
    question = bank_question(attempt, 5)
    browse("instructor").post(address("regrade", question.pk), {"way": "dropped", "why": "Unfair"})
    page = text(browse("learner").get(reverse("quizzes:attempt", args=[attempt.pk])))
    assert "Dropped, not counted" in page


def test_what_is_not_to_be_told_yet_is_not_told_by_a_notice_or_a_page(one, school, hand_in, browse, address, now):
    Quiz.objects.filter(pk=one.quiz_id).update(feedback="closed", closes=now + timedelta(days=1))
    attempt = hand_in(school.learner, right=3)
    question = bank_question(attempt, 5)
    browse("instructor").post(address("regrade", question.pk), {"way": "credited", "why": "Typo"})
    assert not Notice.objects.filter(person=school.learner).exists()
    page = text(browse("learner").get(address("sit")))
    assert ("submitted" in page, "80&nbsp;%" in page) == (True, False)
