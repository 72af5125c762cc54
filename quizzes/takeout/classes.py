"""Files about somebody's classes, and what these ask. Pure."""

from quizzes.takeout.records import Column, Table

CLASSES = Table(
    "classes",
    "The classes that you are in, or were.",
    "quizzes.Membership",
    "learner",
    (
        Column("class", "cohort__name", "name of the class"),
        Column("name", "real_name", "the name that you told its staff"),
        Column("joined", "joined_at", "when you joined; time"),
        Column("left", "left_at", "when you left; time, empty while you are in it"),
        Column("archived", "cohort__archived_at", "when the class ended; time, empty while it runs"),
    ),
    ("quizzes.Membership.learner",),
)
REQUESTS = Table(
    "class_requests",
    "The classes that you asked to join.",
    "quizzes.JoinRequest",
    "learner",
    (
        Column("class", "cohort__name", "name of the class"),
        Column("name", "real_name", "the name that you told its staff"),
        Column("at", "asked_at", "when you asked; time"),
        Column("declined", "declined_at", "when they declined; time, empty while it is open"),
    ),
    ("quizzes.JoinRequest.learner",),
)
INVITATIONS = Table(
    "class_invitations",
    "Invitations to classes by mail that you took up.",
    "quizzes.Invitation",
    "learner",
    (
        Column("class", "cohort__name", "name of the class"),
        Column("email", "email", "the address that was invited"),
        Column("name", "name", "what you were called in the list"),
        Column("accepted", "accepted_at", "when you took it up; time"),
    ),
    ("quizzes.Invitation.learner",),
)
MESSAGED = Table(
    "class_messages",
    "What you wrote to classes.",
    "quizzes.ClassMessage",
    "author",
    (
        Column("class", "cohort__name", "name of the class"),
        Column("group", "for_group", "the group that it was for; empty for the class"),
        Column("title", "title", "its title"),
        Column("text", "text", "what it said"),
        Column("at", "at", "when; time"),
    ),
    ("quizzes.ClassMessage.author",),
)
TAUGHT = Table(
    "classes_taught",
    "The classes that you own. What their learners do is theirs and not in here.",
    "quizzes.Cohort",
    "instructor",
    (
        Column("class", "name", "name of the class"),
        Column("made", "created_at", "when you made it; time"),
        Column("archived", "archived_at", "when you archived it; time, empty while it runs"),
    ),
    ("quizzes.Cohort.instructor",),
)
STAFFED = Table(
    "classes_helped",
    "The classes of others in which you teach or assist.",
    "quizzes.Staff",
    "person",
    (
        Column("class", "cohort__name", "name of the class"),
        Column("role", "role", "instructor or assistant"),
        Column("since", "since", "since when; time"),
    ),
    ("quizzes.Staff.person",),
)
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
    "How you stood with assignments when they were due: of those about one assignment, the last counts. What a quiz "
    "does not tell yet is empty; what was looked at again meanwhile comes once it tells.",
    "quizzes.Snapshot",
    "learner",
    (
        Column("class", "assignment__cohort__name", "name of the class"),
        Column("assignment", "assignment__title", "title of the assignment"),
        Column("state", "state", "met, late, missed or excused", waits=True),
        Column("reason", "reason", "why it was looked at: due, closing, extended, excused, lifted or regraded"),
        Column("at", "at", "the instant as of which it is; time"),
        Column("made", "made_at", "when it was computed; time"),
        Column("score", "score", "share of what was asked that was fulfilled, from 0 to 1", waits=True),
        Column("recall", "recall", "share of its facts that you were expected to recall, from 0 to 1"),
        Column("quizzed", "quizzed", "the part of that which rests on answers in quizzes, from 0 to 1"),
        Column("note", "why", "what was said of it", waits=True),
    ),
    ("quizzes.Snapshot.learner",),
    assignment="assignment",
    later=("reason", frozenset({"closing", "regraded"})),  # who had done it in time is looked at no more
)
NUDGED = Table(
    "class_nudges",
    "What those who teach your classes said to you when they thought that you would miss something.",
    "quizzes.Nudge",
    "learner",
    (
        Column("class", "assignment__cohort__name", "name of the class"),
        Column("assignment", "assignment__title", "title of the assignment"),
        Column("reason", "why", "why they thought so; empty while a quiz does not tell that yet", waits=True),
        Column("title", "title", "its title"),
        Column("text", "text", "what it said"),
        Column("at", "at", "when it was sent; time"),
        Column("told", "told_at", "when it came to your inbox; time, empty if it did not"),
        Column("taken_back", "taken_back_at", "when it was taken back before it came; time, else empty"),
    ),
    ("quizzes.Nudge.learner",),
    assignment="assignment",
)
CLASSED = (CLASSES, REQUESTS, INVITATIONS, TAUGHT, STAFFED, MESSAGED, AGREED, STOOD, NUDGED)
