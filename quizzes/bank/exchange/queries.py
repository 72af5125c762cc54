"""What goes out: the live questions and flashcards of a scope."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max

from content.models import Topic
from quizzes.bank.exchange.model import Diagram, ExchangeCard, QuotedRow
from quizzes.bank.models import Fact, Flashcard
from quizzes.bank.queries import export

_PICTURE = re.compile(r"!\[([^\]]*)\]\(diagrams/([a-z0-9-]+\.svg)\)")


def entries(topics: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """The entries of `export` of these topics' slugs, by default of all."""
    return (entry for entry in export() if topics is None or entry["topic"] in topics)


def cards(topics: Collection[str] | None = None) -> list[ExchangeCard]:
    """The live flashcards of these topics' slugs (by default of all), in the order of the path and its pages."""
    live = Flashcard.objects.filter(retired_at__isnull=True, fact__retired_at__isnull=True)
    if topics is not None:
        live = live.filter(fact__topic__slug__in=topics)
    order = ("fact__topic__phase__position", "fact__topic__position", "fact__topic__slug", "fact__position", "reverse")
    found = list(live.select_related("fact__topic__phase", "fact__topic__current").order_by(*order, "pk"))
    rows = _rows({card.fact.topic_id for card in found})
    pictures = {card.fact.topic_id: card.fact.topic for card in found}
    diagrams = {pk: _diagrams(topic) for pk, topic in pictures.items()}
    return [_card(card, rows[_row_of(card.fact)], diagrams[card.fact.topic_id]) for card in found]


def _row_of(fact: Fact) -> tuple[int, str, str]:
    return fact.topic_id, fact.group, fact.label


def _rows(topics: Collection[int]) -> dict[tuple[int, str, str], list[Any]]:
    """Every fact of these topics by row, with the time of its last wording. A retired one tells when a row shrank."""
    rows: dict[tuple[int, str, str], list[Any]] = defaultdict(list)
    facts = Fact.objects.filter(topic__in=topics).annotate(worded_at=Max("versions__created_at"))
    for fact in facts.order_by("position", "pk"):
        rows[_row_of(fact)].append(fact)
    return rows


def _card(card: Flashcard, row: Sequence[Any], diagrams: tuple[Diagram, ...]) -> ExchangeCard:
    fact, topic = card.fact, card.fact.topic
    kind = "reverse" if card.reverse else "flashcard"
    phase = (f"phase::{topic.phase.slug}",) if topic.phase else ()
    return ExchangeCard(
        key=fact.key,
        reverse=card.reverse,
        front=card.prompt,
        back=card.answer,
        context=card.context,
        source=f"{settings.SITE_URL}{fact.source}",
        row=_quoted(fact, [sibling for sibling in row if sibling.retired_at is None]),
        phase=topic.phase.title if topic.phase else "",
        topic=topic.title,
        slug=topic.slug,
        tags=(*phase, f"topic::{topic.slug}", f"kind::{kind}"),
        changed=max(at for sibling in row for at in (sibling.worded_at, sibling.retired_at) if at),
        diagrams=diagrams,
    )


def _quoted(fact: Fact, row: Sequence[Any]) -> QuotedRow:
    """The row that a fact stands in; a list's bullets are gathered under their options."""
    by_option: dict[str, list[Any]] = defaultdict(list)
    for sibling in row:
        by_option[sibling.option_key].append(sibling)
    title = f"{fact.caption} · {fact.dimension}" if fact.caption else fact.dimension
    return QuotedRow(
        title,
        tuple((facts[0].option, "\n".join(map(_value, facts))) for facts in by_option.values()),
        list(by_option).index(fact.option_key),
    )


def _value(fact: Fact) -> str:
    return f"{fact.value} (given: {fact.qualifier})" if fact.qualifier else fact.value


def _diagrams(topic: Topic) -> tuple[Diagram, ...]:
    """The pictures on the topic's page that are there as files."""
    folder = Path(settings.LIBRARY_DIR) / "diagrams"
    named = _PICTURE.findall(topic.current.source) if topic.current else []
    return tuple(Diagram(folder / name, alt) for alt, name in dict.fromkeys(named) if (folder / name).is_file())
