"""Keeps the bank equal to what the wiki's current revisions give: new, changed, retired, revived."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from content.models import Topic
from content.practice.records import Term
from content.practice.store import stored_terms
from content.reading.facts import Fact as FactSource
from content.reading.topic import ReadTopic
from content.services import reading
from quizzes.bank import aloud
from quizzes.bank.copying import copy_new, copy_rows, reserve
from quizzes.bank.facility import band
from quizzes.bank.generate.questions import generate
from quizzes.bank.generate.review import Around
from quizzes.bank.handwritten import questions_in_doubt, sync_own
from quizzes.bank.interviews_and_drills import around_topics
from quizzes.bank.models import Choice, Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.bank.models.curation import OWN
from quizzes.bank.prompts import of_page
from quizzes.bank.records import Bank, joined
from quizzes.bank.records import Flashcard as BankFlashcard
from quizzes.bank.records import Question as BankQuestion
from quizzes.bank.synced import SHOWN, Synced, cosmetic
from quizzes.bank.wording.typed import Terms
from sdwiki.postgresql.planner import analyze

BATCH = 1000
MANY = 100  # facts and questions, written at once, after which the planner should look again
NONE_AT_HAND: Mapping[str, ReadTopic] = MappingProxyType({})
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
LIVE: str = Question.State.LIVE.value


def accepted_terms(glossary: Sequence[Term] | None = None) -> Terms:
    """What may be typed for a term: the spellings that the glossary gives it, the stored one if none is at hand."""
    return {term.term: term.also for term in (stored_terms() if glossary is None else glossary)}


def derive(read: ReadTopic, terms: Terms, around: Around) -> Bank:
    """What the generator makes of a text's facts and needs, with what stands around it; ``terms`` as `accepted_terms`,
    ``around`` as `around_topics`."""
    own = generate(read.source.title, read.facts, terms, read.needs)
    return joined(own, around[read.source.slug]) if read.source.slug in around else own


@transaction.atomic
def sync(topics: Iterable[Topic], *, now: datetime, readings: Mapping[str, ReadTopic] = NONE_AT_HAND) -> Synced:
    """Bring the bank of these topics up to date. Doing it again changes nothing.

    ``readings``, by slug, are those at hand; other topics are read here. The caller has locked the topics' rows, so
    that neither another revision nor a decision comes between.
    """
    done, terms, asked, shelf = Synced(), accepted_terms(), aloud.of_interviews(), list(topics)
    around = around_topics([topic.slug for topic in shelf])
    for topic in shelf:
        one = Synced()
        read = reading(topic, readings) if topic.current and not topic.retired_at else None
        bank = derive(read, terms, around) if read else Bank()
        prompts = (*of_page(read), *asked.get(topic.slug, ())) if read else ()
        sources = (*read.facts, *(prompt.fact for prompt in prompts)) if read else ()
        facts = _sync_facts(topic, sources, one, now)
        _sync_questions(topic, bank.questions, facts, one, now)
        sync_own(topic, one)
        _sync_flashcards(topic, [*bank.flashcards, *(prompt.card for prompt in prompts)], facts, now)
        aloud.sync_checkpoints(prompts, facts, now=now)
        one.refusals.extend(bank.refusals)
        done.add(topic.slug, one)
    analyze_after(done.written)
    return done


def analyze_after(written: int) -> None:
    """Show the planner the bank, where so many facts and questions were written that its plans may be wrong."""
    if written >= MANY:
        analyze(Fact, FactVersion, Flashcard, Question, QuestionVersion, Choice, Question.facts.through)


def _sync_facts(topic: Topic, sources: Sequence[FactSource], done: Synced, now: datetime) -> dict[str, Fact]:
    """Facts by key. A fact's version counts its wordings; one that is gone is retired and keeps its row."""
    stored = {fact.key: fact for fact in Fact.objects.filter(topic=topic)}
    versions: list[FactVersion] = []
    new: list[Fact] = []
    moved: list[Fact] = []
    for position, source in enumerate(sources, 1):
        wanted = {name: _fitting(Fact, name, getattr(source, name)) for name in _FACT_FIELDS}
        fact = stored.get(source.key)
        if fact is None:
            fact = Fact(key=source.key, topic=topic, position=position, **wanted)
            new.append(fact)
            stored[source.key] = fact
            continue
        if fact.retired_at or fact.position != position or any(getattr(fact, n) != v for n, v in wanted.items()):
            reworded = any(getattr(fact, name) != wanted[name] for name in SHOWN)
            same = cosmetic([getattr(fact, name) for name in SHOWN], [str(wanted[name]) for name in SHOWN])
            if fact.retired_at is not None:
                done.facts_added += 1
                done.revived.append(fact.pk)
            for name, value in wanted.items():
                setattr(fact, name, value)
            fact.position, fact.retired_at = position, None
            if reworded:
                fact.version += 1
                versions.append(_fact_version(fact, now, cosmetic=same))
                done.facts_changed += 1
                if not same:
                    done.changed.append(fact.pk)
            moved.append(fact)
    live = {source.key for source in sources}
    for fact in stored.values():
        if fact.key not in live and fact.retired_at is None:
            fact.retired_at = now
            moved.append(fact)
            done.facts_retired += 1
            done.retired.append(fact.pk)
    copy_new(new)
    Fact.objects.bulk_update(moved, [*_FACT_FIELDS, "position", "version", "retired_at"], batch_size=BATCH)
    copy_new([*versions, *(_fact_version(fact, now) for fact in new)])
    done.facts_added += len(new)
    return stored


