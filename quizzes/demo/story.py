"""A class of the demonstration: 24 learners of different habits, sixty days, three assignments and a quiz.

Everything is done by the services that pages and sweeps call, at the instants of the story. The same library and the
same day give the same story: two learners are at risk, one has more time, one is excused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from content.models import Topic
from quizzes.bank.models import FactVersion
from quizzes.classes import services as classes
from quizzes.classes.announcing.services import tell_all, write
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.judging import MARKED, QUIZ, RECALL, Need, end_of_day, start_of_day
from quizzes.classes.assignments.models import Arrangement, Assignment
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.snapshots import settle_due
from quizzes.classes.joining import groups
from quizzes.classes.models import Cohort
from quizzes.classes.noticing.services import tell_due
from quizzes.classes.setting.models import ClassQuiz
from quizzes.demo.habits import DAYS, EXCUSED, FADING, HABITS, LATE, SLOWING
from quizzes.demo.people import be_asked, speak, study
from quizzes.demo.quiz import give_quiz, sit
from quizzes.reviews import services as reviews
from sdwiki.accounts.models import User
from sdwiki.inbox.models import Notice

INSTRUCTOR = "instructor@demo.example"
DAY = timedelta(days=1)
INTERVIEW = 24 * DAY
SHARE, PASSED = 0.6, 0.4  # of what is recalled, and of the marks of the quiz
CLASS_HOUR = timedelta(minutes=80)  # ago, when those were there who sat its quiz; all had studied for that day
WITHOUT_QUIZ = (FADING, SLOWING, EXCUSED)
QUIZZED, BUSY = 8, 5  # the first have sat one of their own; the first of these know the day of their interview


@dataclass(frozen=True)
class Chapter:
    """An assignment of one topic: the days from now on which it opens and is due."""

    opens: int
    due: int
    late: str = "none"


CHAPTERS = (Chapter(-56, -35), Chapter(-35, -7, MARKED), Chapter(-7, 7))


def tell(*, password: str, now: datetime) -> Cohort:
    """Make the class with its people, and let them live until now."""
    hashed = make_password(password)  # one for all: each would take as long as a log-in
    instructor = User.objects.create(
        email=INSTRUCTOR, name="Demo instructor", is_instructor=True, password=hashed, date_joined=now - DAYS * DAY
    )
    start = now - DAYS * DAY
    cohort = classes.create_class(instructor=instructor, name="Demonstration class", key=uuid4(), now=start)
    learners = _learners(cohort, hashed, start)
    topics = list(Topic.objects.topics().order_by("phase__position", "position")[: len(CHAPTERS)])
    _as_old_as_the_story(topics, start)
    quiz = give_quiz(cohort, [topic.pk for topic in topics], instructor, now + (CHAPTERS[-1].opens - 3) * DAY)
    given = [_assign(cohort, topic, chapter, quiz, now) for topic, chapter in zip(topics, CHAPTERS, strict=False)]
    for number, (learner, habit) in enumerate(zip(learners, HABITS, strict=True)):
        for topic, chapter in zip(topics, CHAPTERS, strict=False):
            reviews.add_topics(learner=learner, topic_ids=[topic.pk], now=now + chapter.opens * DAY - DAY / 2)
        study(learner, habit, now, Random(number))
        if habit not in WITHOUT_QUIZ:
            sit(quiz, learner, habit, now - CLASS_HOUR, Random(number))
    for learner in learners[:QUIZZED]:
        be_asked(learner, [topic.pk for topic in topics[:2]], now - DAY / 24)
    for learner in learners[:BUSY]:
        speak(learner, now - DAY / 24)
    User.objects.filter(pk__in=[one.pk for one in learners[:BUSY]]).update(interview_on=(now + INTERVIEW).date())
    _agree(instructor, dict(zip(HABITS, learners, strict=True)), given, now)
    _sweep(cohort, instructor, now)
    return cohort


def _learners(cohort: Cohort, hashed: str, start: datetime) -> list[User]:
    """No persons: they are called by their numbers."""
    learners = User.objects.bulk_create(
        User(email=f"learner{number}@demo.example", name=f"Demo learner {number}", password=hashed, date_joined=start)
        for number in range(1, len(HABITS) + 1)
    )
    for learner in learners:
        classes.join(cohort=cohort, learner=learner, now=start)
    group = groups.make(cohort=cohort, name="Demo group")
    groups.change(group=group, name=group.name, learners=[one.pk for one in learners[::2]])
    return learners


def _as_old_as_the_story(topics: list[Topic], start: datetime) -> None:
    """A first start has just read the wiki: what the learners studied has been there all the time."""
    made = FactVersion.objects.filter(fact__topic__in=[topic.pk for topic in topics], number=1, created_at__gt=start)
    made.update(created_at=start)


def _assign(cohort: Cohort, topic: Topic, chapter: Chapter, quiz: ClassQuiz, now: datetime) -> Assignment:
    opens, due = (now + days * DAY for days in (chapter.opens, chapter.due))
    plan = Plan(
        title=topic.title,
        needs=(Need(RECALL, share=SHARE), Need(QUIZ, share=PASSED, quiz=quiz.quiz_id))[: 1 + (chapter is CHAPTERS[-1])],
        due=end_of_day(due.date(), cohort.time_zone),
        topics=(topic.pk,),
        opens=start_of_day(opens.date(), cohort.time_zone),
        late=chapter.late,
    )
    return assignments.create(cohort=cohort, plan=plan, key=uuid4(), now=opens - 2 * DAY)


def _agree(instructor: User, by_habit: dict[object, User], given: list[Assignment], now: datetime) -> None:
    """What came between for two of them, before the second was due."""
    if len(given) < len(CHAPTERS):
        return
    second, before = given[1], now + (CHAPTERS[1].due - 2) * DAY
    for habit, kind, why in (
        (EXCUSED, Arrangement.Kind.EXCUSED, "Ill for three weeks."),
        (LATE, Arrangement.Kind.EXTENDED, "Began late."),
    ):
        due = end_of_day((now - DAY).date(), "UTC") if kind == Arrangement.Kind.EXTENDED else None
        assignments.arrange(
            assignment=second, learner=by_habit[habit], kind=kind, due=due, by=instructor, why=why, key=uuid4(),
            now=before,
        )  # fmt: skip


def _sweep(cohort: Cohort, instructor: User, now: datetime) -> None:
    """What beat would have done meanwhile, at the end of each day that something was due; what is old was read."""
    text = "Each of you goes at your own pace. Today says what comes next."
    title = "How this class works"
    write(cohort=cohort, group=None, author=instructor, title=title, text=text, key=uuid4(), now=now - DAYS * DAY)
    for at in sorted({now - DAYS * DAY, *(now + (one.due + 1) * DAY for one in CHAPTERS if one.due < 0), now}):
        settle_due(now=at)
        tell_due(now=at)
        tell_all(now=at)
    Notice.objects.filter(at__lt=now - 2 * DAY, person__memberships__cohort=cohort).update(read_at=now - DAY)
