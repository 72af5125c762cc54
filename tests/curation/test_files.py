"""The pages on which the bank goes out as files and own questions come in."""

import io
import json
import re
import zipfile
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from quizzes.bank.exchange.formats import FORMATS
from quizzes.bank.models import Question
from quizzes.curation import services
from tests.bank.authored.test_rules import FAIR
from tests.curation.conftest import DRAFT

FILE, IMPORT = "quizzes:question-export", "quizzes:question-import"


@pytest.fixture
def editor(client, desk):
    client.force_login(desk.editor)
    return client


def fetched(client, **data):
    response = client.get(reverse(FILE), {"scope": "everything", "format": "json"} | data)
    assert response.status_code == 200
    return response, b"".join(response.streaming_content)


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "apkg"])
def test_file_is_what_the_command_writes(editor, form):
    out = io.StringIO(newline="")
    call_command("export_questions", "--format", form, "--topic", "storage", stdout=out)
    response, body = fetched(editor, scope="topic:storage", format=form)
    assert body.decode() == out.getvalue()
    assert response["Content-Type"] == FORMATS[form].media
    assert response["Content-Length"] == str(len(body))
    name = f"sdwiki-storage{FORMATS[form].suffix}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]


def test_anki_package_is_a_file(editor):
    response, body = fetched(editor, scope="phase:foundation", format="apkg")
    assert "collection.anki2" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert response["Content-Disposition"] == 'attachment; filename="sdwiki-foundation.apkg"'


@pytest.mark.parametrize(
    ("scope", "topics"),
    [
        ("everything", {"storage", "scaling", "messaging"}),
        ("phase:foundation", {"storage", "scaling"}),
        ("topic:messaging", {"messaging"}),
    ],
)
def test_scope(editor, scope, topics):
    assert {entry["topic"] for entry in json.loads(fetched(editor, scope=scope)[1])} == topics


def test_own_questions_alone(editor, desk):
    assert [entry["key"] for entry in json.loads(fetched(editor, scope="written-by-hand")[1])] == [desk.own.key]


@pytest.mark.parametrize(
    "data",
    [
        {"scope": "topic:nowhere"},
        {"scope": "phase:storage"},
        {"scope": ""},
        {"format": "exe"},
        {"format": ""},
        {"scope": "written-by-hand", "format": "apkg"},
    ],
)
def test_what_there_is_not_is_said(editor, data):
    response = editor.get(reverse(FILE), {"scope": "everything", "format": "json"} | data)
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()


def test_page_counts_and_takes_few_queries(editor, desk, django_assert_num_queries):
    with django_assert_num_queries(5):
        page = editor.get(reverse("quizzes:question-exports")).content.decode()
    live = Question.objects.live()
    assert f"Everything ({live.count():,} questions)" in page
    assert "Written by hand (1 question)" in page
    assert f"({live.filter(topic__slug='storage').count():,} questions)" in page


GIFT = "::a::Which is it? {=Tape#Yes. ~Flash#No. ~Memory#No.}\n\n::b::Type it. {=Raft#Yes.}\n"


def send(client, text=None, *, file=None, **data):
    data = {"format": "gift", "topic": "storage"} | data
    data |= {"text": text} if text is not None else {}
    data |= {"file": SimpleUploadedFile("q.txt", file)} if file is not None else {}
    return client.post(reverse(IMPORT), data)


def own():
    """What was imported."""
    return Question.objects.filter(key__startswith="own/storage/").exclude(current__ask=DRAFT.ask)


def test_preview_stores_nothing_and_import_does(editor, desk):
    for checked in (send(editor, GIFT.replace("\n", "\r\n")), send(editor, file=GIFT.encode())):
        page = unescape(checked.content.decode())
        assert checked.status_code == 200
        assert re.search(r"2 new, 0 updated, 0 unchanged\.\s+Nothing is saved yet\.", page)
        assert "Import 2 questions" in page
        assert GIFT in page  # sent again to be imported
        assert own().count() == 0
    for said in ("2 new, 0 updated, 0 unchanged.", "0 new, 0 updated, 2 unchanged."):
        response = editor.post(
            reverse(IMPORT), {"format": "gift", "topic": "storage", "text": GIFT, "save": "1"}, follow=True
        )
        assert said in response.content.decode()
    assert sorted(own().values_list("kind", flat=True)) == ["cloze", "option"]
    assert "0 new, 1 updated, 1 unchanged" in send(editor, GIFT.replace("Tape", "Disk")).content.decode()


def test_faults_are_said_by_line_and_nothing_is_lost(editor):
    bad = GIFT + "\n::c::Which? {=a ~b\n\n::d::Why? {}\n"
    for data in ({}, {"save": "1"}):
        response = send(editor, bad, **data)
        page = unescape(response.content.decode())
        assert response.status_code == 422
        assert "Line 5</strong>: the { is not closed" in page
        assert "Line 7</strong>: an essay cannot be stored" in page
        assert "leave them out with the box below" in page
        assert bad in page
    good = GIFT + "\n::d::Why? {}\n"
    page = send(editor, good, skip="on").content.decode()
    assert re.search(r"2 new, 0 updated, 0 unchanged\.\s+1 left out\.", page)
    assert own().count() == 0
    assert send(editor, good, skip="on", save="1").status_code == 302
    assert own().count() == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file, or paste its text below."),
        ({"text": " \n"}, "Choose a file, or paste its text below."),
        ({"file": b"x" * 1_000_001}, "more than 1,000,000 bytes"),
        ({"file": b""}, "the file holds no question"),
        ({"file": b"a\0b"}, "there is a NUL byte"),
        ({"file": "Größe? {=a}".encode("latin-1")}, "is not UTF-8"),
        ({"file": GIFT.encode("utf-16") + b"x"}, "begins as UTF-16 and is not"),
        ({"text": "<script>alert(1)</script>"}, "this asks nothing"),
        ({"text": GIFT, "topic": ""}, "it names no topic, and none was chosen for the file"),
        ({"text": GIFT, "topic": "nowhere"}, "Select a valid choice"),
        ({"text": GIFT, "format": "xls"}, "Select a valid choice"),
    ],
)
def test_unusable_files_are_said(editor, sent, words):
    response = send(editor, **sent)
    assert response.status_code == 422
    assert words in unescape(response.content.decode())
    assert "<script>alert(1)" not in response.content.decode()
    assert own().count() == 0


@pytest.mark.parametrize("sent", [{"text": "x" * 11_000_000}, {"file": b"x" * 11_000_000}], ids=["paste", "file"])
def test_eleven_megabytes_are_refused(editor, sent):
    response = send(editor, **sent)
    assert response.status_code == 413
    assert "larger than any form here takes" in response.content.decode()
    assert own().count() == 0


def test_what_goes_out_comes_in(editor, desk, now):
    for draft in FAIR:
        services.write(author=desk.editor, topic=desk.own.topic, draft=draft, key=uuid4(), now=now)
    for form in ("gift", "csv"):
        _, body = fetched(editor, scope="written-by-hand", format=form)
        page = send(editor, file=body, format=form, topic="").content.decode()
        assert f"0 new, 0 updated, {len(FAIR) + 1} unchanged" in page
