"""Files about the account itself, and about what somebody wrote for the site; and what is in no file. Pure."""

from quizzes.takeout.records import Column, LeftOut, Table

AT = "when; time"
REPORTED = (
    Column("reason", "reason", "which problem: wrong, ambiguous, unclear, outdated or other"),
    Column("words", "words", "your words"),
    Column("at", "at", AT),
    Column("resolved", "resolved_at", "when an editor resolved it; time, empty while it is open"),
    Column("resolution", "resolution", "what the editor said to it"),
)

SETTINGS = Table(
    "settings",
    "Your account and its settings; one row.",
    "accounts.User",
    "pk",
    (
        Column("account", "pk", "number of your account"),
        Column("email", "email", "address with which you log in"),
        Column("name", "name", "what others in your class see"),
        Column("time_zone", "time_zone", "name of your time zone"),
        Column("day_start", "day_start", "hour at which your day begins, from 0 to 23"),
        Column("theme", "theme", "auto, light or dark"),
        Column("shortcuts", "shortcuts", "whether keyboard shortcuts are on"),
        Column("desired_retention", "desired_retention", "chance of recall at which a card comes back, from 0 to 1"),
        Column("maximum_interval", "maximum_interval", "the most days until a card comes back"),
        Column("siblings_apart", "siblings_apart", "whether facts of one table come back on different days"),
        Column("type_answers", "type_answers", "whether cards ask you to type the answer, where it is a term"),
        Column("new_per_day", "new_per_day", "new facts a day"),
        Column("interview", "interview_on", "date of your interview; day"),
        Column("minutes", "minutes_per_day", "minutes of study a day"),
        Column("breaks", "breaks", "your planned breaks, each with its first and its last day: 2026-12-24/2027-01-02"),
        Column("day_off", "day_off", "the day of which you last said that it brings nothing; day"),
        Column("time_factor", "time_factor", "how many times the time you take in quizzes that you set for yourself"),
        Column("memory_set", "memory_set", "number of your own parameters in use, as in parameters; empty for none"),
        Column("memory_model", "memory_model", "the memory model that these are of; empty for none"),
        Column("memory_parameters", "memory_parameters", "these parameters themselves; empty for none"),
        Column("instructor", "is_instructor", "whether you may make classes"),
        Column("editor", "is_editor", "whether you may edit the wiki and the questions"),
        Column("staff", "is_staff", "whether you may use the administration pages"),
        Column("superuser", "is_superuser", "whether you have every right"),
        Column("active", "is_active", "whether the account can be used"),
        Column("joined", "date_joined", "when you signed up; time"),
        Column("last_login", "last_login", "when you last logged in; time"),
        Column("told", "told_until", "up to when you were told which of your cards are asked no more; time"),
        Column("leaves", "leaves_at", "when the account is to be deleted, if you asked for that; time"),
    ),
    (),
)
ADDRESSES = Table(
    "addresses",
    "Your e-mail addresses.",
    "account.EmailAddress",
    "user",
    (
        Column("email", "email", "the address"),
        Column("verified", "verified", "whether you confirmed it"),
        Column("primary", "primary", "whether messages go there"),
    ),
    ("account.EmailAddress.user",),
)
SESSIONS = Table(
    "sessions",
    "Where you are logged in. What lets a browser in is not in here.",
    "usersessions.UserSession",
    "user",
    (
        Column("began", "created_at", "when you logged in; time"),
        Column("seen", "last_seen_at", "when it was last used; time"),
        Column("network_address", "ip", "address of the network it came from"),
        Column("browser", "user_agent", "what the browser says that it is"),
    ),
    ("usersessions.UserSession.user",),
)
SECOND_STEPS = Table(
    "second_steps",
    "Your second steps and passkeys. Their secrets are not in here.",
    "mfa.Authenticator",
    "user",
    (
        Column("kind", "type", "totp (an app with codes), recovery_codes or webauthn (a passkey)"),
        Column("made", "created_at", "when you set it up; time"),
        Column("used", "last_used_at", "when you last used it; time"),
    ),
    ("mfa.Authenticator.user",),
)
QUESTION_REPORTS = Table(
    "question_reports",
    "Problems with questions that you reported.",
    "quizzes.QuestionReport",
    "learner",
    (Column("question", "version__ask", "what the question asked"), *REPORTED),
    ("quizzes.QuestionReport.learner",),
)
CARD_REPORTS = Table(
    "card_reports",
    "Problems with flashcards that you reported.",
    "quizzes.CardReport",
    "learner",
    (Column("card", "flashcard__prompt", "what the card asks"), *REPORTED),
    ("quizzes.CardReport.learner",),
)
REVISIONS = Table(
    "pages_written",
    "Revisions of pages that you published.",
    "content.Revision",
    "author",
    (
        Column("page", "topic__slug", "name of the page in its address"),
        Column("revision", "number", "number of the revision"),
        Column("title", "title", "title of the page"),
        Column("source", "source", "its text"),
        Column("note", "note", "what you said about the change"),
        Column("at", "created_at", AT),
    ),
    ("content.Revision.author",),
)
WITHDRAWALS = Table(
    "pages_withdrawn",
    "Pages that you withdrew or brought back.",
    "content.Withdrawal",
    "author",
    (
        Column("page", "topic__slug", "name of the page in its address"),
        Column("withdrawn", "withdrawn", "whether it went; otherwise it came back"),
        Column("reason", "reason", "your reason"),
        Column("at", "at", AT),
    ),
    ("content.Withdrawal.author",),
)
DECISIONS = Table(
    "question_decisions",
    "What you decided about questions, as an editor.",
    "quizzes.QuestionDecision",
    "author",
    (
        Column("question", "question__key", "key of the question"),
        Column("state", "state", "live, needs-review or rejected"),
        Column("reason", "reason", "your reason"),
        Column("at", "at", AT),
    ),
    ("quizzes.QuestionDecision.author",),
)
EXPLANATIONS = Table(
    "question_explanations",
    "Explanations of questions that you wrote, as an editor.",
    "quizzes.QuestionNote",
    "author",
    (
        Column("question", "question__key", "key of the question"),
        Column("text", "text", "the explanation"),
        Column("at", "at", AT),
    ),
    ("quizzes.QuestionNote.author",),
)
ACCEPTED = Table(
    "question_spellings",
    "Spellings of typed answers that you accepted, as an editor.",
    "quizzes.QuestionAlias",
    "author",
    (
        Column("question", "question__key", "key of the question"),
        Column("text", "text", "the spelling"),
        Column("at", "at", AT),
    ),
    ("quizzes.QuestionAlias.author",),
)
OWN_QUESTIONS = Table(
    "own_questions",
    "Questions that you wrote for your classes, each in its present wording.",
    "quizzes.Question",
    "owner",
    (
        Column("question", "key", "key of the question"),
        Column("topic", "topic__title", "page that it is about"),
        Column("kind", "kind", "kind of question"),
        Column("state", "state", "owned, or retired where it is not asked any more"),
        Column("asked", "current__ask", "what it asks"),
        Column("explanation", "current__explanation", "what is told after the answer"),
    ),
    ("quizzes.Question.owner",),
)
OWN_CHOICES = Table(
    "own_question_choices",
    "What can be answered to the questions that you wrote for your classes, in their present wording.",
    "quizzes.Choice",
    "version__current_of__owner",
    (
        Column("question", "version__question__key", "key of the question, as in own_questions"),
        Column("position", "position", "its place"),
        Column("text", "text", "what it says"),
        Column("right", "correct", "whether it is right"),
        Column("belongs_to", "target", "what it belongs to, where choices are matched or sorted; a number’s unit"),
        Column("reason", "reason", "why it is right or wrong"),
    ),
    (),
    order=("version__question", "position"),
)
ACCOUNT = (SETTINGS, ADDRESSES, SESSIONS, SECOND_STEPS)
WRITTEN = (
    QUESTION_REPORTS, CARD_REPORTS, REVISIONS, WITHDRAWALS, DECISIONS, EXPLANATIONS, ACCEPTED, OWN_QUESTIONS,
    OWN_CHOICES,
)  # fmt: skip

