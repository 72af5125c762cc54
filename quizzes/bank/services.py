"""Keeps the bank equal to what the wiki's current revisions give: new, changed, retired, revived."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from psycopg import sql

from content.facts import Fact as FactSource
from content.models import Topic
from content.services import source_of
from content.sources import read_topic
from content.text import meaning
from quizzes.bank import generate
from quizzes.bank.curation_models import OWN
from quizzes.bank.lint import Refusal
from quizzes.bank.model import Bank
from quizzes.bank.model import Flashcard as BankFlashcard
from quizzes.bank.model import Question as BankQuestion
from quizzes.bank.models import Choice, Fact, FactVersion, Flashcard, Question, QuestionVersion

BATCH = 1000
_FACT_FIELDS = (
    "kind",
    "group",
    "caption",
    "option_key",
    "option",
    "label",
    "dimension",
    "value",
    "qualifier",
    "anchor",
    "core",
)
_SHOWN = ("option", "dimension", "value", "qualifier")


@dataclass
class Synced:
    """What a rebuild did, in counts; ``changed`` are ids of facts whose meaning is new, so that memories of them are
    brought back."""

    facts_added: int = 0
    facts_changed: int = 0
    facts_retired: int = 0
    questions_added: int = 0
    questions_changed: int = 0
    questions_retired: int = 0
    changed: list[int] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def derive(topic: Topic) -> tuple[tuple[FactSource, ...], Bank]:
    """The facts of a topic's current revision and what the generator makes of them."""
    read = read_topic(source_of(topic))
    return read.facts, generate.generate(topic.title, read.facts)


@transaction.atomic
def sync(topics: Iterable[Topic], *, now: datetime) -> Synced:
    """Bring the bank of these topics up to date. Doing it again changes nothing."""
    done = Synced()
    for topic in topics:
        sources, bank = derive(topic) if topic.current and not topic.retired_at else ((), Bank())
        facts = _sync_facts(topic, sources, done, now)
        _sync_questions(topic, bank.questions, facts, done, now)
        _sync_flashcards(topic, bank.flashcards, facts, now)
        done.refusals.extend(bank.refusals)
    return done


def _sync_facts(topic: Topic, sources: Sequence[FactSource], done: Synced, now: datetime) -> dict[str, Fact]:
    """Facts by key. A fact's version counts its wordings; one that is gone is retired and keeps its row."""
    stored = {fact.key: fact for fact in Fact.objects.filter(topic=topic)}
    versions: list[FactVersion] = []
    new: list[Fact] = []
    moved: list[Fact] = []
    for position, source in enumerate(sources, 1):
        wanted = {name: _fitting(name, getattr(source, name)) for name in _FACT_FIELDS}
        fact = stored.get(source.key)
        if fact is None:
            fact = Fact(key=source.key, topic=topic, position=position, **wanted)
            new.append(fact)
            stored[source.key] = fact
            continue
        if fact.retired_at or fact.position != position or any(getattr(fact, n) != v for n, v in wanted.items()):
            reworded = any(getattr(fact, name) != wanted[name] for name in _SHOWN)
            cosmetic = all(meaning(getattr(fact, name)) == meaning(str(wanted[name])) for name in _SHOWN)
            done.facts_added += fact.retired_at is not None
            for name, value in wanted.items():
                setattr(fact, name, value)
            fact.position, fact.retired_at = position, None
            if reworded:
                fact.version += 1
                versions.append(_fact_version(fact, now, cosmetic=cosmetic))
                done.facts_changed += 1
                if not cosmetic:
                    done.changed.append(fact.pk)
            moved.append(fact)
    live = {source.key for source in sources}
    for fact in stored.values():
        if fact.key not in live and fact.retired_at is None:
            fact.retired_at = now
            moved.append(fact)
            done.facts_retired += 1
    Fact.objects.bulk_create(new, batch_size=BATCH)
    Fact.objects.bulk_update(moved, [*_FACT_FIELDS, "position", "version", "retired_at"], batch_size=BATCH)
    FactVersion.objects.bulk_create([*versions, *(_fact_version(fact, now) for fact in new)], batch_size=BATCH)
    done.facts_added += len(new)
    return stored


def _fitting(name: str, value: str | bool) -> str | bool:
    """The value, cut to what the column holds."""
    limit: int | None = getattr(Fact._meta.get_field(name), "max_length", None)
    return value[:limit] if isinstance(value, str) else value


def _fact_version(fact: Fact, now: datetime, *, cosmetic: bool = False) -> FactVersion:
    shown = {name: getattr(fact, name) for name in _SHOWN}
    return FactVersion(fact=fact, number=fact.version, cosmetic=cosmetic, created_at=now, **shown)


