"""A line of the log is one line, whatever is in it, and says where each of its parts ends."""

import json
import logging
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sdwiki.logs import configuration, formatter

HOSTILE = [
    "/wiki/\n2026-01-01T00:00:00Z info    account.logged_in account=1",
    "a\r\nb",
    "\x1b[2J\x1b[1;31mred\x07",
    "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "txt.\u202egpj.exe \u2066x",
    'quote " request_id=forged',
    "back\\slash\\",
    "\x00\x7f\x9b31m",
    "\ud800",
]
FORMS = ["json", ""]


def written(form, message, *arguments, name="some.library", exc_info=None):
    """What a library's message becomes."""
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, arguments, exc_info)
    return formatter(form).format(record)


def own(form, **fields):
    """What an event of ours becomes, through the logger that is used."""
    record = logging.LogRecord("sdwiki", logging.INFO, __file__, 1, "", (), None)
    record.msg = {"at": "2026-03-02T12:00:00Z", "level": "info", "logger": "sdwiki", "event": "page.published"} | fields
    record._logger, record._name = logging.getLogger("sdwiki"), "info"
    return formatter(form).format(record)


def is_one_plain_line(text):
    return len(text.splitlines()) == 1 and text.isprintable()


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text(max_size=60))
def test_no_text_leaves_its_line(form, text):
    assert is_one_plain_line(own(form, page=text))
    assert is_one_plain_line(written(form, "Seen: %s", text))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_in_their_field(form, text):
    assert is_one_plain_line(own(form, page=text))
    assert is_one_plain_line(written(form, "Seen: %s", text))
    assert is_one_plain_line(written(form, text))


@given(text=st.text(max_size=60))
@example(text='" event="account.logged_in')
def test_json_gives_back_what_was_told(text):
    told = json.loads(own("json", page=text, count=3, nobody=None, roles=["is_editor"]))
    assert told == {
        "at": "2026-03-02T12:00:00Z",
        "level": "info",
        "event": "page.published",
        "page": text,
        "count": 3,
        "nobody": None,
        "roles": ["is_editor"],
    }


@given(text=st.text(max_size=60))
@example(text="x request_id=forged")
@example(text='x" request_id="forged')
@example(text="\\")
def test_a_value_cannot_end_its_field(text):
    """Read as people read it: up to the quote that nothing stands before to escape it."""
    line = own("", page=text, count=3)
    value = line.removeprefix("2026-03-02T12:00:00Z info    page.published page=").removesuffix(" count=3")
    if value.startswith('"'):
        inside = value[1:-1].replace("\\\\", "").replace('\\"', "")
        assert value.endswith('"')
        assert '"' not in inside
        assert not inside.endswith("\\")
    else:
        assert " " not in value


def test_a_line_for_people_is_short():
    assert own("", request_id="a1", person_id=5, duration_ms=12, page="caching", note="two words", none=None) == (
        "2026-03-02T12:00:00Z info    page.published request_id=a1 person_id=5 duration_ms=12"
        ' page=caching note="two words" none=-'
    )


def test_a_library_has_no_event_of_ours():
    told = json.loads(written("json", "account.logged_in"))
    assert (told["event"], told["logger"], told["level"]) == ("log", "some.library", "warning")
    assert told["message"] == "account.logged_in"


def raised():
    try:
        raise ValueError("one\n2026-01-01T00:00:00Z info    forged\x1b[2J\u2028x")
    except ValueError:
        return sys.exc_info()


def test_a_traceback_for_people_is_indented():
    first, *rest = written("", "Broken", exc_info=raised()).split("\n")
    assert first.endswith("log logger=some.library message=Broken")
    assert rest[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") and line.isprintable() for line in rest)
    assert "    2026-01-01T00:00:00Z info    forged\\x1b[2J" in rest


def test_a_traceback_in_json_is_a_field():
    line = written("json", "Broken", exc_info=raised())
    assert is_one_plain_line(line)
    assert json.loads(line)["exception"].startswith("Traceback (most recent call last):\n")


def test_everything_goes_through_one_formatter():
    """Django brings handlers of its own for its loggers, which would write a line a second time, and as it comes."""
    found = configuration("json", "INFO")
    assert found["loggers"]["django"]["handlers"] == []
    assert list(found["handlers"]) == found["root"]["handlers"] == ["console"]
    assert [logging.getLogger(name).handlers for name in ("django", "django.request", "sdwiki")] == [[], [], []]
