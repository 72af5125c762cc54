"""The kinds of notices, each of which people choose by itself. Pure.

A new kind is a row here: the page of one's messages, the links that end mails, and the mailer go by this table.
"""

from dataclasses import dataclass

REMINDER, DIGEST, QUIZ = "reminder", "digest", "quiz"
CLASS_MESSAGE = "class-message"


@dataclass(frozen=True)
class Kind:
    """``timed`` notices come at an hour of one's own, and not at all until one has chosen it; others come when
    something happens. ``mailed``: whether their mails come to who has not chosen."""

    label: str
    says: str
    timed: bool
    mailed: bool


KINDS = {
    REMINDER: Kind("Daily reminder", "One a day, and only when something is there to review.", timed=True, mailed=True),
    DIGEST: Kind("Weekly digest", "On Mondays: your week, and what the next one asks.", timed=True, mailed=True),
    CLASS_MESSAGE: Kind("Messages of a class", "What those who teach it say to it.", timed=False, mailed=True),
    QUIZ: Kind("Quizzes of a class", "Your time in one has changed, or a mark.", timed=False, mailed=True),
}
