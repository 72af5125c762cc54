from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.shuffling import lot, shuffled

NAMES = [str(n) for n in range(8)]
ORDER = list("63254170")


@given(st.permutations(NAMES), st.text(max_size=9))
def test_an_order_hangs_on_the_seed_and_the_names_alone(names, seed):
    assert shuffled(seed, names, str) == shuffled(seed, NAMES, str) == sorted(NAMES, key=lambda name: lot(seed, name))


def test_the_order_of_a_seed_stays_what_it_always_was():
    # The bank's questions show their choices like this: another order would be a new version of every question.
    assert shuffled("option/a", NAMES, str) == ORDER
    assert shuffled("option/b", NAMES, str) != ORDER
