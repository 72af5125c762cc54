"""Own questions from a file: all of them or none, and each only once however often the file comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from content.models import Topic
from quizzes.bank.authored.drafts import Draft
from quizzes.bank.authored.rules import faults
from quizzes.bank.exchange.drafts import drafted, too_long
from quizzes.bank.exchange.records import ExchangeQuestion, Fault, Found, Reading, Unreadable
from quizzes.bank.kinds import KINDS, OPTION, written_like
from quizzes.bank.models import Question
from quizzes.bank.models.curation import OWN
from quizzes.bank.reasons import Reason, because
from quizzes.bank.services import analyze_after
from quizzes.curation import services
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# Gives every id of a file the UUID by which its question is found again.
_NAMES = UUID("5a1f6f0e-9f0b-4f52-9d3e-6d2c1c7b9a44")
NEW, UPDATED, UNCHANGED = "new", "updated", "unchanged"


@dataclass(frozen=True)
class Planned:
    """A question that may be stored, the line it stands on, and the question that it changes, if it is known."""

    line: int
    topic: Topic
    name: UUID
    draft: Draft
    stored: Question | None

    @property
    def kind(self) -> str:
        return KINDS[self.draft.kind].label

    @cached_property
    def status(self) -> str:
        """What storing it does."""
        if self.stored is None or self.stored.current is None:
            return NEW
        return UNCHANGED if services.says(self.stored, self.draft) else UPDATED


@dataclass(frozen=True)
class Plan:
    """What an import would do, and what it leaves out because it cannot be asked here."""

    questions: tuple[Planned, ...]
    skipped: tuple[Fault, ...] = ()

    @property
    def left_out(self) -> int:
        """How many questions are left out; one may have several faults."""
        return len({fault.line for fault in self.skipped})

    def _of(self, status: str) -> int:
        return sum(question.status == status for question in self.questions)

    @property
    def new(self) -> int:
        return self._of(NEW)

    @property
    def updated(self) -> int:
        return self._of(UPDATED)

    @property
    def unchanged(self) -> int:
        return self._of(UNCHANGED)


@dataclass(frozen=True)
class Imported:
    """What an import did, in counts, and what it left out."""

    new: int
    updated: int
    unchanged: int
    skipped: tuple[Fault, ...] = ()


def plan(*, reading: Reading, topic: Topic | None, skip_faulty: bool = False) -> Plan:
    """What the questions of a file are under this topic, or under those that they name where it is None.

    A question is known again by its id, or by its words if it has none. Raises Unreadable with every fault of the
    file. ``skip_faulty`` leaves out the questions that have one; what is wrong with the file itself stays.
    """
    problems = list(reading.faults)
    placed = _placed(reading.found, topic, problems)
    names = [f"{OWN}{topic.slug}/{name}" for _, topic, name in placed]
    known = Question.objects.shared().filter(key__in=names).select_related("topic", "current")
    stored = {question.key: question for question in known.prefetch_related("current__choices")}
    ready: list[Planned] = []
    for key, (item, where, name) in zip(names, placed, strict=True):
        result = _planned(item, where, name, stored.get(key), reading.silent)
        if isinstance(result, Planned):
            ready.append(result)
        else:
            problems += result
    problems.sort(key=lambda fault: fault.line)
    if wrong := [fault for fault in problems if fault.whole or not skip_faulty]:
        raise Unreadable(wrong)
    return Plan(tuple(ready), tuple(problems))


def _placed(found: Iterable[Found], chosen: Topic | None, problems: list[Fault]) -> list[tuple[Found, Topic, UUID]]:
    """Each question with its topic and the UUID of its key. What has none of these is added to the problems."""
    items = list(found)
    named = {slug for item in items for slug in (item.question.topic, _parts(item.question.key)[0]) if slug}
    topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=named, retired_at__isnull=True)}
    keys = [item.question.key for item in items if item.question.key and not item.question.key.startswith(OWN)]
    derived = set(Question.objects.shared().filter(key__in=keys).values_list("key", flat=True))
    placed: list[tuple[Found, Topic, UUID]] = []
    seen: dict[tuple[int, UUID], int] = {}
    for item in items:
        slug, name = _parts(item.question.key)
        wanted = slug or item.question.topic
        topic = chosen or topics.get(wanted)
        if item.question.key in derived:
            why = because("file-derived")
        elif topic is None:
            why = because("file-topic", slug=wanted) if wanted else because("file-no-topic")
        elif slug and slug != topic.slug:
            why = because("file-other-topic", slug=slug, chosen=topic.slug)
        else:
            name = name or uuid5(_NAMES, f"{topic.slug}/{item.question.key or _words(item.question)}")
            first = seen.setdefault((topic.pk, name), item.line)
            if first == item.line:
                placed.append((item, topic, name))
                continue
            why = because("file-same-id" if item.question.key else "file-same-question", line=first)
        problems.append(Fault(item.line, why))
    return placed


def _parts(key: str) -> tuple[str, UUID | None]:
    """The topic and the UUID of an own question's key; "" and None of anything else."""
    slug, _, name = key.removeprefix(OWN).rpartition("/")
    try:
        return (slug, UUID(name)) if key.startswith(OWN) else ("", None)
    except ValueError:
        return "", None


