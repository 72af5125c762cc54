"""What a package holds of what classes ask of somebody. Pure."""

from quizzes.takeout.records import Column, Table

AGREED = Table(
    "assignments_agreed",
    "What was agreed with you about assignments of your classes: of each kind, the last counts.",
    "quizzes.Arrangement",
    "learner",
    (
        Column("class", "assignment__cohort__name", "name of the class"),
        Column("assignment", "assignment__title", "title of the assignment"),
        Column("kind", "kind", "extended, extra_time, excused or lifted (no longer excused)"),
        Column("due", "due", "when it is due for you; time, empty where it says nothing of that"),
        Column("factor", "factor", "by which the time in its quizzes is multiplied"),
        Column("reason", "why", "why"),
        Column("at", "at", "when it was agreed; time"),
    ),
    ("quizzes.Arrangement.learner",),
)
STOOD = Table(
    "assignments_stood",
    "How you stood with assignments when they were due: of those about one assignment, the last counts.",
    "quizzes.Snapshot",
    "learner",
    (
        Column("class", "assignment__cohort__name", "name of the class"),
        Column("assignment", "assignment__title", "title of the assignment"),
        Column("state", "state", "met, late, missed or excused"),
        Column("reason", "reason", "why it was looked at: due, closing, extended, excused, lifted or regraded"),
        Column("at", "at", "the instant as of which it is; time"),
        Column("made", "made_at", "when it was computed; time"),
        Column("score", "score", "share of what was asked that was fulfilled, from 0 to 1"),
        Column("recall", "recall", "share of its facts that you were expected to recall, from 0 to 1"),
        Column("quizzed", "quizzed", "the part of that which rests on answers in quizzes, from 0 to 1"),
        Column("note", "why", "what was said of it"),
    ),
    ("quizzes.Snapshot.learner",),
)
ASSIGNED = (AGREED, STOOD)
