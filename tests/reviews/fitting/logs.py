"""Logs of simulated learners, who are asked when the default model says so, and forget by another one."""

import random
from datetime import date, timedelta

from quizzes.reviews.fitting.trial import Given
from quizzes.reviews.forgetting import Model, recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL, Memory, Rating, next_interval, remember

START = date(2026, 1, 5)
# Of somebody who forgets much sooner than the default says: each memory begins with a quarter, and grows more slowly.
_W = DEFAULT_MODEL.parameters
SOONER = Model(DEFAULT_MODEL.version, (*(s / 4 for s in _W[:4]), *_W[4:8], _W[8] - 1, *_W[9:20], 0.5))
FIRST = 0.7  # the chance of a success at the first look


def log_of(model, *, cards, days, seed, retention=0.9):
    """Evidence in its order; each day a part of the cards is begun. The same seed gives the same log."""
    chance, given = random.Random(seed), []
    true = {card: Memory() for card in range(cards)}
    believed, due = dict(true), {card: card * days // (2 * cards) for card in range(cards)}
    for number in range(days):
        day = START + timedelta(number)
        for card in (card for card in range(cards) if due[card] <= number):
            memory = true[card]
            gap = (day - memory.last_day).days if memory.last_day else 0
            known = recall_after(gap, memory.stability, model=model) if memory.stability else FIRST
            rating = Rating.GOOD if chance.random() < known else Rating.AGAIN
            given.append(Given(card, rating, day))
            true[card] = remember(memory, rating, model=model, day=day)
            believed[card] = remember(believed[card], rating, model=DEFAULT_MODEL, day=day)
            due[card] = number + next_interval(believed[card].stability, retention, model=DEFAULT_MODEL)
    return given
