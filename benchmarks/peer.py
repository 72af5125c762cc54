"""One learner's next card and answer beside Anki's own library, with ever more cards; and what a card weighs.

Both have the same cards: one in twenty is due, on as many days as each has its share of a year of them, and the others
come back within a year. As in life, a card falls due when a day begins. Anki keeps the queue of an open collection in
memory and builds it anew after every change from outside; ours is read for each card. So its next card is measured both
ways. Of an answer ours writes the evidence and the card and reads the card that follows, as Anki does. Without the
requests around ours: what they cost, `review-answer` says.

Imported after Django is set up. Needs the library of Anki, which the tests need too.
"""

import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import anki.collection
from anki.cards import Card as TheirCard
from anki.decks import DeckId
from anki.scheduler.v3 import CardAnswer, Scheduler
from django.db import connection
from django.utils import timezone

from benchmarks.measure import Clock, Result
from benchmarks.reviews import settle
from benchmarks.web import member
from quizzes.reviews import services
from quizzes.reviews.queue import study, upcoming
from quizzes.reviews.scheduling import Rating
from sdwiki.accounts.models import User

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 30
DUE, COMING = 20, 365  # one card in so many is due; the others come within so many days
LATE = 18  # days since which those are due
DECK = DeckId(1)

FACTS = """
INSERT INTO quizzes_fact (key, topic_id, kind, "group", caption, option_key, option, label, dimension, value, qualifier,
                          anchor, core, position, version, retired_at)
SELECT 'peer-' || n || '/' || f.key, f.topic_id, f.kind, f."group" || n, f.caption, f.option_key, f.option, f.label,
       f.dimension, f.value, f.qualifier, f.anchor, f.core, f.position, 1, NULL
FROM (SELECT * FROM quizzes_fact WHERE retired_at IS NULL AND kind <> 'prompt' ORDER BY id LIMIT 500) f
CROSS JOIN generate_series(1, %(times)s) n
"""
CARDS = """
INSERT INTO quizzes_card (learner_id, fact_id, state, due, stability, difficulty, step, last_day, reps, lapses, missed,
                          suspended, changed)
SELECT %(learner)s, id, 2,
       date_trunc('day', now() - interval '4 hours') + interval '4 hours'
       + CASE WHEN n %% %(due)s = 0 THEN make_interval(days => -(n / %(due)s %% %(late)s)::int)
              ELSE make_interval(days => 2 + (n %% %(coming)s)::int) END,
       10, 5, 0, current_date - 12, 3, 0, false, false, false
FROM (SELECT id, row_number() OVER (ORDER BY md5(id::text)) AS n FROM quizzes_fact WHERE key LIKE 'peer-%%') f
WHERE n <= %(cards)s
"""
THEIRS = """
UPDATE cards SET type = 2, queue = 2, ivl = 10, factor = 2500, reps = 3, data = '{"s":10,"d":5,"dr":0.9}',
    due = %(today)d + CASE WHEN id %% %(due)d = 0 THEN -(id / %(due)d %% %(late)d) ELSE 2 + id %% %(coming)d END
"""
BYTES = """
SELECT pg_indexes_size('quizzes_card'), pg_relation_size('quizzes_card'), (SELECT count(*) FROM quizzes_card),
       (SELECT count(*) FROM pg_index WHERE indrelid = 'quizzes_card'::regclass)
"""


