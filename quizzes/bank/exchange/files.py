"""The bytes of a file that somebody wants to import, as text. Pure."""

import codecs

from content.reading.text import line_feeds
from quizzes.bank.exchange.records import Fault, Unreadable
from quizzes.bank.reasons import because
from sdwiki import limits

BYTE_ORDER = "\ufeff"


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 that says so, as Excel writes its tab-separated text; line ends as LF. Raises Unreadable and
    names the line.

    Byte order marks go, also those in the middle, where several files were put into one.
    """
    if len(data) > limits.QUESTION_BYTES:
        raise Unreadable([Fault(1, because("file-large", most=limits.QUESTION_BYTES), whole=True)])
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        why = because("file-utf-16") if wide else because("file-not-utf-8", byte=data[error.start])
        raise Unreadable([Fault(1 if wide else data.count(b"\n", 0, error.start) + 1, why, whole=True)]) from error
    if (place := text.find("\0")) >= 0:
        raise Unreadable([Fault(text.count("\n", 0, place) + 1, because("file-nul"), whole=True)])
    return line_feeds(text.replace(BYTE_ORDER, ""))
