"""What the planner knows of the bank and the wiki after many rows were written, and that it is not asked for less."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from content.importing.files import read_path
from content.models import Revision, Topic
from quizzes.bank import services
from quizzes.bank.exchange.csvfile import read
from quizzes.bank.models import Choice, Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.curation.imports import import_own
from tests.conftest import LIBRARY
from tests.editing.conftest import Desk
from tests.factories import EditorFactory
from tests.imports import run

BANK = (Fact, FactVersion, Flashcard, Question, QuestionVersion, Choice, Question.facts.through)


def known(model):
    """How many rows the planner thinks the table has, and whether it knows anything of their values."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::int, EXISTS (SELECT FROM pg_stats WHERE schemaname = 'public' AND tablename = relname)"
            " FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        return cursor.fetchone()


def tables_looked_at(queries):
    return [query["sql"] for query in queries if "ANALYZE" in str(query["sql"])]


@pytest.mark.django_db(transaction=True)
def test_after_an_import_the_planner_knows_what_was_written():
    """Also where it has seen tables full of rows that were rolled back, and noted that they are empty."""
    with transaction.atomic():
        run(read_path(LIBRARY))
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert known(Choice) == (0, False)
    call_command("import_wiki", str(LIBRARY), stdout=StringIO())
    for model in (*BANK, Topic, Revision):
        assert known(model) == (model._default_manager.count(), True), model


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_tells_the_planner_nothing():
    before = known(Choice)
    call_command("import_wiki", str(LIBRARY), "--dry-run", stdout=StringIO())
    assert known(Choice) == before
    assert not before[1]


@pytest.mark.django_db(transaction=True)
def test_the_start_tells_the_planner_of_the_shipped_wiki(settings, tmp_path):
    settings.LIBRARY_DIR, settings.STATIC_ROOT = LIBRARY, tmp_path
    call_command("setup", stdout=StringIO())
    assert known(Choice) == (Choice.objects.count(), True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("many", "seen"), [(1, 1), (2, 0)])
def test_after_a_file_of_questions_the_planner_knows_them(wiki, now, monkeypatch, many, seen):
    monkeypatch.setattr(services, "MANY", many)
    before, _ = known(Question)
    text = (
        "question,choice_1,correct_1,choice_2,correct_2,choice_3,correct_3\n"
        "Which grows by adding nodes?,Horizontal,1,Vertical,0,Neither one,0\n"
    )
    import_own(reading=read(text), topic=Topic.objects.get(slug="scaling"), author=None, now=now)
    assert known(Question) == (before + seen, True)


def test_publishing_one_cell_does_not_make_the_planner_look(wiki, now, django_capture_on_commit_callbacks):
    desk = Desk(EditorFactory(password=None))
    with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
        desk.publish(desk.changed("Largest machine sold", "Biggest box"), now)
    assert len(captured) > 0
    assert tables_looked_at(captured) == []
