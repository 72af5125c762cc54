"""The bytes of a file that somebody wants to import, as text. Pure."""

import codecs

from content.reading.text import line_feeds
from quizzes.bank.exchange.records import Fault, Unreadable

LARGEST = 10_000_000  # bytes; the whole bank as GIFT has six million


def decode(data: bytes) -> str:
    """UTF-8 with or without a byte order mark, line ends as LF. Raises Unreadable and names the line."""
    if len(data) > LARGEST:
        raise Unreadable(
            [Fault(1, f"the file has more than {LARGEST:,} bytes, which is the most that is read at once")]
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable([Fault(1, "the file is UTF-16; save it as UTF-8")])
    if (place := data.find(b"\0")) >= 0:
        raise Unreadable([Fault(_line(data, place), "there is a NUL byte; this is not a text file")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise Unreadable([Fault(_line(data, error.start), problem)]) from error
    return line_feeds(text)


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
