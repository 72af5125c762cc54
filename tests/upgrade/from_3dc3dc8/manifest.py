"""What the dump holds, in figures and names that do not depend on how they are stored."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction

from content.models import Topic
from quizzes.attempts import services
from quizzes.attempts.models import Answer, AnswerPart, Attempt
from quizzes.attempts.statistics_models import ItemStatistics
from quizzes.bank.curation_models import OWN, CardReport, QuestionReport
from quizzes.bank.models import FactVersion, Question, QuestionVersion
from quizzes.classes.models import Cohort
from quizzes.progress.models import Reading
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import due_count
from sdwiki.accounts.models import User
from tests.upgrade.from_3dc3dc8.clock import clock
from tests.upgrade.from_3dc3dc8.quizzing import RIGHT, answer

COUNTED = (
    "accounts.User", "account.EmailAddress", "mfa.Authenticator", "content.Topic", "content.Revision", "content.Term",
    "content.Drill", "content.Interview", "quizzes.Fact", "quizzes.Question", "quizzes.Flashcard", "quizzes.Card",
    "quizzes.Review", "quizzes.Attempt", "quizzes.AttemptQuestion", "quizzes.Answer", "quizzes.AnswerPart",
    "quizzes.QuestionDecision", "quizzes.QuestionNote", "quizzes.QuestionAlias", "quizzes.QuestionReport",
    "quizzes.CardReport", "quizzes.Cohort", "quizzes.Membership", "quizzes.Assignment", "quizzes.Publication",
    "quizzes.Reading", "quizzes.DayPlan", "quizzes.StatisticsRun",
)  # fmt: skip
ROLES = ("is_editor", "is_instructor", "is_staff", "is_active")


def manifest() -> dict[str, Any]:
    """All of it, as JSON takes it."""
    return {
        "at": clock.now().isoformat(),
        "rows": {label: apps.get_model(label).objects.count() for label in COUNTED},
        "versions": {"facts": FactVersion.objects.count(), "questions": QuestionVersion.objects.count()},
        "people": _people(),
        "memories": _memories(),
        "due": _due(),
        "evidence": _evidence(),
        "attempts": _attempts(),
        "open_exam": _open_exam(),
        "statistics": {s.question.key: [s.n, s.facility] for s in _by_key(ItemStatistics)},
        "questions": _questions(),
        "reports": sorted([*_reports(QuestionReport), *_reports(CardReport)]),
        "classes": _classes(),
        "pages": _pages(),
        "readings": _readings(),
    }


def _by_key(model: type[ItemStatistics]) -> Any:
    return model.objects.select_related("question").order_by("question__key")


def _people() -> dict[str, Any]:
    people: dict[str, Any] = {}
    for user in User.objects.order_by("email"):
        addresses = EmailAddress.objects.filter(user=user).order_by("email")
        people[user.email] = {
            "name": user.name,
            "zone": user.time_zone,
            "day_start": user.day_start,
            "retention": user.desired_retention,
            "new_per_day": user.new_per_day,
            "interview_on": user.interview_on and user.interview_on.isoformat(),
            "roles": [role for role in ROLES if getattr(user, role)],
            "addresses": [[a.email, a.verified, a.primary] for a in addresses],
            "factors": sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        }
    return people


def _memories() -> list[list[Any]]:
    """Of each learner and fact: when it is due, its state, the number of reviews, and whether it is marked changed."""
    cards = Card.objects.select_related("learner", "fact").order_by("learner__email", "fact__key")
    return [[c.learner.email, c.fact.key, c.due.isoformat(), c.state, c.reps, c.changed] for c in cards]


def _due() -> dict[str, list[int]]:
    """How many cards each learner has due at the end of the story, and a week later."""
    instants = (clock.now(), clock.now() + timedelta(days=7))
    return {user.email: [due_count(user, at) for at in instants] for user in User.objects.order_by("email")}


def _evidence() -> dict[str, str]:
    """Checksums of what was graded and answered, which is never changed."""
    reviews = Review.objects.order_by("learner__email", "key").values_list(
        "learner__email", "card__fact__key", "source", "rating", "undoes__key", "at", "day", "duration_ms", "key"
    )
    answers = Answer.objects.order_by("question__attempt__key", "question__position", "sequence").values_list(
        "question__attempt__key", "question__position", "sequence", "choice__text", "guessed", "late", "at", "key"
    )
    parts = AnswerPart.objects.order_by("answer__key", "choice__position").values_list(
        "answer__key", "choice__text", "value"
    )
    return {name: _digest(rows) for name, rows in (("reviews", reviews), ("answers", answers), ("parts", parts))}


def _digest(rows: Iterable[Iterable[object]]) -> str:
    return hashlib.sha256("\n".join("|".join(map(str, row)) for row in rows).encode()).hexdigest()


def _attempts() -> dict[str, Any]:
    """Each attempt's state and score, and of each question the version asked and what the last answer earned."""
    found: dict[str, Any] = {}
    for attempt in Attempt.objects.select_related("learner").order_by("started_at"):
        questions = []
        for question in attempt.questions.select_related("version__question").order_by("position"):
            last = question.answers.order_by("sequence").last()
            share = last.share if last else None
            questions.append([question.version.question.key, question.version.number, last and last.sequence, share])
        found[str(attempt.key)] = {
            "who": attempt.learner.email if attempt.learner else None,
            "kind": attempt.kind,
            "title": attempt.title,
            "open": attempt.submitted_at is None,
            "swept": attempt.closed_by_sweep,
            "score": [attempt.score, attempt.max_score, attempt.guess_score],
            "questions": questions,
        }
    return found


