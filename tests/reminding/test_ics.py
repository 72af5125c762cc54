"""The calendar as three readers see it, none of which is what it was written with."""

from datetime import UTC, date, datetime, timedelta

import ics
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from quizzes.reminding.ics import Event, written
from sdwiki.signs import visible

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
SPECIAL = "A; b, c\\ d: “e” — \u05d0\u05d1 👩‍👩‍👧 " + "long " * 40
EVENTS = [
    Event("interview@x", date(2026, 3, 12), "Interview", "What you study for.", "https://x.example/progress/"),
    Event("day@x", datetime(2026, 3, 2, 17, tzinfo=UTC), "sdwiki, 9 min", "12 reviews.", "https://x.example/", 9),
    Event("due@x", date(2026, 12, 31), f"Due: {SPECIAL}", "one\ntwo", "https://x.example/"),
]


def as_ical(raw):
    """By `ical`, with its own parser: uid, start, end, title, text."""
    calendar = IcsCalendarStream.calendar_from_ics(raw.decode())
    return [(e.uid, e.dtstart, e.dtend, e.summary, e.description) for e in calendar.events]


def as_vobject(raw):
    calendar = vobject.readOne(raw.decode())
    return [
        (e.uid.value, e.dtstart.value, e.dtend.value, e.summary.value, e.description.value)
        for e in calendar.contents.get("vevent", [])
    ]


def as_ics(raw):
    """By `ics`, which has instants alone: a whole day is one that begins at midnight."""
    found = []
    for event in ics.Calendar(raw.decode()).events:
        begin, end = event.begin.datetime, event.end.datetime
        if event.all_day:
            begin, end = begin.date(), end.date()
        found.append((event.uid, begin, end, event.name, event.description))
    return found


READERS = [as_ical, as_vobject, as_ics]


def expected(events):
    length = [timedelta(minutes=e.minutes) if e.minutes else timedelta(1) for e in events]
    return {(e.uid, e.start, e.start + d, e.title, e.text) for e, d in zip(events, length, strict=True)}


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_finds_what_was_written(reader):
    assert set(reader(written(EVENTS, name="sdwiki", at=AT))) == expected(EVENTS)


@pytest.mark.parametrize("reader", [as_ical, as_vobject])  # ics takes it for the end of a line
def test_a_backslash_before_an_n_is_none_of_a_line_end(reader):
    event = Event("u@x", date(2026, 3, 2), "a\\nb", "a\nb", "https://x.example/")
    assert set(reader(written([event], name="sdwiki", at=AT))) == expected([event])


@pytest.mark.parametrize("reader", READERS)
def test_an_empty_calendar_is_one(reader):
    assert reader(written([], name="sdwiki", at=AT)) == []


def test_the_same_is_written_the_same():
    assert written(EVENTS, name="sdwiki", at=AT) == written(EVENTS, name="sdwiki", at=AT)


def test_lines_are_as_long_as_the_standard_allows_and_end_as_it_says():
    raw = written(EVENTS, name="sdwiki", at=AT)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200).map(visible))
def test_no_title_becomes_a_property(title):
    event = Event("u@x", date(2026, 3, 2), title, title, "https://x.example/")
    raw = written([event], name="sdwiki", at=AT)
    [found] = as_ical(raw)
    assert found[0] == "u@x"
    assert (found[3] or "") == title
    unfolded = raw.replace(b"\r\n ", b"")
    assert unfolded.count(b"\r\nBEGIN:") == 1