def peer() -> Iterator[Result]:
    """For each size: the next card, the day with its counts, and an answer, each against Anki's."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"times": max(SIZES) // 500})
        cursor.execute("VACUUM (ANALYZE) quizzes_fact")
    spent: dict[str, list[float]] = {}
    for size in SIZES:
        learner = _learner(size)
        with tempfile.TemporaryDirectory() as folder:
            theirs = _collection(Path(folder), size)
            try:
                for found in _beside(learner, theirs, size):
                    spent.setdefault(found.name.rpartition("-")[0], []).append(found.value)
                    yield found
            finally:
                theirs.close()
    for name, values in spent.items():
        ratio = values[-1] / values[0]
        yield Result(f"{name}-growth", values[-1], "ms CPU", values[0], ratio, "≤ 1.5", ROUNDS)


def card_bytes() -> Iterator[Result]:
    """What a card takes in the indexes and in the table, of the cards that `peer` has made."""
    with connection.cursor() as cursor:
        cursor.execute(BYTES)
        indexes, heap, cards, number = cursor.fetchone()
    yield Result("card-bytes", indexes / cards, "bytes of indexes", None, None, "≤ 75 (stretch 60)", cards)
    yield Result("card-bytes-heap", heap / cards, "bytes of the table", None, None, "", cards)
    yield Result("card-indexes", number, "indexes", None, None, "≤ 3", 1)


def _learner(size: int) -> User:
    learner = member()
    with connection.cursor() as cursor:
        cursor.execute(CARDS, {"learner": learner.pk, "cards": size, "due": DUE, "coming": COMING, "late": LATE})
    settle("quizzes_card")
    return learner


def _collection(folder: Path, size: int) -> anki.collection.Collection:
    """A collection of Anki's with as many cards that are as due, FSRS on and no limit to a day's reviews."""
    found = anki.collection.Collection(str(folder / "collection.anki2"))
    kind = found.models.by_name("Basic")
    assert kind is not None
    requests = []
    for number in range(size):
        note = found.new_note(kind)
        note["Front"], note["Back"] = f"Question {number}", f"Answer {number}"
        requests.append(anki.collection.AddNoteRequest(note, DECK))
    found.add_notes(requests)
    found.set_config("fsrs", True)
    limits = found.decks.config_dict_for_deck_id(DECK)
    limits["rev"]["perDay"] = limits["new"]["perDay"] = 9999
    found.decks.update_config(limits)
    assert found.db is not None
    found.db.execute(THEIRS % {"due": DUE, "coming": COMING, "late": LATE, "today": found.sched.today})
    found.decks.id("Another deck")
    return found


def _beside(learner: User, theirs: anki.collection.Collection, size: int) -> Iterator[Result]:
    now, other = timezone.now(), theirs.decks.id("Another deck")
    scheduler = theirs.sched
    assert other is not None
    assert isinstance(scheduler, Scheduler)

    def forget() -> None:
        """Let the queue be built anew, as after any change that is no answer."""
        theirs.decks.set_current(other)
        scheduler.get_queued_cards(fetch_limit=1)
        theirs.decks.set_current(DECK)

    def built() -> None:
        assert scheduler.get_queued_cards(fetch_limit=1).cards

    def answered() -> None:
        queued = scheduler.get_queued_cards(fetch_limit=1).cards[0]
        card = TheirCard(theirs, backend_card=queued.card)
        card.start_timer()
        scheduler.answer_card(scheduler.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD))
        built()

    def answer() -> None:
        shown = upcoming(learner, now, fresh=False)
        assert shown is not None
        graded = services.grade(learner=learner, card_id=shown.card_id, rating=Rating.GOOD, now=now, key=uuid4())
        assert graded.pk
        assert upcoming(learner, now, fresh=False)

    yield _timed(f"peer-next-{size}", lambda: upcoming(learner, now, fresh=False), built, before=forget)
    yield _timed(f"peer-next-open-{size}", lambda: upcoming(learner, now, fresh=False), built)
    yield _timed(f"peer-day-{size}", lambda: study(learner, now), built, before=forget)
    yield _timed(f"peer-answer-{size}", answer, answered)


def _timed(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], before: Callable[[], None] | None = None
) -> Result:
    """Single calls in turn, in an order of chance, each on the CPU clock; ``before`` prepares theirs off the clock."""
    clock, order = Clock(), random.Random(0)
    spent: dict[str, list[float]] = {"ours": [], "theirs": []}
    arms = [("ours", ours), ("theirs", theirs)]
    for n in range(ROUNDS // 4 + ROUNDS):
        order.shuffle(arms)
        for label, call in arms:
            if before and label == "theirs":
                before()
            begin = clock.now()
            call()
            if n >= ROUNDS // 4:  # those before warm up
                spent[label].append(1000 * (clock.now() - begin))
    ratio = statistics.median(one / other for one, other in zip(spent["ours"], spent["theirs"], strict=True))
    values = {label: statistics.median(found) for label, found in spent.items()}
    return Result(name, values["ours"], "ms CPU", values["theirs"], ratio, "", ROUNDS)
