"""The bytes of a file that somebody wants to import, as text. Pure."""

import codecs

from content.reading.text import line_feeds
from quizzes.bank.exchange.records import Fault, Unreadable
from quizzes.bank.reasons import because
from sdwiki import limits


def decode(data: bytes) -> str:
    """UTF-8 with or without a byte order mark, line ends as LF. Raises Unreadable and names the line."""
    if len(data) > limits.QUESTION_BYTES:
        raise Unreadable([Fault(1, because("file-large", most=limits.QUESTION_BYTES))])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable([Fault(1, because("file-utf-16"))])
    if (place := data.find(b"\0")) >= 0:
        raise Unreadable([Fault(_line(data, place), because("file-nul"))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = because("file-not-utf-8", byte=data[error.start])
        raise Unreadable([Fault(_line(data, error.start), why)]) from error
    return line_feeds(text)


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
