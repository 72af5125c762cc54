"""Tables: their orientation, the length of their cells, and where their figures come from."""

import re
from collections.abc import Iterator
from dataclasses import replace

from content.reading.inline import Inline
from content.reading.markdown import Table
from content.reading.orientation import COLUMNS, NONE, ROWS, orientation
from script.library.shelf import Fault, Shelf

LONGEST_CELL = 90
_DECLARED = {"columns": COLUMNS, "rows": ROWS, "none": NONE}

# A number that is part of a name tells no quantity: S3, HTTP/2, L4, p99, SHA-256, UTF-8, UUIDv7, io2, OAuth 2.1,
# PostgreSQL 18, RFC 9457, status 429.
_NAMED = re.compile(
    r"[^\W\d]+(?:[/-]v?)?\d+(?:\.\d+)*[^\W_]*"
    r"|\b(?:PostgreSQL|MySQL|MongoDB|Redis|Valkey|Kafka|RabbitMQ|Java|Python|Node\.js|TLS|OAuth|OpenAPI|OpenID|SAML|SMB"
    r"|SQL Server|Windows|Linux|Kubernetes|Spring|Layer|layer|Level|level|RFC|ISO|IEC|ISO/IEC|[Pp]hases?)"
    r" \d+(?:[.:-]\d+)*(?:(?:, | and )\d+)*"
    r"|\b(?:status|Status|HTTP)(?: code)? [1-5]\d\d\b|\b[1-5]\d\d (?=[A-Z])|\b[1-5]xx\b"
)
# Something is worked out: a sign of arithmetic between its terms, a power, or a number in front of a symbol.
_FORMULA = re.compile(
    r"[\w)%] ?[×·÷=^] ?[\w(]|\d [/+−-] \d|\w ?/ ?\(|[\w)] [+−] [\w(]|\d[A-Z]\b|\d[⁰¹²³⁴⁵⁶⁷⁸⁹]|\blog\w*\b|√"
)

_ASSUMED = "Assumption"


def tables(shelf: Shelf) -> Iterator[Fault]:
    """Every table of topics and pages."""
    for topic in shelf.documents:
        for table in topic.document.tables:
            yield from _orientation(topic.source.file, table)
            yield from _cells(topic.source.file, table)


def _orientation(file: str, table: Table) -> Iterator[Fault]:
    """A table says where its options are, and one that compares would be read so without saying it."""
    declared = _DECLARED.get(table.declared)
    if declared is None:
        yield Fault(file, table.line, f"“{table.caption}” does not say options=columns, rows or none")
        return
    shape, reason = orientation(replace(table, declared=""))
    if declared not in (shape, NONE):
        why = f" ({reason})" if reason else ""
        yield Fault(file, table.line, f"“{table.caption}” is declared {declared}, its shape says {shape}{why}")


def _cells(file: str, table: Table) -> Iterator[Fault]:
    for row, line in zip((table.header, *table.rows), (table.line, *table.row_lines), strict=True):
        for cell in row:
            if len(cell.text) > LONGEST_CELL:
                yield Fault(file, line, f"a cell of {len(cell.text)} characters: “{cell.text}”")
        if line != table.line and not _founded(table.citations, table.caption):
            together = table.declared == "none" and any(
                _founded(cell.citations, cell.text) or _ASSUMED in cell.text for cell in row
            )
            for cell in row[1:]:
                if _figure(cell) and not together and not _founded(cell.citations, cell.text):
                    yield Fault(file, line, f"a figure with neither source nor formula: “{cell.text}”")


def _founded(citations: tuple[str, ...], text: str) -> bool:
    """Whether a source or a formula stands there. In a table that compares nothing one may stand in any cell of the
    row, in a column of its own, and a figure may be marked as an assumption; in a comparison each cell is a fact by
    itself.
    """
    return bool(citations or _FORMULA.search(text))


def _figure(cell: Inline) -> bool:
    return bool(re.search(r"\d", _NAMED.sub("", cell.text)))
