"""Every capability's models; they share one migration chain."""

from quizzes.attempts.models import (
    Announcement,
    Answer,
    AnswerPart,
    Attempt,
    AttemptQuestion,
    Extension,
    Grading,
    PaperQuestion,
    Placement,
    Presence,
    Quiz,
    SpellingClaim,
    Terms,
)
from quizzes.bank.models import Checkpoint, Choice, Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.bank.models.curation import CardReport, QuestionAlias, QuestionDecision, QuestionNote, QuestionReport
from quizzes.classes.announcing.models import ClassMessage
from quizzes.classes.assignments.models import Arrangement, Assignment, DateChange, Requirement, Snapshot
from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.models import Cohort, Group, GroupMember, Membership, Staff
from quizzes.classes.nudging.models import Nudge
from quizzes.classes.setting.models import ClassQuiz
from quizzes.editing.models import Publication
from quizzes.progress.models import Reading
from quizzes.reminding.models import CalendarAddress
from quizzes.reviews.models import Card, DayPlan, LearnerPath, MoreFacts, ParameterSet, Review, Tick
from quizzes.statistics.models import ChoiceStatistics, ItemStatistics, QuizStatistics, StatisticsRun
from quizzes.today.models import LearnerClock
from sdwiki.health.models import Heartbeat, Job

__all__ = [
    "Announcement",
    "Answer",
    "AnswerPart",
    "Arrangement",
    "Assignment",
    "Attempt",
    "AttemptQuestion",
    "CalendarAddress",
    "Card",
    "CardReport",
    "Checkpoint",
    "Choice",
    "ChoiceStatistics",
    "ClassMessage",
    "ClassQuiz",
    "Cohort",
    "DateChange",
    "DayPlan",
    "Extension",
    "Fact",
    "FactVersion",
    "Flashcard",
    "Grading",
    "Group",
    "GroupMember",
    "Heartbeat",
    "Invitation",
    "ItemStatistics",
    "Job",
    "JoinRequest",
    "LearnerClock",
    "LearnerPath",
    "Membership",
    "MoreFacts",
    "Nudge",
    "PaperQuestion",
    "ParameterSet",
    "Placement",
    "Presence",
    "Publication",
    "Question",
    "QuestionAlias",
    "QuestionDecision",
    "QuestionNote",
    "QuestionReport",
    "QuestionVersion",
    "Quiz",
    "QuizStatistics",
    "Reading",
    "Requirement",
    "Review",
    "Snapshot",
    "SpellingClaim",
    "Staff",
    "StatisticsRun",
    "Terms",
    "Tick",
]
