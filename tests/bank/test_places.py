"""Where choices come from is kept as a place: addresses may change, and data that hold them make no new versions."""

import hashlib
import json
from importlib import import_module
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from content.addresses import address_of
from content.models import Topic
from quizzes.bank.authored.drafts import Draft, DraftChoice
from quizzes.bank.models import Choice, Fact, FactVersion, Question, QuestionVersion
from quizzes.bank.services import sync
from quizzes.curation.services import says, write

pytestmark = pytest.mark.django_db
module = import_module("quizzes.migrations.0003_places_instead_of_addresses")
migration = module.Migration.operations[0]

DRAFT = Draft(
    dimension="Failure modes",
    ask="what does a client see when the leader dies during a write?",
    explanation="",
    choices=(
        DraftChoice("A timeout, then a retry", "The write may or may not have happened.", True),
        DraftChoice("An error, with no retry", "The connection is simply gone.", False),
        DraftChoice("A success, without delay", "Nobody is left to acknowledge it.", False),
    ),
)


def old_checksum(version):
    """As the bank computed it while choices kept addresses."""
    parts = [version.context, version.ask, version.explanation]
    for choice in version.choices.order_by("position"):
        parts += [choice.text, str(choice.correct), choice.reason, choice.fact, choice.source]
        parts += [choice.target] if choice.target else []
    return hashlib.sha256("\x1f".join(parts + version.targets).encode()).hexdigest()


@pytest.fixture
def own(wiki, now):
    topic = Topic.objects.get(slug="messaging")
    return write(author=None, topic=topic, draft=DRAFT, key=uuid4(), now=now)


@pytest.fixture
def old_data(own):
    """The bank as it was stored before."""
    for choice in Choice.objects.all():
        slug, hash_, anchor = choice.source.partition("#")
        choice.source = f"/wiki/{slug}/{hash_}{anchor}"
        choice.save(update_fields=["source"])
    derived = QuestionVersion.objects.exclude(question=own.pk)
    for version in derived:
        version.checksum = old_checksum(version)
        version.save(update_fields=["checksum"])


def bank():
    """Every stored row that a rebuild could touch."""
    tables = (Question, QuestionVersion, Choice, Fact, FactVersion)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def rebuilt(now):
    done = sync(Topic.objects.topics().select_related("current", "phase"), now=now)
    return [
        done.facts_added, done.facts_changed, done.facts_retired,
        done.questions_added, done.questions_changed, done.questions_retired,
    ]  # fmt: skip


def migrate(step):
    with connection.schema_editor(atomic=False) as editor:
        step(apps, editor)


def test_a_place_becomes_an_address_when_it_is_read():
    assert address_of("caching#cell=table/redis/speed") == "/wiki/caching/#cell=table/redis/speed"
    assert address_of("caching") == "/wiki/caching/"
    with override_settings(ROOT_URLCONF="tests.bank.other_addresses"):
        assert address_of("caching#s-redis") == "/library/wiki/caching/#s-redis"


def test_new_addresses_make_no_new_versions_and_go_out(own, now):
    before = bank()
    with override_settings(ROOT_URLCONF="tests.bank.other_addresses"):
        assert rebuilt(now) == [0] * 6
        call_command("export_questions", format="json", stdout=(out := StringIO()))
    assert bank() == before
    sources = {choice["source"] for question in json.loads(out.getvalue()) for choice in question["choices"]}
    assert "/library/wiki/messaging/" in sources
    assert all(source.startswith("/library/wiki/") for source in sources)


def test_old_data_become_what_the_bank_stores_now(own, now, request, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 50)
    wanted = bank()
    request.getfixturevalue("old_data")
    assert bank() != wanted
    migrate(migration.code)
    assert bank() == wanted
    migrate(migration.code)  # as after a crash on its way
    assert bank() == wanted


def test_starting_on_old_data_makes_no_new_versions(old_data, own, now):
    migrate(migration.code)
    before = bank()
    assert rebuilt(now) == [0] * 6
    assert bank() == before
    own.refresh_from_db()
    assert says(own, DRAFT)


def test_old_data_without_the_step_would_make_new_versions(old_data, now):
    changed = rebuilt(now)[4]
    assert changed == QuestionVersion.objects.exclude(question__key__startswith="own/").filter(number=2).count() > 50


def test_the_step_can_be_taken_back(old_data):
    before = bank()
    migrate(migration.code)
    migrate(migration.reverse_code)
    assert bank() == before
