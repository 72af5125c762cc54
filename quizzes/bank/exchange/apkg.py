"""Flashcards as an Anki package.

A note's guid comes from its fact's key, and the note types' and decks' ids are fixed, so that a second import finds
what the first one made. Anki updates a note it has when the package's is newer; each note therefore carries the time
when it last changed, not the time of the export.
Source: https://docs.ankiweb.net/importing/packaged-decks.html
"""

import hashlib
import html
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import genanki

from quizzes.bank.exchange.apkg_memory import Memory, begin, remember
from quizzes.bank.exchange.records import Diagram, ExchangeCard
from quizzes.bank.records import Row

# Chosen once at random, as genanki asks for. Another number would make a second note type in people's collections.
MODEL_ID = 1_493_027_118
_FIELDS = ("Front", "Back", "Context", "Source", "Row HTML")
_FRONT = '<div class="context">{{Context}}</div><div class="front">{{Front}}</div>'
_BACK = """{{FrontSide}}
<hr id="answer">
<div class="back">{{Back}}</div>
{{Row HTML}}
<div class="source">{{Source}}</div>"""
_CSS = """.card { font-family: sans-serif; font-size: 20px; line-height: 1.4; text-align: center; }
.context, .source { font-size: 15px; opacity: .75; }
.own-words { font-style: italic; }
.front, .back { margin: .6em auto; max-width: 34em; }
table { margin: 1em auto; border-collapse: collapse; font-size: 16px; text-align: left; }
caption { font-size: 15px; opacity: .75; }
th, td { border: 1px solid #8a9a9e; padding: .3em .6em; vertical-align: top; }
tr.own { outline: 2px solid #0f7a80; }
details img { background: #fff; max-width: 100%; padding: .5em; }"""


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with a time of its own; genanki gives all notes that of the export."""

    changed = 0.0  # seconds since 1970
    memory: Memory | None = None

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Any) -> None:
        super().write_to_db(cursor, self.changed, deck_id, id_gen)
        if self.memory:
            remember(cursor, cursor.lastrowid, self.memory)  # its one card was written last


class _Package(genanki.Package):  # type: ignore[misc]  # genanki has no types
    """A package whose days count from a time of its own."""

    begins: datetime | None = None

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Any) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        if self.begins:
            begin(cursor, self.begins)


def write(
    cards: Iterable[ExchangeCard],
    path: Path,
    *,
    memories: Mapping[str, Memory] | None = None,
    begins: datetime | None = None,
) -> int:
    """Write the package with a deck for each topic and the diagrams its notes show. Gives the number of notes.

    ``memories`` are somebody's, by the keys of facts, and ``begins`` is what their due days count from.
    """
    model = genanki.Model(
        MODEL_ID,
        "sdwiki",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Card 1", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )
    decks: dict[str, Any] = {}
    media: dict[str, Path] = {}
    newest, count = 0.0, 0
    for card in cards:
        deck = decks.setdefault(card.slug, genanki.Deck(deck_id(card.slug), _deck_name(card)))
        deck.add_note(_note(model, card, (memories or {}).get(card.key)))
        media |= {diagram.file.name: diagram.file for diagram in card.diagrams}
        newest, count = max(newest, card.changed.timestamp()), count + 1
    package = _Package(list(decks.values()), media_files=[str(media[name]) for name in sorted(media)])
    package.begins = begins
    package.write_to_file(str(path), timestamp=newest)
    return count


def guid(card: ExchangeCard) -> str:
    """The note's id in every collection: the same for the same fact and direction."""
    name: str = genanki.guid_for("sdwiki", card.key, "reverse" if card.reverse else "forward")
    return name


def deck_id(slug: str) -> int:
    """The topic's deck: between 2³⁰ and 2³¹, as genanki recommends."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(f"sdwiki/{slug}".encode()).digest()[:4]) % (1 << 30)


def _deck_name(card: ExchangeCard) -> str:
    """ "sdwiki::Phase::Topic"; a colon in a title could be taken for another level."""
    parts = (part.replace("::", ": ") for part in (card.phase, card.topic) if part)
    return "::".join(("sdwiki", *parts))


def _note(model: Any, card: ExchangeCard, memory: Memory | None) -> _Note:
    link = f'<a href="{html.escape(card.source)}">{html.escape(card.topic)}</a>'
    below = _own(memory) + _beside(card) + _diagrams(card.diagrams)
    fields = [_html(card.front), _html(card.back), _html(card.context), link, below]
    note = _Note(model=model, fields=fields, tags=[tag.replace(" ", "-") for tag in card.tags], guid=guid(card))
    worded = memory.worded if memory else None
    note.changed, note.memory = _seconds(max(card.changed, worded or card.changed)), memory
    return note


def _own(memory: Memory | None) -> str:
    """What the learner wrote to the card: it was typed as text and stays text."""
    return "".join(f'<p class="own-words">{_html(words)}</p>' for words in (memory.words if memory else ()) if words)


def _seconds(at: datetime) -> float:
    return float(int(at.timestamp()))


def _html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>").replace("\x1f", " ")


def _beside(card: ExchangeCard) -> str:
    """What stands below the answer: its row, or what a good answer says."""
    if card.row:
        return _row(card.row)
    return f"<ul>{''.join(f'<li>{_html(point)}</li>' for point in card.points)}</ul>" if card.points else ""


def _row(row: Row) -> str:
    """The quoted row as a table, an option a line, the asked one marked."""
    lines = [
        f'<tr class="{"own" if option.mark else "other"}"><th scope="row">{_html(option.name)}</th>'
        f"<td>{'<br>'.join(_html(value.said) for value in option.values)}</td></tr>"
        for option in row.options
    ]
    title = " · ".join(text for text in (row.caption, row.dimension) if text)
    return f"<table><caption>{_html(title)}</caption>{''.join(lines)}</table>"


def _diagrams(diagrams: Iterable[Diagram]) -> str:
    pictures = "".join(f'<img src="{html.escape(d.file.name)}" alt="{html.escape(d.alt)}">' for d in diagrams)
    return f"<details><summary>Diagrams of this topic</summary>{pictures}</details>" if pictures else ""
