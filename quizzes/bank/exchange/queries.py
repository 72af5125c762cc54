"""What goes out beside the questions: the live flashcards of a scope."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max

from content.models import Topic
from quizzes.bank.exchange.records import Diagram, ExchangeCard
from quizzes.bank.models import Fact, Flashcard
from quizzes.bank.rows import Place, by_place, place_of, row_of, value_of

_PICTURE = re.compile(r"!\[([^\]]*)\]\(diagrams/([a-z0-9-]+\.svg)\)")


def cards(topics: Collection[str] | None = None) -> list[ExchangeCard]:
    """The live flashcards of these topics' slugs (by default of all), in the order of the path and its pages.

    One that is asked both ways goes out as two: other programs keep a memory for each.
    """
    live = Flashcard.objects.filter(retired_at__isnull=True, fact__retired_at__isnull=True)
    if topics is not None:
        live = live.filter(fact__topic__slug__in=topics)
    order = ("fact__topic__phase__position", "fact__topic__position", "fact__topic__slug", "fact__position", "reverse")
    found = list(live.select_related("fact").prefetch_related("fact__checkpoints").order_by(*order, "pk"))
    rows = _rows({card.fact.topic_id for card in found})
    # each topic once, and not with every card: its page is long
    pages = Topic.objects.select_related("phase", "current").defer(*Topic.TEXTS)
    shared = pages.in_bulk({card.fact.topic_id for card in found})
    for card in found:
        card.fact.topic = shared[card.fact.topic_id]
    diagrams = {pk: _diagrams(topic) for pk, topic in shared.items()}
    return [
        _card(card, rows[place_of(card.fact)], diagrams[card.fact.topic_id], back=back)
        for card in found
        for back in ((False, True) if card.both_ways else (False,))
    ]


def _rows(topics: Collection[int]) -> dict[Place, list[Any]]:
    """Every fact of these topics by row, with the time of its last wording. A retired one tells when a row shrank."""
    facts = Fact.objects.filter(topic__in=topics).annotate(worded_at=Max("versions__created_at"))
    return by_place(facts.order_by("position", "pk"))


def _card(card: Flashcard, row: Sequence[Any], diagrams: tuple[Diagram, ...], *, back: bool) -> ExchangeCard:
    """A flashcard, or with ``back`` the way back from its fact's value to its option."""
    fact, topic = card.fact, card.fact.topic
    reverse = back or card.reverse
    spoken = fact.kind == Fact.Kind.PROMPT
    kind = "aloud" if spoken else "reverse" if reverse else "flashcard"
    row = [one for one in row if one.pk == fact.pk] if spoken else row
    points = list(fact.checkpoints.all())
    phase = (f"phase::{topic.phase.slug}",) if topic.phase else ()
    return ExchangeCard(
        key=fact.key,
        reverse=reverse,
        front=f"“{value_of(fact).said}”" if back else card.prompt,
        back=fact.option if back else card.answer,
        context=card.context,
        source=f"{settings.SITE_URL}{fact.address}",
        row=None if spoken else row_of(fact, [one for one in row if one.retired_at is None]).marked(right={fact.key}),
        phase=topic.phase.title if topic.phase else "",
        topic=topic.title,
        slug=topic.slug,
        tags=(*phase, f"topic::{topic.slug}", f"kind::{kind}"),
        changed=max(
            [at for sibling in row for at in (sibling.worded_at, sibling.retired_at) if at] + [p.at for p in points]
        ),
        diagrams=diagrams,
        points=tuple(point.text for point in points),
    )


def _diagrams(topic: Topic) -> tuple[Diagram, ...]:
    """The pictures on the topic's page that are there as files."""
    folder = Path(settings.LIBRARY_DIR) / "diagrams"
    named = _PICTURE.findall(topic.current.source) if topic.current else []
    return tuple(Diagram(folder / name, alt) for alt, name in dict.fromkeys(named) if (folder / name).is_file())