LEFT_OUT = (
    LeftOut(
        ("quizzes.CalendarAddress.learner",),
        "The private address of your calendar: the page Messages shows it, and whoever has it reads along.",
    ),
    LeftOut((), "Your password, the secrets of second steps and passkeys, and what keeps a browser logged in."),
    LeftOut(
        ("quizzes.LearnerClock.learner",),
        "When your next day begins: it follows from your time zone and the hour of your day’s start.",
    ),
    LeftOut(
        ("quizzes.Publication.author",), "Marks by which a form that was sent twice publishes once: they say no more."
    ),
    LeftOut(
        ("quizzes.CardReport.resolved_by", "quizzes.QuestionReport.resolved_by", "quizzes.SpellingClaim.decided_by"),
        "Reports and spellings of other people that you resolved as an editor: they are theirs.",
    ),
    LeftOut(
        (
            "quizzes.Arrangement.by",
            "quizzes.Extension.by",
            "quizzes.Grading.by",
            "quizzes.Nudge.by",
            "quizzes.Terms.by",
        ),
        "Time that you gave other people, marks that you changed, what you said to single learners: they are theirs.",
    ),
    LeftOut(
        ("quizzes.Announcement.by", "quizzes.ClassQuiz.made_by"),
        "Quizzes that you set for a class, and what you said to those who sat them: they are the class’s.",
    ),
    LeftOut(
        ("quizzes.Presence.attempt",),
        "When the page of a quiz of yours was last heard of, and at which question: your answers say more.",
    ),
    LeftOut(
        ("quizzes.Invitation.invited_by",),
        "Invitations to your classes that you sent: the addresses are of other people.",
    ),
    LeftOut(
        ("admin.LogEntry.user",), "What you did under Administration: it is about other people, and kept for them."
    ),
)
