"""What is taken for what, against a reckoning by hand and a small one of its own."""

from collections import Counter
from random import Random

import pytest

from quizzes.classes.insight.confusing import Pooled, confusions_of

ROW = ("messaging", "table", "ordering")


def pool(counts, *, row=ROW, people=9):
    """``counts`` by what was right and what was taken."""
    return [Pooled(row, "Ordering", right, chosen, times, people) for (right, chosen), times in counts.items()]


def test_a_confusion_in_words_as_reckoned_by_hand():
    # 8 of 21: 0.381 ± Wilson gives 0.208 to 0.591
    answers = pool({("Message queue", "Message queue"): 13, ("Message queue", "Event streaming"): 8})
    (found,) = confusions_of(answers)
    assert found.words == "38 % (n = 21, 21–59 %) take Event streaming for Message queue in Ordering"
    assert (found.times, found.n) == (8, 21)


def test_what_few_people_were_asked_or_what_happened_once_is_not_told():
    assert confusions_of(pool({("A", "B"): 4}, people=4)) == []
    assert confusions_of(pool({("A", "A"): 20, ("A", "B"): 1}, people=20)) == []
    assert len(confusions_of(pool({("A", "A"): 3, ("A", "B"): 2}, people=5))) == 1


def test_the_surest_comes_first_not_the_largest_share():
    few = pool({("A", "A"): 3, ("A", "B"): 3})  # half of 6: from 19 %
    many = pool({("C", "C"): 60, ("C", "D"): 40})  # 40 % of 100: from 31 %
    assert [(one.right, one.taken) for one in confusions_of([*few, *many])] == [("C", "D"), ("A", "B")]


def test_rows_with_the_same_options_are_not_mixed():
    other = ("messaging", "table", "replay")
    found = confusions_of([*pool({("A", "A"): 8, ("A", "B"): 2}), *pool({("A", "B"): 6, ("A", "A"): 4}, row=other)])
    assert {(one.row, one.times, one.n) for one in found} == {(ROW, 2, 10), (other, 6, 10)}


@pytest.mark.parametrize("seed", range(20))
def test_shares_are_those_of_a_small_reckoning_of_its_own(seed):
    chance = Random(seed)
    answers = [(chance.choice("ABC"), chance.choice("ABCD")) for _ in range(chance.randint(5, 60))]
    found = {(one.right, one.taken): one.share for one in confusions_of(pool(Counter(answers)))}
    for right in "ABC":
        asked = [taken for wanted, taken in answers if wanted == right]
        for taken in "ABCD":
            told = taken != right and asked.count(taken) >= 2
            assert found.get((right, taken)) == (pytest.approx(asked.count(taken) / len(asked)) if told else None)
