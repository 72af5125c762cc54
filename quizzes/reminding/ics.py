"""A calendar as RFC 5545 has it, for programs that subscribe to it. Pure.

Instants are in UTC, so that no reader needs to know a zone; days are dates, which are the same wherever one is. The
same events give the same bytes: `at` is the instant that they are told as of, not that of the request. The last of all
dates has no day after it for an event to end on, and programs that read calendars fail at it: it is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Component

PRODUCT = "-//sdwiki//Calendar//EN"
REFRESH = timedelta(hours=6)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """``start`` is a day, or an instant (UTC) with ``minutes``; ``uid`` is the same for the same thing, always."""

    uid: str
    start: date | datetime
    title: str
    text: str
    url: str
    minutes: int = 0


def written(events: Iterable[Event], *, name: str, at: datetime) -> bytes:
    """The whole file."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in (one for one in events if one.start != date.max):
        calendar.add_component(_component(event, at))
    raw: bytes = calendar.to_ical()
    return raw


def _component(event: Event, at: datetime) -> Component:
    length = timedelta(minutes=event.minutes) if isinstance(event.start, datetime) else DAY
    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", at)
    component.add("dtstart", event.start)
    component.add("dtend", event.start + length)
    component.add("summary", event.title)
    component.add("description", event.text)
    component.add("url", event.url)
    component.add("transp", "OPAQUE" if event.minutes else "TRANSPARENT")  # a day with a date in it is not taken up
    return component