def _checksum(question: BankQuestion) -> str:
    parts = [question.context, question.ask, question.explanation]
    for choice in question.choices:
        parts += [choice.text, str(choice.correct), choice.reason, choice.fact, choice.source]
        parts += [choice.target] if choice.target else []
    parts += question.targets
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _sync_questions(
    topic: Topic, sources: Sequence[BankQuestion], facts: dict[str, Fact], done: Synced, now: datetime
) -> None:
    """New questions, new versions of changed ones, and retirement of those whose source is gone.

    A question that an editor rejected stays rejected, whatever its new wording, and while its source is gone. What
    people wrote is left alone.
    """
    derived = Question.objects.filter(topic=topic).exclude(key__startswith=OWN)
    stored = {q.key: q for q in derived.select_related("current")}
    new: list[tuple[Question, BankQuestion]] = []
    versions: list[tuple[QuestionVersion, BankQuestion]] = []
    updated: dict[str, Question] = {}
    for source in sources:
        question = stored.get(source.key)
        if question is None:
            new.append((Question(key=source.key, topic=topic, kind=source.kind, graded=source.graded), source))
            continue
        if question.state == Question.State.RETIRED:
            question.state = Question.State.LIVE
            updated[question.key] = question
            done.questions_added += 1
        if question.graded != source.graded:
            question.graded = source.graded
            updated[question.key] = question
        checksum = _checksum(source)
        if question.current is None or question.current.checksum != checksum:
            number = question.current.number + 1 if question.current else 1
            versions.append((_question_version(question, source, number, now), source))
            done.questions_changed += 1
    live = {source.key for source in sources}
    for question in stored.values():
        gone = question.key not in live
        if gone and question.state in (Question.State.LIVE, Question.State.NEEDS_REVIEW):
            question.state = Question.State.RETIRED
            updated[question.key] = question
            done.questions_retired += 1
    Question.objects.bulk_create([question for question, _ in new], batch_size=BATCH)
    Link = Question.facts.through
    changed = [(version.question, source) for version, source in versions]
    Link.objects.filter(question__in=[question for question, _ in changed]).delete()
    links = [
        Link(question_id=question.pk, fact_id=facts[key].pk)
        for question, source in new + changed
        for key in source.facts
    ]
    Link.objects.bulk_create(links, batch_size=BATCH)
    versions += [(_question_version(question, source, 1, now), source) for question, source in new]
    QuestionVersion.objects.bulk_create([version for version, _ in versions], batch_size=BATCH)
    _copy_choices(versions)
    Question.objects.bulk_update(updated.values(), ["state", "graded"], batch_size=BATCH)
    _make_current([version.pk for version, _ in versions])
    done.questions_added += len(new)


def _copy_choices(versions: Sequence[tuple[QuestionVersion, BankQuestion]]) -> None:
    """Write the choices of new versions by COPY: they are the bulk of a build, and the ORM takes five times as long."""
    columns = ("version_id", "position", "text", "correct", "target", "reason", "fact", "source")
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(Choice._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(copy) as stream:
        for version, source in versions:
            for position, c in enumerate(source.choices):
                stream.write_row((version.pk, position, c.text, c.correct, c.target, c.reason, c.fact, c.source))


def _make_current(versions: Sequence[int]) -> None:
    """Point each of these versions' questions at it, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_question SET current_id = v.id FROM quizzes_questionversion v"
            " WHERE v.question_id = quizzes_question.id AND v.id = ANY(%s)",
            [list(versions)],
        )


def _question_version(question: Question, source: BankQuestion, number: int, now: datetime) -> QuestionVersion:
    return QuestionVersion(
        question=question,
        number=number,
        context=source.context,
        ask=source.ask,
        explanation=source.explanation,
        targets=list(source.targets),
        checksum=_checksum(source),
        created_at=now,
    )


def _sync_flashcards(topic: Topic, sources: Sequence[BankFlashcard], facts: dict[str, Fact], now: datetime) -> None:
    stored = {card.fact_id: card for card in Flashcard.objects.filter(fact__topic=topic)}
    new: list[Flashcard] = []
    updated: list[Flashcard] = []
    live: set[int] = set()
    for source in sources:
        fact = facts[source.fact]
        live.add(fact.pk)
        wanted = {
            "context": source.context,
            "prompt": source.prompt,
            "answer": source.answer,
            "reverse": source.reverse,
            "retired_at": None,
        }
        card = stored.get(fact.pk)
        if card is None:
            new.append(Flashcard(fact=fact, **wanted))
        elif any(getattr(card, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(card, name, value)
            updated.append(card)
    for fact_id, card in stored.items():
        if fact_id not in live and card.retired_at is None:
            card.retired_at = now
            updated.append(card)
    Flashcard.objects.bulk_create(new, batch_size=BATCH)
    fields = ["context", "prompt", "answer", "reverse", "retired_at"]
    Flashcard.objects.bulk_update(updated, fields, batch_size=BATCH)
