import pytest

from quizzes.bank.assemble import Shortage
from quizzes.bank.words import why_short


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
            "This quiz has 2 of the 3 questions you asked for. There are 3 questions here, but about 2 rows of tables "
            "and lists, and questions about one row give each other away. Choose more topics for a longer quiz.",
        ),
    ],
)
def test_a_shortage_is_told_with_its_cause_and_what_to_do(shortage, words):
    assert why_short(shortage) == words
