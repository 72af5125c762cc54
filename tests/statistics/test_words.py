import pytest

from quizzes.statistics.theory import Fault
from quizzes.statistics.words import told


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault("negative", 20, -0.5, 0.0), "Discrimination −0.5 % (n = 20)."),
        (Fault("negative", 5, -12.0, 0.0), "Discrimination −12 % (n = 5)."),
        (Fault("lure", 31, 0.3, 0.8), "80 % of the strong half took a wrong answer, 30 % the right one (n = 31)."),
        (Fault("chance", 20, 0.104, 0.25), "10 % had it right, guessing gives 25 % (n = 20)."),
    ],
)
def test_a_fault_is_told_with_its_figures(fault, words):
    assert told(fault) == words
