import pytest

from quizzes.bank.assemble import Shortage
from quizzes.bank.reasons import because
from quizzes.bank.records import Refusal
from quizzes.bank.words import told, why_short


@pytest.mark.parametrize(
    ("shortage", "words"),
    [
        (
            Shortage("used-up", 1, 3, 1, 1, True),
            "This quiz has 1 of the 3 questions you asked for: there are no more of the kinds and difficulty you chose "
            "here.",
        ),
        (
            Shortage("used-up", 0, 5, 0, 0, False),
            "This quiz has 0 of the 5 questions you asked for: there are no more here.",
        ),
        (
            Shortage("enemies", 2, 3, 3, 2, False),
            "This quiz has 2 of the 3 questions you asked for. There are 3 questions here, but about 2 rows, lists "
            "or designs, and questions about one of them give each other away. Choose more topics for a longer quiz.",
        ),
        (
            Shortage("enemies", 1, 3, 3, 1, False),
            "This quiz has 1 of the 3 questions you asked for. There are 3 questions here, all about one row, list or "
            "design, and questions about one of them give each other away. Choose more topics for a longer quiz.",
        ),
        (
            Shortage("answers", 9, 9, 12, 12, False, 1),
            "One answer comes again in this quiz: there are not enough others here. Choose more topics to have each "
            "once.",
        ),
        (
            Shortage("answers", 9, 9, 12, 12, False, 2),
            "2 answers come again in this quiz: there are not enough others here. Choose more topics to have each "
            "once.",
        ),
    ],
)
def test_a_shortage_is_told_with_its_cause_and_what_to_do(shortage, words):
    assert why_short(shortage) == words


def test_refusals_are_told_by_kind_by_what_they_are_about_and_by_their_words():
    refusals = [
        Refusal("value", "t/a", "few", because("few-values")),
        Refusal("multiple", "t/b", "leans", because("leans", value="Yes")),
        Refusal("multiple", "t/b", "length", because("names-length")),
        Refusal("multiple", "t/a", "leans", because("leans", value="All")),
    ]
    assert [(refusal.kind, refusal.fact, words) for refusal, words in told(refusals)] == [
        ("multiple", "t/a", "“All” would speak of the other choices"),
        ("multiple", "t/b", "a name among the choices is longer than 1.5 times the median"),
        ("multiple", "t/b", "“Yes” would speak of the other choices"),
        ("value", "t/a", "fewer than two other values in this dimension"),
    ]
