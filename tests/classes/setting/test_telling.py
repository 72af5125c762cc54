"""What a learner could find out of a quiz before it may be told: by memories, figures, assignments, notices, files."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Case, When
from django.urls import reverse

from quizzes.attempts import regrading, services, terms
from quizzes.attempts.models import Attempt, Grading, Quiz
from quizzes.attempts.telling import tell_closed
from quizzes.attempts.tries import standing
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.book import book_of
from quizzes.classes.assignments.judging import CLOSED, INTRODUCED, MARKED, QUIZ, READ, Need, end_of_day
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.snapshots import settle_due
from quizzes.classes.assignments.tasks import tasks
from quizzes.classes.noticing.services import tell_due
from quizzes.progress.measured import answers_of
from quizzes.reviews import services as reviews
from quizzes.reviews.control import bury, forget, move
from quizzes.reviews.days import local_day
from quizzes.reviews.models import Card, Review
from quizzes.reviews.replaying import memory_from
from quizzes.reviews.scheduling import memory_of
from quizzes.takeout.services import write_package
from sdwiki.inbox.models import Notice
from tests.attempts.test_terms import minutes
from tests.classes.setting.conftest import answer, text
from tests.parallel import at_once


@pytest.fixture
def handed_in(given, sit, now):
    """An attempt at a quiz that tells what is right once it has closed, in an hour: two right, two wrong, one open."""

    def do(**rules):
        rules = {"feedback": "closed", "limit": None, "attempts_allowed": 2, "closes": now + minutes(60)} | rules
        quiz = Quiz.objects.filter(for_class=True).first() or given(**rules)
        attempt = sit(quiz)
        for position in range(1, 5):
            answer(attempt, position, right=position < 3, at=now)
        return services.submit(attempt_id=attempt.pk, now=now)

    return do


def evidence(learner):
    return sorted(Review.objects.effective().filter(learner=learner).values_list("rating", flat=True))


@pytest.mark.parametrize("feedback", ["closed", "never"])
def test_memories_say_nothing_of_a_quiz_that_tells_nothing(feedback, handed_in, school, now):
    handed_in(feedback=feedback)
    assert not Review.objects.filter(learner=school.learner).exists()
    assert not Card.objects.filter(learner=school.learner).exists()
    assert tell_closed(now=now + minutes(59)) == 0
    assert evidence(school.learner) == []


def test_at_closing_memories_are_told_once_as_of_the_hand_in(handed_in, school, now):
    handed_in()
    assert [tell_closed(now=now + minutes(60)) for _ in range(2)] == [1, 0]
    assert evidence(school.learner) == [1, 1, 3, 3]
    assert set(Review.objects.filter(learner=school.learner).values_list("at", "source")) == {(now, "exam")}


def test_what_is_never_told_is_never_recorded(handed_in, school, now):
    attempt = handed_in(feedback="never")
    assert (attempt.untold, attempt.scores(now)) == (False, True)
    assert tell_closed(now=now + minutes(600)) == 0
    assert evidence(school.learner) == []


def test_what_was_handed_in_and_closes_later_is_told_at_once_where_it_has_closed(given, sit, school, now):
    attempt = sit(given(feedback="closed", limit=None, closes=now + minutes(60)))
    answer(attempt, 1, at=now)
    ended = services.submit(attempt_id=attempt.pk, now=now + minutes(61))
    assert (ended.untold, evidence(school.learner)) == (False, [3])


def test_a_closing_of_ones_own_is_waited_for(handed_in, agree, school, now):
    attempt = handed_in()
    agree(attempt.quiz, closes=now + minutes(90))
    assert [tell_closed(now=now + minutes(at)) for at in (60, 89, 90)] == [0, 0, 1]


def test_what_was_learnt_meanwhile_knows_better(handed_in, school, now):
    attempt = handed_in()
    wrong = attempt.questions.get(position=3).version.question.facts.get()
    reviews.add_topics(learner=school.learner, topic_ids=[wrong.topic_id], now=now)
    card = Card.objects.get(learner=school.learner, fact=wrong)
    reviews.grade(learner=school.learner, card_id=card.pk, rating=4, now=now + minutes(9), key=uuid4(), duration_ms=900)
    tell_closed(now=now + minutes(60))
    assert list(Review.objects.filter(card=card).values_list("rating", "source")) == [(4, "review")]
    assert evidence(school.learner) == [1, 3, 3, 4]


def test_what_was_begun_anew_meanwhile_has_left_it_behind(handed_in, school, now):
    attempt = handed_in()
    wrong = attempt.questions.get(position=3).version.question.facts.get()
    reviews.add_topics(learner=school.learner, topic_ids=[wrong.topic_id], now=now - minutes(9000))
    card = Card.objects.get(learner=school.learner, fact=wrong)
    graded = {"learner": school.learner, "card_id": card.pk, "duration_ms": 900}
    reviews.grade(**graded, rating=3, now=now - minutes(5000), key=uuid4())
    forget(learner=school.learner, cards=[card.pk], now=now + minutes(5), key=uuid4())
    tell_closed(now=now + minutes(60))
    card.refresh_from_db()
    assert (card.state, card.stability, card.reps) == (Card.State.NEW, None, 0)
    assert list(Review.objects.filter(card=card).values_list("source", flat=True)) == ["review"]


def test_a_mark_that_is_changed_before_the_closing_counts_as_it_is_then(handed_in, school, now):
    attempt = handed_in()
    give(attempt, 3, 1.0, school, now)
    assert evidence(school.learner) == []
    tell_closed(now=now + minutes(60))
    assert evidence(school.learner) == [1, 3, 3, 3]


def test_a_mark_that_is_changed_after_the_closing_takes_back_what_was_said(handed_in, school, now):
    attempt = handed_in()
    tell_closed(now=now + minutes(60))
    give(attempt, 3, 1.0, school, now + minutes(61))
    assert evidence(school.learner) == [1, 3, 3, 3]


def test_a_mark_of_a_quiz_that_is_never_told_says_nothing_of_memories(handed_in, school, now):
    give(handed_in(feedback="never"), 3, 1.0, school, now)
    assert not Review.objects.filter(learner=school.learner).exists()


def give(attempt, position, mark, school, now):
    regrading.override(
        attempt_id=attempt.pk, position=position, mark=mark, by=school.instructor, why="Also right", now=now
    )


def test_what_is_reopened_before_the_closing_is_told_once_as_it_ended(handed_in, school, now):
    attempt = handed_in()
    reopened(attempt, school, now + minutes(5))
    answer(attempt, 5, at=now + minutes(6))
    assert tell_closed(now=now + minutes(60)) == 0  # it is open
    services.submit(attempt_id=attempt.pk, now=now + minutes(7))
    assert evidence(school.learner) == []
    tell_closed(now=now + minutes(60))
    assert evidence(school.learner) == [1, 1, 3, 3, 3]


def test_what_is_reopened_after_the_closing_says_anew_what_was_answered_anew(handed_in, school, now):
    attempt = handed_in()
    tell_closed(now=now + minutes(60))
    reopened(attempt, school, now + minutes(61))
    answer(attempt, 3, at=now + minutes(62))
    services.submit(attempt_id=attempt.pk, now=now + minutes(63))
    assert evidence(school.learner) == [1, 3, 3, 3]


def test_what_was_told_stays_told_where_its_closing_moves(handed_in, agree, assign, school, now):
    attempt = handed_in()
    assign(attempt.quiz, 0.4)
    settle_due(now=now + minutes(30))
    tell_closed(now=now + minutes(60))
    agree(attempt.quiz, closes=now + minutes(600))
    Quiz.objects.filter(pk=attempt.quiz_id).update(closes=now + minutes(600))
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert (attempt.tells(now + minutes(61)), attempt.scores(now + minutes(61))) == (True, True)
    assert own(school, now + minutes(61)).state == "met"
    tell_due(now=now + minutes(61))
    assert len(notices(school)) == 1


def test_what_was_told_and_is_reopened_waits_for_a_closing_that_has_moved(handed_in, agree, school, now):
    attempt = handed_in()
    tell_closed(now=now + minutes(60))
    agree(attempt.quiz, closes=now + minutes(600))
    reopened(attempt, school, now + minutes(61))
    answer(attempt, 3, at=now + minutes(62))
    ended = services.submit(attempt_id=attempt.pk, now=now + minutes(63))
    assert (ended.untold, ended.tells(now + minutes(599))) == (True, False)
    assert evidence(school.learner) == [1, 1, 3, 3]
    assert [tell_closed(now=now + minutes(at)) for at in (599, 600)] == [0, 1]
    assert evidence(school.learner) == [1, 3, 3, 3]


@pytest.mark.parametrize("how", ["told", "regraded"])
def test_what_was_put_off_since_the_hand_in_stays_put_off(how, handed_in, school, now):
    """As if what is told late had been known when it was handed in: a memory is what replay makes of it, and a card is
    due when its learner has said since."""
    school.learner.day_start = (now.astimezone(ZoneInfo(school.learner.time_zone)).hour + 12) % 24
    school.learner.save(update_fields=["day_start"])  # no day ends meanwhile
    attempt = handed_in(feedback="closed" if how == "told" else "handed-in")
    asked = [question.version.question for question in attempt.questions.order_by("position")]
    facts = [question.facts.get() for question in asked]
    reviews.add_topics(learner=school.learner, topic_ids=[facts[0].topic_id], now=now)
    cards = [Card.objects.get(learner=school.learner, fact=fact) for fact in facts]
    put = {"learner": school.learner, "now": now + minutes(9)}
    Card.objects.filter(pk__in=[card.pk for card in cards]).update(due=now)  # as before any answer
    bury(cards=[cards[0].pk, cards[2].pk], key=uuid4(), **put)
    to_day = local_day(now, school.learner.time_zone, school.learner.day_start) + timedelta(days=40)
    move(cards=[cards[1].pk], to_day=to_day, key=uuid4(), **put)
    if how == "told":
        tell_closed(now=now + minutes(60))
    else:
        for question in asked[:4]:
            more = {"by": school.instructor, "why": "Wrong key", "now": now + minutes(60)}
            regrading.regrade(question_id=question.pk, way=Grading.Rules.DROPPED, **more)
    right, moved, wrong, other = Card.objects.filter(pk__in=[card.pk for card in cards[:4]]).order_by(
        Case(*(When(pk=card.pk, then=place) for place, card in enumerate(cards)))
    )
    tomorrow = to_day - timedelta(days=39)
    assert (moved.buried_until, wrong.buried_until, other.buried_until) == (to_day, tomorrow, None)
    assert right.buried_until == (tomorrow if right.due < wrong.due or right.due == wrong.due else None)
    for card in (right, moved, wrong):
        log = list(Review.objects.remembered().filter(card=card).order_by("pk"))
        assert memory_of(card) == memory_from(log, school.learner)


def reopened(attempt, school, at):
    terms.reopen(attempt_id=attempt.pk, seconds=3600, by=school.instructor, why="A crash", key=uuid4(), now=at)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_tell_once(handed_in, school, now):
    handed_in()
    assert sum(at_once(*[lambda: tell_closed(now=now + minutes(60))] * 3)) == 1
    assert evidence(school.learner) == [1, 1, 3, 3]


def test_how_sure_one_was_is_held_against_nothing_that_is_not_told(handed_in, school, now):
    attempt = handed_in()
    attempt.questions.first().answers.update(sureness="sure")
    assert not any(answers_of(school.learner)[1].values())
    tell_closed(now=now + minutes(60))
    assert [found for found in answers_of(school.learner)[1].values() if found] == [[True]]
    Attempt.objects.update(rules=attempt.rules | {"feedback": "never"})
    assert not any(answers_of(school.learner)[1].values())


def test_an_earlier_result_does_not_name_the_score_of_a_later_attempt(handed_in, now):
    first, second = handed_in(), handed_in()
    Attempt.objects.filter(pk=first.pk).update(rules=first.rules | {"feedback": "handed-in"})
    first.refresh_from_db()
    assert [one.pk for one in standing(first, now).tries] == [first.pk]
    assert [one.pk for one in standing(first, now + minutes(60)).tries] == [first.pk, second.pk]


# --- assignments ---


@pytest.fixture
def assign(school, now):
    """What asks for a quiz with so much, due at the end of the day before it closes."""

    def do(quiz, share, *more, due=None):
        need = Need(QUIZ, share=share, quiz=quiz.pk, title=quiz.title)
        plan = Plan("Midterm week", (need, *more), due or now + minutes(30), phases=(school.phase.pk,), late=CLOSED)
        return assignments.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now)

    return do


def own(school, at):
    return next(task for task in tasks(school.learner, at) if task.given.title == "Midterm week")


@pytest.mark.parametrize("minute", [1, 31])
@pytest.mark.parametrize("settled", [False, True])
def test_who_passed_and_who_failed_see_the_same_of_an_assignment_till_the_closing(
    minute, settled, handed_in, assign, school, now
):
    attempt = handed_in(closes=now + minutes(60))
    seen = []
    for share in (0.2, 0.9):
        assigned = assign(attempt.quiz, share)
        if settled:
            settle_due(now=now + minutes(30))
        task = own(school, now + minutes(minute))
        seen.append((task.state, task.parts[0].percent, task.score_percent, task.kept, task.step, task.found.quizzes))
        assignments.withdraw(assignment=assigned, now=now)
    assert seen == [("waiting", 0, 0, None, None, {})] * 2


def test_once_it_has_closed_the_assignment_says_how_it_was(handed_in, assign, school, now):
    attempt = handed_in(closes=now + minutes(60))
    assign(attempt.quiz, 0.4)
    task = own(school, now + minutes(60))
    assert (task.state, task.parts[0].percent, task.parts[0].waits) == ("met", 40, False)


def test_the_score_of_a_quiz_that_is_never_told_counts_at_once(handed_in, assign, school, now):
    attempt = handed_in(feedback="never")
    assign(attempt.quiz, 0.4)
    assert own(school, now).state == "met"


def test_what_else_is_asked_is_still_to_do(handed_in, assign, school, now):
    assign(handed_in().quiz, 0.9, Need(READ, share=1.0))
    task = own(school, now)
    assert (task.state, task.step.words.split()[0]) == ("open", "Read")


def test_staff_see_the_score_at_once(handed_in, assign, school, now):
    assign(handed_in().quiz, 0.4)
    row = book_of(school.cohort, now, learner_id=school.learner.pk).rows[0]
    task = next(task for task in row.tasks if task.given.title == "Midterm week")
    assert (task.state, task.parts[0].percent) == ("met", 40)


def test_the_pages_of_a_learner_name_no_score_and_those_of_staff_do(handed_in, assign, browse, school, now):
    assign(handed_in().quiz, 0.4, due=end_of_day(now.date(), "UTC"))
    for address in (reverse("quizzes:class", args=[school.cohort.pk]), reverse("quizzes:classes"), "/"):
        page = text(browse("learner").get(address))
        assert "“Midterm”: submitted, the result comes once it has closed" in page
        assert ("40&nbsp;%, needed" in page, "Result to come" in page) == (False, True)


@pytest.mark.parametrize(("minute", "state"), [(31, None), (60, "met")])
def test_ones_own_data_tell_how_one_stood_once_it_has_closed(minute, state, handed_in, assign, school, now):
    assign(handed_in().quiz, 0.4)
    settle_due(now=now + minutes(30))
    file = BytesIO()
    write_package(learner=school.learner, file=file, now=now + minutes(minute))
    with ZipFile(file) as opened:
        [row] = json.loads(opened.read("assignments_stood.json").decode("utf-8-sig"))
    assert (row["state"], row["score"] is None) == (state, state is None)


@pytest.mark.parametrize(("minute", "differ"), [(45, False), (60, True)])
def test_ones_own_data_hold_no_more_rows_of_who_failed_till_the_closing(minute, differ, handed_in, school, now):
    """That something was looked at again when it closed, or marked anew, says what it was before."""
    attempt, rows = handed_in(), {}
    for share in (0.2, 0.9):
        need = Need(QUIZ, share=share, quiz=attempt.quiz_id, title="Midterm")
        dates = {"due": now + minutes(30), "closes": now + minutes(40), "late": MARKED}
        plan = Plan("Midterm week", (need,), **dates, phases=(school.phase.pk,))
        assignments.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now)
        settle_due(now=now + minutes(44))
    for place in (1, 3):  # the one was right, the other was not
        question = attempt.questions.get(position=place).version.question_id
        more = {"by": school.instructor, "why": "Both are right", "now": now + minutes(44)}
        regrading.regrade(question_id=question, way=Grading.Rules.CREDITED, **more)
    file = BytesIO()
    write_package(learner=school.learner, file=file, now=now + minutes(minute))
    with ZipFile(file) as opened:
        rows = {name: json.loads(opened.read(f"{name}.json").decode("utf-8-sig"))
                for name in ("assignments_stood", "marks")}  # fmt: skip
    assert [row["reason"] for row in rows["assignments_stood"]] == ["due", "due"] + ["closing"] * differ
    assert len(rows["marks"]) == 5 + differ


def test_what_was_handed_in_has_no_bar_that_is_empty(handed_in, assign, browse, school, now):
    attempt = handed_in()
    assign(attempt.quiz, 0.4, due=end_of_day(now.date(), "UTC"))
    class_page = reverse("quizzes:class", args=[school.cohort.pk])
    page = text(browse("learner").get(class_page))
    assert ("submitted, the result comes" in page, 'aria-label="Done of Midterm week"' in page) == (True, False)
    assert own(school, now).measured == ()


def test_a_bar_is_of_what_else_is_asked(handed_in, assign, school, now):
    assign(handed_in().quiz, 0.4, Need(READ, share=1.0), Need(INTRODUCED, share=1.0))
    task = own(school, now)
    assert (task.score_percent, [part.kind for part in task.measured]) == (0, [READ, INTRODUCED])


# --- notices ---


@pytest.mark.parametrize(
    ("feedback", "words"),
    [("closed", None), ("never", "Also right"), ("handed-in", "Question 3: 100 % now. Also right")],
)
def test_a_notice_of_another_mark_says_what_may_be_told(feedback, words, handed_in, browse, school, now):
    attempt = handed_in(feedback=feedback)
    one = attempt.quiz.of_class
    address = reverse("quizzes:class-quiz-mark", args=[one.cohort_id, one.quiz_id, attempt.pk, 3])
    response = browse("instructor").post(address, {"mark": 100, "why": "Also right"})
    assert (response.status_code, Grading.objects.filter(rules="overridden").count()) == (302, 1)
    assert [one.text for one in Notice.objects.filter(person=school.learner)] == ([words] if words else [])


def notices(school):
    """What the learner was told of what is assigned, beside that it is."""
    found = Notice.objects.filter(person=school.learner, title__contains="Midterm week")
    return list(found.exclude(title__endswith="is assigned").order_by("pk").values_list("title", "text"))


@pytest.mark.parametrize(("share", "outcome"), [(0.2, "is done"), (0.9, "was due on")])
def test_how_one_stood_when_it_was_due_is_told_when_its_quiz_tells(share, outcome, handed_in, assign, school, now):
    assign(handed_in().quiz, share)
    for at in (1, 30, 31, 59):
        settle_due(now=now + minutes(at))
        tell_due(now=now + minutes(at))
        assert notices(school) == []
    assert [tell_due(now=now + minutes(60)) > 0, tell_due(now=now + minutes(61))] == [True, 0]
    [(title, _)] = notices(school)
    assert outcome in title


def test_how_one_stood_waits_for_a_closing_that_is_put_off(handed_in, agree, assign, school, now):
    attempt = handed_in()
    assign(attempt.quiz, 0.2)
    settle_due(now=now + minutes(30))
    tell_due(now=now + minutes(31))
    agree(attempt.quiz, closes=now + minutes(90))
    tell_due(now=now + minutes(60))
    assert notices(school) == []
    tell_due(now=now + minutes(90))
    assert len(notices(school)) == 1


def test_who_handed_in_nothing_hears_of_it_when_it_was_due(given, assign, school, now):
    assign(given(feedback="closed", limit=None, closes=now + minutes(60)), 0.2)
    settle_due(now=now + minutes(30))
    tell_due(now=now + minutes(31))
    [(title, text)] = notices(school)
    assert ("was due on" in title, text.startswith("It is not done yet.")) == (True, True)


@pytest.mark.parametrize("more", [(), (Need(READ, share=1.0),)])
def test_what_is_due_soon_says_the_same_to_who_passed_and_who_failed(more, handed_in, assign, school, now):
    attempt, told = handed_in(closes=now + minutes(60 * 24 * 9)), []
    for share in (0.2, 0.9):
        assigned = assign(attempt.quiz, share, *more, due=now + minutes(60 * 24 * 5))
        tell_due(now=now + minutes(60 * 24 * 4))
        told.append([text.partition("%, all")[2] for _, text in notices(school)])  # but for what was asked
        assignments.withdraw(assignment=assigned, now=now)
        Notice.objects.all().delete()
    assert told[0] == told[1]
    assert len(told[0]) == len(more)


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_a_nudge_names_no_score_that_waits(share, handed_in, assign, browse, school, now):
    assigned = assign(handed_in().quiz, share, Need(READ, share=1.0))
    address = reverse("quizzes:class-nudge", args=[school.cohort.pk, assigned.pk, school.learner.pk])
    said = browse("instructor").get(address).context["form"]["text"].value()
    assert "read" in said
    assert ("You stand" in said, "You have not begun" in said) == (False, False)