def _fitting(model: type[Model], name: str, value: Any) -> Any:
    """The value, cut to what the column holds."""
    limit: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return value[:limit] if isinstance(value, str) else value


def _fact_version(fact: Fact, now: datetime, *, cosmetic: bool = False) -> FactVersion:
    shown = {name: getattr(fact, name) for name in SHOWN}
    return FactVersion(fact=fact, number=fact.version, cosmetic=cosmetic, created_at=now, **shown)


def _checksum(question: BankQuestion) -> str:
    """What tells one wording of a question from another, of what a version stores: no more and no less."""
    parts = [_fitting(QuestionVersion, "context", question.context), question.ask, question.explanation]
    for choice in question.choices:
        parts += [choice.text, str(choice.correct), choice.reason, choice.fact, choice.source]
        parts += [choice.target] if choice.target else []
    parts += question.targets
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _sync_questions(
    topic: Topic, sources: Sequence[BankQuestion], facts: dict[str, Fact], done: Synced, now: datetime
) -> None:
    """New questions, new versions of changed ones, and retirement of those whose source is gone.

    A question that an editor rejected stays rejected, whatever its new wording, and while its source is gone. One that
    was to be looked at comes back as that. What people wrote is left alone.
    """
    derived = Question.objects.shared().filter(topic=topic).exclude(key__startswith=OWN)
    stored = {q.key: q for q in derived.select_related("current")}
    in_doubt = questions_in_doubt([q.pk for q in stored.values() if q.state == Question.State.RETIRED])
    new: list[BankQuestion] = []
    changed: list[tuple[Question, BankQuestion]] = []
    updated: dict[str, Question] = {}
    for source in sources:
        question = stored.get(source.key)
        if question is None:
            new.append(source)
            continue
        if question.state == Question.State.RETIRED:
            question.state = Question.State.NEEDS_REVIEW if question.pk in in_doubt else Question.State.LIVE
            updated[question.key] = question
            done.questions_added += 1
        if (question.graded, question.prior) != (source.graded, source.facility):
            question.graded, question.prior = source.graded, source.facility
            # what was answered so far was asked otherwise; the statistics say what of it still counts
            question.expected, question.difficulty = source.facility, band(source.facility)
            updated[question.key] = question
        if question.current is None or question.current.checksum != _checksum(source):
            changed.append((question, source))
    live = {source.key for source in sources}
    for question in stored.values():
        gone = question.key not in live
        if gone and question.state in (Question.State.LIVE, Question.State.NEEDS_REVIEW):
            question.state = Question.State.RETIRED
            updated[question.key] = question
            done.questions_retired += 1
    fields = ["state", "graded", "prior", "expected", "difficulty"]
    Question.objects.bulk_update(updated.values(), fields, batch_size=BATCH)
    done.questions_added += len(new)
    done.questions_changed += len(changed)
    _write(topic, new, changed, facts, now)


def _write(
    topic: Topic,
    new: Sequence[BankQuestion],
    changed: Sequence[tuple[Question, BankQuestion]],
    facts: dict[str, Fact],
    now: datetime,
) -> None:
    """New questions, and a version for each of them and of the changed ones, with its choices and its facts."""
    ids = [*reserve(Question, len(new)), *(question.pk for question, _ in changed)]
    numbers = [1] * len(new) + [question.current.number + 1 if question.current else 1 for question, _ in changed]
    sources = [*new, *(source for _, source in changed)]
    versions = reserve(QuestionVersion, len(sources))
    copy_rows(
        Question,
        ("id", "key", "topic_id", "kind", "state", "graded", "prior", "expected", "difficulty", "current_id"),
        (
            (pk, q.key, topic.pk, q.kind, LIVE, q.graded, q.facility, q.facility, band(q.facility), version)
            for pk, version, q in zip(ids, versions, new, strict=False)
        ),
    )
    copy_rows(
        QuestionVersion,
        ("id", "question_id", "number", "context", "ask", "explanation", "targets", "checksum", "created_at"),
        (
            (version, pk, number, context, q.ask, q.explanation, list(q.targets), _checksum(q), now)
            for version, pk, number, q in zip(versions, ids, numbers, sources, strict=True)
            for context in (_fitting(QuestionVersion, "context", q.context),)
        ),
    )
    copy_rows(
        Choice,
        ("version_id", "position", "text", "correct", "target", "reason", "fact", "source"),
        (
            (version, position, c.text, c.correct, c.target, c.reason, c.fact, c.source)
            for version, q in zip(versions, sources, strict=True)
            for position, c in enumerate(q.choices)
        ),
    )
    Link = Question.facts.through
    Link.objects.filter(question__in=ids[len(new) :]).delete()
    links = ((pk, facts[key].pk) for pk, q in zip(ids, sources, strict=True) for key in q.facts)
    copy_rows(Link, ("question_id", "fact_id"), links)
    _make_current(versions[len(new) :])


def _make_current(versions: Sequence[int]) -> None:
    """Point each of these versions' questions at it, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_question SET current_id = v.id FROM quizzes_questionversion v"
            " WHERE v.question_id = quizzes_question.id AND v.id = ANY(%s)",
            [list(versions)],
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
            "context": _fitting(Flashcard, "context", source.context),
            "prompt": source.prompt,
            "answer": source.answer,
            "reverse": source.reverse,
            "both_ways": source.both_ways,
            "prompt_back": source.prompt_back,
            "why": source.why,
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
    copy_new(new)
    fields = ["context", "prompt", "answer", "reverse", "both_ways", "prompt_back", "why", "retired_at"]
    Flashcard.objects.bulk_update(updated, fields, batch_size=BATCH)
