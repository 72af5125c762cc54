"""Files about somebody's quizzes: what was asked, what they answered, and the marks. Pure.

Keys of questions and what is right are left out: a quiz may still be open.
"""

from quizzes.takeout.records import Column, Table

ASKED_IN = "number of the quiz, as in quizzes"
ANSWER = "number of the answer, as in answers"

QUIZZES = Table(
    "quizzes",
    "Every quiz that you started, with its marks.",
    "quizzes.Attempt",
    "learner",
    (
        Column("quiz", "pk", "number of the quiz"),
        Column("kept", "quiz", "number of the quiz that you tried, where it is one of yours or for all"),
        Column("kind", "kind", "practice or exam (a timed quiz)"),
        Column("title", "title", "what it was about"),
        Column("phase", "phase__title", "phase of the path, for a timed quiz"),
        Column("started", "started_at", "when it began; time"),
        Column("deadline", "deadline", "when it had to end; time, empty for practice"),
        Column("ended", "submitted_at", "when it ended; time, empty while it is open"),
        Column("ended_by_deadline", "closed_by_sweep", "whether it was ended for you at its deadline"),
        Column("reached", "reached", "the question at which you stood, where nobody goes back"),
        Column("taken_along", "taken_at", "when it came along from before you logged in; time"),
        Column("marks", "score", "marks that you got; empty until your score may be told", waits=True),
        Column("most_marks", "max_score", "marks that there were"),
        Column("guess_marks", "guess_score", "marks that guessing alone would have given"),
    ),
    ("quizzes.Attempt.learner",),
    attempt="pk",
    score=True,
)
KEPT = Table(
    "quizzes_kept",
    "The quizzes that you made and kept, to take again.",
    "quizzes.Quiz",
    "owner",
    (
        Column("quiz", "pk", "number of the quiz that you kept"),
        Column("title", "title", "what you called it"),
        Column("number", "number", "how many questions it asks at most"),
        Column("difficulty", "difficulty", "1 easier, 2 medium, 3 harder, 0 any"),
        Column("limit", "limit", "seconds for an attempt; empty without a clock"),
        Column("feedback", "feedback", "from when on reasons are told: at-once or handed-in"),
        Column("made", "created_at", "when you made it; time"),
    ),
    ("quizzes.Quiz.owner",),
)
QUESTIONS = Table(
    "questions",
    "The questions of your quizzes, as they were asked.",
    "quizzes.AttemptQuestion",
    "attempt__learner",
    (
        Column("question", "pk", "number of the question in your quizzes"),
        Column("quiz", "attempt", ASKED_IN),
        Column("position", "position", "place in the quiz, from 1"),
        Column("kind", "version__question__kind", "kind of question"),
        Column("context", "version__context", "topic and dimension"),
        Column("asked", "version__ask", "what was asked"),
        Column("flagged", "flagged", "whether you flagged it"),
    ),
    ("quizzes.AttemptQuestion.attempt", "quizzes.AttemptQuestion.learner"),
)
ANSWERS = Table(
    "answers",
    "Every answer that you gave. Of those to one question of a quiz, the last counts.",
    "quizzes.Answer",
    "question__attempt__learner",
    (
        Column("answer", "pk", "number of the answer"),
        Column("question", "question", "number of the question, as in questions"),
        Column("quiz", "question__attempt", ASKED_IN),
        Column("sequence", "sequence", "which answer to this question it is, from 1"),
        Column("choice", "choice__text", "what you chose, where one choice is asked for; else see answer_parts"),
        Column("sureness", "sureness", "what you said of it: sure, unsure, guess or unknown; or empty"),
        Column("late", "late", "whether it came just after the deadline"),
        Column("at", "at", "when; time"),
    ),
    ("quizzes.Answer.question", "quizzes.Answer.learner"),
)
PARTS = Table(
    "answer_parts",
    "The parts of answers that are more than one choice.",
    "quizzes.AnswerPart",
    "answer__question__attempt__learner",
    (
        Column("answer", "answer", ANSWER),
        Column("choice", "choice__text", "the choice; empty where you typed"),
        Column("value", "value", "where you put it, or what you typed"),
    ),
    ("quizzes.AnswerPart.answer",),
)
MARKS = Table(
    "marks",
    "Every mark that was given for a question of yours. Of those for one question, the last counts. While the quiz "
    "does not tell what is right, the first alone is here.",
    "quizzes.Grading",
    "question__attempt__learner",
    (
        Column("question", "question", "number of the question, as in questions"),
        Column("answer", "answer", "number of the answer, as in answers; empty where you left it open"),
        Column(
            "share",
            "share",
            "share of the mark that it earned, from 0 to 1; empty where it does not count, and while the quiz does not "
            "tell what is right",
            waits=True,
        ),
        Column(
            "rules",
            "rules",
            "marked, stored, claimed, accepted, regraded, dropped, credited or overridden; empty as the share",
            waits=True,
        ),
        Column("at", "at", "when; time", waits=True),
        Column("reason", "why", "what the person said who gave it", waits=True),
    ),
    ("quizzes.Grading.question", "quizzes.Grading.answer", "quizzes.Grading.learner"),
    attempt="question__attempt",
    later=("rules", frozenset({"claimed", "accepted", "regraded", "dropped", "credited", "overridden"})),
)
TERMS = Table(
    "terms",
    "What staff agreed with you about a quiz: of those about one quiz, the last counts.",
    "quizzes.Terms",
    "learner",
    (
        Column("quiz", "quiz__title", "what the quiz is called"),
        Column("opens", "opens", "when it opens for you; time, empty for as the quiz says"),
        Column("closes", "closes", "when it closes for you; time, empty for as the quiz says"),
        Column("limit", "limit", "seconds for an attempt; 0 without a clock, empty for as the quiz says"),
        Column("factor", "factor", "by which the limit is multiplied"),
        Column("attempts", "attempts", "how many you may make; 0 for any number"),
        Column("reason", "why", "why"),
        Column("at", "at", "when it was agreed; time"),
    ),
    ("quizzes.Terms.learner",),
)
EXTENSIONS = Table(
    "extensions",
    "What staff did to the end of your quizzes.",
    "quizzes.Extension",
    "attempt__learner",
    (
        Column("quiz", "attempt", ASKED_IN),
        Column("kind", "kind", "extended, reopened or closed"),
        Column("seconds", "seconds", "how many seconds more"),
        Column("ended", "ended_at", "when it had ended that was reopened; time"),
        Column("reason", "why", "why"),
        Column("at", "at", "when; time"),
    ),
    ("quizzes.Extension.attempt",),
)
SPELLINGS = Table(
    "spellings",
    "What you typed, and said that it means the same as what is accepted.",
    "quizzes.SpellingClaim",
    "answer__question__attempt__learner",
    (
        Column("answer", "answer", ANSWER),
        Column("text", "text", "what you typed"),
        Column("at", "at", "when you said so; time"),
        Column("state", "state", "open, accepted or dismissed"),
        Column("decided", "decided_at", "when an editor decided; time"),
        Column("reason", "reason", "what the editor said to it"),
    ),
    ("quizzes.SpellingClaim.answer",),
)
PLACEMENTS = Table(
    "placements",
    "Which of your quizzes were to find what you know already.",
    "quizzes.Placement",
    "attempt__learner",
    (
        Column("quiz", "attempt", ASKED_IN),
        Column("level", "level", "what you said of yourself as it began: 1 new to it, 2 some of it, 3 senior"),
    ),
    ("quizzes.Placement.attempt",),
)
ASKED = (KEPT, QUIZZES, PLACEMENTS, QUESTIONS, ANSWERS, PARTS, MARKS, TERMS, EXTENSIONS, SPELLINGS)
