"""Expected recall: the one rule for what a learner would recall, whichever page says it. Pure.

A fact is *known* if its latest evidence that stands is a success. A known fact counts the model's chance of recall at
the start of the learner's next day, or on a later date that is asked about; any other fact counts 0.

Why not the chance at this moment: it is 1 until a day has passed, so that every answer of today, a wrong one too, would
count as a fact in hand. Why 0 and not the model's chance after a miss: of facts whose last answer was a miss, far fewer
are recalled the next day than the model says (15 % of 33 in one real log, where it says 62 %). And so these laws hold,
for now and for any later date: a wrong answer never raises what is expected, a right one never lowers it.

The sum goes over the facts that count (`quizzes.reviews.askable.COUNTED`); what was never seen counts 0 among them. The
SQL is for a card ``c``; a test holds it to the rest.
"""

from datetime import date, timedelta

from quizzes.reviews.forgetting import Model, recall_after, recall_sql
from quizzes.reviews.scheduling import Memory, State

ONE = timedelta(days=1)

KNOWN = "c.state <> 0 AND NOT c.missed"
# Chances are added up as whole numbers of these parts: a sum of floats hangs on the order of its rows, and an undo must
# give back the very same figure.
PARTS = "1e12"


def known(memory: Memory) -> bool:
    """Whether the latest evidence is a success."""
    return memory.state is not State.NEW and not memory.missed


def next_day(today: date) -> date:
    """The day at whose start a learner's recall is counted, on their local day ``today``."""
    return today + ONE


def expected(memory: Memory, *, on: date, model: Model) -> float:
    """The chance that counts for a fact on a date that is not over, from 0 to 1.

    Evidence of that date or, where a learner has travelled west, of a later one counts as that of the day before it.
    """
    if not known(memory) or memory.last_day is None or memory.stability is None:
        return 0.0
    return recall_after(max((on - memory.last_day).days, 1), memory.stability, model=model)


def expected_sql(on: str, *, curve: str, counted: str) -> str:
    """The sum of `expected` over the cards of which ``counted`` holds, as an aggregate; ``on`` and ``curve`` as for
    `recall_sql`."""
    recall = recall_sql(f"greatest({on}, c.last_day + 1)", curve=curve)
    parts = f"sum(round({PARTS} * {recall})::bigint) FILTER (WHERE {counted} AND {KNOWN})"
    return f"(coalesce({parts}, 0) / {PARTS})::float8"
