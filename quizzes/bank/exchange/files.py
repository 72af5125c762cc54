"""The bytes of a file that somebody wants to import, as text. Pure."""

import codecs

from content.reading.text import line_feeds
from quizzes.bank.exchange.records import Fault, Unreadable
from quizzes.bank.reasons import because
from sdwiki import limits

BYTE_ORDER = "\ufeff"


def decode(data: bytes) -> str:
    """UTF-8, line ends as LF. Raises Unreadable and names the line.

    Byte order marks go, also those in the middle, where several files were put into one.
    """
    if len(data) > limits.QUESTION_BYTES:
        raise Unreadable([Fault(1, because("file-large", most=limits.QUESTION_BYTES), whole=True)])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable([Fault(1, because("file-utf-16"), whole=True)])
    if (place := data.find(b"\0")) >= 0:
        raise Unreadable([Fault(_line(data, place), because("file-nul"), whole=True)])
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        why = because("file-not-utf-8", byte=data[error.start])
        raise Unreadable([Fault(_line(data, error.start), why, whole=True)]) from error
    return line_feeds(text.replace(BYTE_ORDER, ""))


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
