"""A file of questions and an editor change the same question at the same moment: a message, and nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from content.models import Topic
from quizzes.bank.exchange.gift import read
from quizzes.bank.models import Question
from quizzes.curation import services
from quizzes.curation.imports import plan

pytestmark = pytest.mark.django_db(transaction=True)

GIFT = "::{name}::Which store keeps a value {when}? {{=A replicated store ~A local disk ~A page cache}}\n\n"


def test_the_command_says_so_and_the_editors_version_stays(wiki, tmp_path, now):
    path, topic = tmp_path / "own.gift", Topic.objects.get(slug="storage")

    def command():
        out = StringIO()
        call_command("import_questions", str(path), "--format", "gift", "--topic", "storage", stdout=out)
        return out.getvalue()

    def text(name, when):
        return GIFT.format(name=name, when=when)

    path.write_text(text("one", "after the node is gone"))
    command()
    question = Question.objects.get(key__startswith="own/")
    theirs = plan(reading=read(text("one", "once the disk has failed")), topic=topic).questions[0].draft
    edited = []

    def edit():
        try:
            services.revise(question_id=question.pk, version=1, draft=theirs, author=None, key=uuid4(), now=now)
        finally:
            connections.close_all()

    def beside(execute, statement, parameters, many, context):
        """The editor publishes between the import's reading and its writing."""
        if "FOR UPDATE" in statement and not edited:
            edited.append(True)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(edit).result(timeout=30)
        return execute(statement, parameters, many, context)

    path.write_text(text("two", "when the power fails") + text("one", "while the node restarts"))
    with connection.execute_wrapper(beside), pytest.raises(CommandError, match="at the same moment") as refused:
        command()
    assert edited
    assert "Nothing was imported" in str(refused.value)
    question.refresh_from_db()
    assert question.current.number == 2
    assert "once the disk has failed" in question.current.ask
    assert Question.objects.filter(key__startswith="own/").count() == 1
    assert "1 new, 1 updated" in command()
