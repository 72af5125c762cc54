"""The kinds of notices, each of which people choose by itself. Pure.

A new kind is a row here: the page of one's messages, the links that end mails, and the mailer go by this table.
"""

from dataclasses import dataclass

REMINDER, DIGEST, QUIZ = "reminder", "digest", "quiz"
CLASS_MESSAGE, NUDGE = "class-message", "nudge"
ASSIGNED, DUE, JOINING, CLASS_DIGEST = "assigned", "due", "joining", "class-digest"


@dataclass(frozen=True)
class Kind:
    """``timed`` notices come at an hour of one's own, and not at all until one has chosen it; others come when
    something happens. ``mailed``: whether their mails come to who has not chosen. ``teaches``: instructors' alone."""

    label: str
    says: str
    timed: bool
    mailed: bool
    teaches: bool = False


KINDS = {
    REMINDER: Kind("Daily reminder", "One a day, and only when something is there to review.", timed=True, mailed=True),
    DIGEST: Kind("Weekly digest", "On Mondays: your week, and what the next one asks.", timed=True, mailed=True),
    CLASS_DIGEST: Kind(
        "Weekly digest of your classes",
        "On Mondays: who is at risk, and what is due.",
        timed=True,
        mailed=True,
        teaches=True,
    ),
    ASSIGNED: Kind(
        "Assignments",
        "Your class asks for something, moves its dates or takes it back, agrees on one with you, or returns it.",
        timed=False,
        mailed=True,
    ),
    DUE: Kind("Due dates", "What you have not done is due in two days, or was due.", timed=False, mailed=True),
    NUDGE: Kind("Nudges", "A word from who teaches, when you may miss something.", timed=False, mailed=True),
    CLASS_MESSAGE: Kind("Messages of a class", "What those who teach it say to it.", timed=False, mailed=True),
    QUIZ: Kind("Quizzes of a class", "Your time in one has changed, or a mark.", timed=False, mailed=True),
    JOINING: Kind(
        "Joining a class", "You are let in; where you teach, somebody asks to join.", timed=False, mailed=True
    ),
}
