"""Own questions from a file: all of them or none, and each only once however often the file comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from content.models import Topic
from quizzes.bank.curation_models import OWN
from quizzes.bank.exchange.model import SINGLE, ExchangeQuestion, Fault, Found, Reading, Unreadable
from quizzes.bank.models import Question
from quizzes.bank.own import Draft, DraftChoice, faults
from quizzes.curation import services

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# Gives every id of a file the UUID by which its question is found again.
_NAMES = UUID("5a1f6f0e-9f0b-4f52-9d3e-6d2c1c7b9a44")
DIMENSION = "General"  # what a question is about that does not say so
# What the form on the site takes, so that what came in can be edited there; characters.
_DIMENSION, _ASK, _EXPLANATION, _TEXT, _REASON = 100, 500, 2000, 200, 300


@dataclass(frozen=True)
class Imported:
    """What an import did, in counts, and what it left out because nothing here can hold it."""

    new: int
    updated: int
    unchanged: int
    skipped: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class _Ready:
    """A question that may be stored: its topic, the UUID of its key, and its draft."""

    topic: Topic
    name: UUID
    draft: Draft
    stored: Question | None


@transaction.atomic
def import_own(
    *, reading: Reading, topic: Topic | None, author: "User | None", now: datetime, skip_unsupported: bool = False
) -> Imported:
    """Store the questions of a file under the topic, or under those that they name where it is None.

    A question is known again by its id (or by its words, if it has none): then it gets a new version, if it changed
    at all. Raises Unreadable with every fault of the file. ``skip_unsupported`` leaves out what is sound but not a
    single choice of one's own.
    """
    found, problems = list(reading.found), list(reading.faults)
    ready: list[_Ready] = []
    topics = {topic.slug: topic for topic in _topics(found)}
    seen: dict[tuple[int, UUID], int] = {}
    for item in found:
        result = _ready(item, topic, topics)
        if isinstance(result, _Ready):
            first = seen.setdefault((result.topic.pk, result.name), item.line)
            if first == item.line:
                ready.append(result)
                continue
            result = [Fault(item.line, f"the same id stands on line {first}")]
        problems += result
    skipped = tuple(fault for fault in problems if fault.unsupported and skip_unsupported)
    if wrong := sorted((fault for fault in problems if fault not in skipped), key=lambda fault: fault.line):
        raise Unreadable(wrong)
    # the columns allow that nobody is the author: an import at the command line has none
    done = [_store(item, cast("User", author), now) for item in ready]
    return Imported(done.count("new"), done.count("updated"), done.count("unchanged"), skipped)


def _topics(found: Iterable[Found]) -> Iterable[Topic]:
    named = {slug for item in found for slug in (item.question.topic, _parts(item.question.key)[0]) if slug}
    return Topic.objects.filter(slug__in=named, retired_at__isnull=True)


def _parts(key: str) -> tuple[str, UUID | None]:
    """The topic and the UUID of an own question's key; "" and None of anything else."""
    slug, _, name = key.removeprefix(OWN).rpartition("/")
    try:
        return (slug, UUID(name)) if key.startswith(OWN) else ("", None)
    except ValueError:
        return "", None


def _ready(item: Found, chosen: Topic | None, topics: dict[str, Topic]) -> _Ready | list[Fault]:
    question, line = item.question, item.line
    slug, name = _parts(question.key)
    if question.kind not in SINGLE:
        return [Fault(line, f"“{question.kind}” is no kind that can be written by hand", unsupported=True)]
    wanted = slug or question.topic
    topic = chosen or topics.get(wanted)
    if topic is None:
        why = f"there is no topic “{wanted}”" if wanted else "it names no topic, and none was chosen for the file"
        return [Fault(line, why)]
    if slug and slug != topic.slug:
        return [Fault(line, f"this question belongs to “{slug}”, not to “{topic.slug}”")]
    if name is None:
        if question.key and Question.objects.filter(key=question.key).exists():
            why = "this question is made from a table of the wiki; edit the table instead"
            return [Fault(line, why, unsupported=True)]
        name = uuid5(_NAMES, f"{topic.slug}/{question.key or question.stem}")
    stored = Question.objects.filter(key=f"{OWN}{topic.slug}/{name}").select_related("current").first()
    draft = _draft(question, topic, stored)
    if problems := [*_lengths(draft), *faults(draft)]:
        return [Fault(line, problem) for problem in problems]
    return _Ready(topic, name, draft, stored)


def _draft(question: ExchangeQuestion, topic: Topic, stored: Question | None) -> Draft:
    """The question as it would be typed. Its stem is split where the stored one is, or after "Topic · dimension:"."""
    stem = question.stem.strip()
    dimension, ask = DIMENSION, stem
    context = stored.current.context if stored and stored.current else ""
    prefix = f"{topic.title} · "
    if context.startswith(prefix) and stem.startswith(f"{context}: "):
        dimension, ask = context.removeprefix(prefix), stem.removeprefix(f"{context}: ")
    elif stem.startswith(prefix) and ": " in stem:
        dimension, _, ask = stem.removeprefix(prefix).partition(": ")
    choices = (DraftChoice(c.text.strip(), c.feedback.strip(), c.correct) for c in question.choices)
    return Draft(dimension, ask, question.explanation.strip(), tuple(choices))


def _lengths(draft: Draft) -> Sequence[str]:
    texts = [
        ("what it is about", draft.dimension, _DIMENSION),
        ("the question", draft.ask, _ASK),
        ("the explanation", draft.explanation, _EXPLANATION),
        *(("a choice", choice.text, _TEXT) for choice in draft.choices),
        *(("a feedback", choice.reason, _REASON) for choice in draft.choices),
    ]
    return [
        f"{name} has {len(text)} characters; {most} is the most" for name, text, most in texts if len(text) > most
    ] + ([] if draft.ask else ["there is no question"])


def _store(item: _Ready, author: "User", now: datetime) -> str:
    """Write the question or its new version, and say which of "new", "updated" and "unchanged" it is."""
    if item.stored is None or item.stored.current is None:
        services.write(author=author, topic=item.topic, draft=item.draft, key=item.name, now=now)
        return "new"
    number = item.stored.current.number
    revised = services.revise(
        question_id=item.stored.pk, version=number, draft=item.draft, author=author, key=uuid4(), now=now
    )
    assert revised.current is not None
    return "unchanged" if revised.current.number == number else "updated"