def _open_exam() -> dict[str, Any]:
    """The exam that is open, and its score if what is open is answered right: tried out, and taken back."""
    attempt = Attempt.objects.get(kind=Attempt.Kind.EXAM, submitted_at__isnull=True)
    assert attempt.learner
    assert attempt.deadline
    assert attempt.deadline > clock.now() + timedelta(minutes=5)
    answered = Answer.objects.filter(question__attempt=attempt).values_list("question__position", flat=True)
    left = [n for n in range(1, attempt.questions.count() + 1) if n not in answered]
    before = clock.at
    with transaction.atomic():
        for position in left:
            answer(attempt, position, RIGHT)
        done = services.submit(attempt_id=attempt.pk, now=clock.now())
        transaction.set_rollback(True)
    clock.at = before
    return {
        "key": str(attempt.key),
        "who": attempt.learner.email,
        "deadline": attempt.deadline.isoformat(),
        "left": left,
        "score_if_right": done.score,
    }


def _questions() -> dict[str, Any]:
    """Questions that people wrote or said something of: state, version, explanation, accepted spellings, decisions."""
    said = Question.objects.filter(key__startswith=OWN) | Question.objects.filter(decisions__isnull=False)
    said |= Question.objects.filter(notes__isnull=False) | Question.objects.filter(aliases__isnull=False)
    found: dict[str, Any] = {}
    for question in said.distinct().order_by("key").select_related("current"):
        note = question.notes.first()
        found[question.key] = {
            "state": question.state,
            "version": question.current.number,
            "ask": question.current.ask,
            "note": note.text if note else "",
            "aliases": [alias.text for alias in question.aliases.all()],
            "decisions": [[d.state, d.reason] for d in question.decisions.order_by("at", "pk")],
        }
    return found


def _reports(model: type[QuestionReport] | type[CardReport]) -> list[list[str]]:
    """What was reported by whom, and what was said to it by whom."""
    found = []
    for report in model.objects.select_related("learner", "resolved_by"):
        about = report.question.key if isinstance(report, QuestionReport) else report.flashcard.fact.key
        by = report.resolved_by.email if report.resolved_by else ""
        found.append([about, report.reason, report.words, report.learner.email, by, report.resolution])
    return found


def _classes() -> dict[str, Any]:
    return {
        cohort.name: {
            "owner": cohort.instructor.email,
            "token": cohort.token,
            "archived": cohort.archived_at is not None,
            "members": {m.learner.email: m.left_at is None for m in cohort.memberships.order_by("learner__email")},
            "assignments": {a.phase.slug: [a.due_on.isoformat(), a.target_recall] for a in cohort.assignments.all()},
        }
        for cohort in Cohort.objects.select_related("instructor")
    }


def _pages() -> dict[str, Any]:
    """Each page's phase, revision and who wrote it, and a checksum of its text."""
    return {
        topic.slug: {
            "phase": topic.phase.slug if topic.phase else None,
            "revision": topic.current.number,
            "origin": topic.current.origin,
            "title": topic.current.title,
            "text": hashlib.sha256(topic.current.source.encode()).hexdigest(),
        }
        for topic in Topic.objects.select_related("phase", "current").order_by("slug")
    }


def _readings() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for reading in Reading.objects.select_related("learner", "topic", "revision").order_by("topic__slug"):
        found[reading.learner.email].append([reading.topic.slug, reading.revision.number])
    return found
