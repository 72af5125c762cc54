"""One's own cards as Anki's own library reads them."""

import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.models import Flashcard
from quizzes.reviews.days import local_day
from quizzes.reviews.models import Card, CardNote, Review
from quizzes.reviews.services import grade
from quizzes.reviews.taking_back import undo
from quizzes.takeout.flashcards import write_flashcards
from tests.access.world import read
from tests.factories import UserFactory
from tests.leaving.conftest import log_in
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(wiki):
    """Whose day begins as Anki's does here: at four, in UTC."""
    return UserFactory(time_zone="UTC", day_start=4)


@pytest.fixture
def collection(tmp_path):
    opened = Collection(str(tmp_path / "collection.anki2"))
    opened.set_config("fsrs", True)
    yield opened
    opened.close()


def bring(collection, path):
    """Import with the learning progress: Anki's cards by what they ask."""
    options = ImportAnkiPackageOptions(with_scheduling=True)
    log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log
    assert not [*log.conflicting, *log.missing_notetype, *log.missing_deck, *log.empty_first_field]
    cards = [collection.get_card(pk) for pk in collection.find_cards("")]
    return {(card.note()["Context"], card.note()["Front"]): card for card in cards}


def taken(learner, collection, tmp_path):
    """Each of the learner's cards here with Anki's."""
    path = tmp_path / "mine.apkg"
    count = write_flashcards(learner=learner, path=path, now=timezone.now())
    theirs = bring(collection, path)
    assert len(theirs) == count
    shown = {card.fact_id: (card.context, card.prompt) for card in Flashcard.objects.all()}
    return {card.pk: theirs[shown[card.fact_id]] for card in Card.objects.filter(learner=learner)}


def test_due_days_intervals_and_memory_agree(learner, collection, tmp_path):
    now = timezone.now()
    today = local_day(now, learner.time_zone, learner.day_start)
    facts = facts_of("messaging")
    for n, days in enumerate((-30, -1, 0, 1, 4, 400)):
        due = timedelta(days)
        remember(
            learner, facts[n], now, due_in=due, last_day=today - timedelta(40), stability=7.25 + n, reps=3, lapses=n
        )
    here = taken(learner, collection, tmp_path)
    assert len(here) == 6
    for card in Card.objects.filter(learner=learner):
        there = here[card.pk]
        day = local_day(card.due, learner.time_zone, learner.day_start)
        assert (there.type, there.queue) == (2, 2)
        assert there.due - collection.sched.today == (day - today).days
        assert there.ivl == (day - card.last_day).days
        assert (there.reps, there.lapses) == (3, card.lapses)
        assert there.memory_state.stability == pytest.approx(card.stability, abs=0.001)
        assert there.memory_state.difficulty == pytest.approx(card.difficulty, abs=0.001)
    due = set(collection.find_cards("is:due"))
    assert due == {
        here[card.pk].id for card in Card.objects.filter(learner=learner, due__lte=now + timedelta(seconds=1))
    }


def test_new_cards_cards_in_steps_and_suspended_ones_stay_what_they_are(learner, collection, tmp_path):
    now = timezone.now()
    facts = facts_of("messaging")
    new = remember(learner, facts[0], now, state=0, stability=None, difficulty=None, last_day=None, reps=0)
    step = remember(learner, facts[1], now, state=1, due_in=timedelta(minutes=5))
    again = remember(learner, facts[2], now, state=3, due_in=timedelta(minutes=5), lapses=1)
    aside = remember(learner, facts[3], now, suspended=True, flag=True)
    here = taken(learner, collection, tmp_path)
    assert [(here[card.pk].type, here[card.pk].queue) for card in (new, step, again, aside)] == [
        (0, 0),
        (1, 1),
        (3, 1),
        (2, -1),
    ]
    assert here[step.pk].due == int(step.due.timestamp())
    assert here[new.pk].memory_state is None
    assert [here[card.pk].flags for card in (new, aside)] == [0, 1]


def test_the_log_comes_along_without_what_was_taken_back(learner, collection, tmp_path):
    start = timezone.now() - timedelta(days=30)
    card = remember(learner, facts_of("messaging")[0], start, state=0, stability=None, difficulty=None, reps=0,
                    last_day=None, due_in=timedelta(0))  # fmt: skip
    for n, rating in enumerate((3, 3, 1, 4)):
        at = start + timedelta(days=5 * n)
        grade(learner=learner, card_id=card.pk, rating=rating, now=at, key=uuid.uuid4(), duration_ms=4_000)
    last = start + timedelta(days=20)
    grade(learner=learner, card_id=card.pk, rating=1, now=last, key=uuid.uuid4())
    undo(learner=learner, now=last, key=uuid.uuid4())
    there = taken(learner, collection, tmp_path)[card.pk]
    log = collection.db.all("SELECT id, ease, ivl, lastIvl, time FROM revlog WHERE cid = ? ORDER BY id", there.id)
    kept = list(Review.objects.effective().filter(card=card).order_by("at"))
    assert [line[:2] for line in log] == [[int(one.at.timestamp() * 1000), one.rating] for one in kept]
    assert [line[4] for line in log] == [4_000] * 4
    assert all(after[3] == before[2] for before, after in pairwise(log))


def test_nothing_of_another_learner_is_in_it(learner, collection, tmp_path):
    now, facts = timezone.now(), facts_of("messaging")
    remember(learner, facts[0], now)
    other = remember(UserFactory(), facts[1], now, stability=99.0)
    remember(UserFactory(), facts[0], now, stability=98.0)
    grade(learner=other.learner, card_id=other.pk, rating=3, now=now, key=uuid.uuid4())
    [there] = taken(learner, collection, tmp_path).values()
    assert there.memory_state.stability == 10
    assert collection.db.scalar("SELECT count(*) FROM revlog") == 0


def test_a_second_import_adds_nothing(learner, collection, tmp_path):
    remember(learner, facts_of("messaging")[0], timezone.now())
    taken(learner, collection, tmp_path)
    taken(learner, collection, tmp_path)
    assert collection.card_count() == 1


def test_the_page_gives_the_package(world, heard, collection, tmp_path):
    with heard() as events:
        answer = log_in(world.learner).post(reverse("quizzes:take-out"), {"form": "apkg"})
    assert answer["Content-Disposition"].endswith('.apkg"')
    path = tmp_path / "page.apkg"
    path.write_bytes(read(answer))
    own = Card.objects.filter(learner=world.learner).count()
    assert len(bring(collection, path)) == own
    told = {"event": "account.cards_taken", "account": world.learner.pk, "cards": own}
    [event] = [event for event in events if event["event"] == told["event"]]
    assert event == event | told


def test_own_words_go_along_as_text_and_newer_ones_arrive(learner, collection, tmp_path):
    now = timezone.now()
    card = remember(learner, facts_of("messaging")[0], now)
    own = CardNote.objects.create(
        card=card, mnemonic="Queues <b>wait</b>", note="1 < 2\x1f\n<script>x</script>", at=now
    )
    [there] = taken(learner, collection, tmp_path).values()
    said = there.note()["Row HTML"]
    assert '<p class="own-words">Queues &lt;b&gt;wait&lt;/b&gt;</p>' in said
    assert "1 &lt; 2 <br>&lt;script&gt;x&lt;/script&gt;" in said
    assert "<script" not in said
    own.mnemonic, own.at = "Queues hold", now + timedelta(minutes=1)
    own.save()
    [there] = taken(learner, collection, tmp_path).values()
    assert '<p class="own-words">Queues hold</p>' in there.note()["Row HTML"]
