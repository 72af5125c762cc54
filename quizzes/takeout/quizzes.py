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
        Column("kind", "kind", "practice or exam (a timed quiz)"),
        Column("title", "title", "what it was about"),
        Column("phase", "phase__title", "phase of the path, for a timed quiz"),
        Column("started", "started_at", "when it began; time"),
        Column("deadline", "deadline", "when it had to end; time, empty for practice"),
        Column("ended", "submitted_at", "when it ended; time, empty while it is open"),
        Column("ended_by_deadline", "closed_by_sweep", "whether it was ended for you at its deadline"),
        Column("marks", "score", "marks that you got; empty while it is open"),
        Column("most_marks", "max_score", "marks that there were"),
        Column("guess_marks", "guess_score", "marks that guessing alone would have given"),
    ),
    ("quizzes.Attempt.learner",),
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
    ("quizzes.AttemptQuestion.attempt",),
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
        Column("share", "share", "share of the mark that it earned, from 0 to 1; empty while it is not graded"),
        Column("sureness", "sureness", "what you said of it: sure, unsure, guess or unknown; or empty"),
        Column("late", "late", "whether it came just after the deadline"),
        Column("at", "at", "when; time"),
    ),
    ("quizzes.Answer.question",),
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
ASKED = (QUIZZES, QUESTIONS, ANSWERS, PARTS, SPELLINGS)