def _words(question: ExchangeQuestion) -> str:
    """What a question without an id is known by: what it asks, and what is sorted ("Match these." asks little)."""
    kind = written_like(question.kind)
    sorted_texts = sorted(choice.text for choice in question.choices) if question.shape.placed else []
    return "\x1f".join([*([kind] if kind != OPTION else []), question.stem, *sorted_texts])


def _planned(
    item: Found, topic: Topic, name: UUID, stored: Question | None, silent: frozenset[str]
) -> Planned | list[Fault]:
    """The question as it may be stored. In a format that holds no feedback for its kind it keeps what it has."""
    current = stored.current if stored else None
    if stored and stored.kind != written_like(item.question.kind):
        return [Fault(item.line, because("file-other-kind", kind=stored.kind))]
    kept = current.choices.all() if current and item.question.kind in silent else ()
    reasons = {choice.text: choice.reason for choice in kept}
    context = current.context if current else ""
    draft = drafted(item.question, title=topic.title, context=context, reasons=reasons)
    if isinstance(draft, Reason):
        return [Fault(item.line, draft)]
    # the linter compares texts with each other, which takes long where they are
    if problems := too_long(draft) or [flaw.why for flaw in faults(draft, topic.title)]:
        return [Fault(item.line, problem) for problem in problems]
    return Planned(item.line, topic, name, draft, stored)


@transaction.atomic
def import_own(
    *, reading: Reading, topic: Topic | None, author: "User | None", now: datetime, skip_faulty: bool = False
) -> Imported:
    """Store the questions of a file as `plan` has them. One that is known gets a new version, if it changed at all."""
    wanted = plan(reading=reading, topic=topic, skip_faulty=skip_faulty)
    done = [_store(item, author, now) for item in wanted.questions]
    new, updated, unchanged = (done.count(status) for status in (NEW, UPDATED, UNCHANGED))
    analyze_after(new + updated)
    event("questions.imported", new=new, updated=updated, unchanged=unchanged)
    return Imported(new, updated, unchanged, wanted.skipped)


def _store(item: Planned, author: "User | None", now: datetime) -> str:
    """Write the question or its new version, and say which of "new", "updated" and "unchanged" it is."""
    if item.stored is None or item.stored.current is None:
        services.write(author=author, topic=item.topic, draft=item.draft, key=item.name, now=now)
        return NEW
    number = item.stored.current.number
    revised = services.revise(
        question_id=item.stored.pk, version=number, draft=item.draft, author=author, key=uuid4(), now=now
    )
    assert revised.current is not None
    return UNCHANGED if revised.current.number == number else UPDATED
