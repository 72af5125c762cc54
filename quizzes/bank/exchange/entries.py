"""The live questions as they go out, read in batches, so that a bank of any size fits in memory."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models.functions import Collate

from content.addresses import address_of
from quizzes.bank.models import Choice, Question
from quizzes.bank.models.curation import QuestionAlias

BATCH = 500
_SAID = ("text", "correct", "reason", "source", "fact")  # the source goes out as an address
_ASKED = ("context", "ask", "targets", "explanation")


def entries(topics: Collection[str] | None = None, *, prefix: str = "") -> Iterator[dict[str, Any]]:
    """Every live question of these topics' slugs (by default of all) whose key begins with ``prefix``, in the order
    of its key, with its choices in the order they are asked. Spellings that editors accept are choices of a cloze."""
    live = Question.objects.live().filter(current__isnull=False, key__startswith=prefix)
    if topics is not None:
        live = live.filter(topic__slug__in=topics)
    # the order of bytes, the same in every database
    found = list(live.order_by(Collate("key", "C")).values_list("pk", flat=True))
    for start in range(0, len(found), BATCH):
        yield from _batch(found[start : start + BATCH])


def _batch(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    columns = ("key", "kind", "graded", "topic__slug", "topic__phase__slug", "current_id", "current__number")
    about = {row["pk"]: row for row in Question.objects.filter(pk__in=ids).values("pk", *columns, *map(_of, _ASKED))}
    facts: dict[int, list[str]] = defaultdict(list)
    links = Question.facts.through.objects.filter(question__in=ids)
    for question, fact in links.values_list("question", "fact__key"):
        facts[question].append(fact)
    choices: dict[int, list[dict[str, Any]]] = defaultdict(list)
    # of these versions, whichever is current by now: a page may be published meanwhile
    versions = [row["current_id"] for row in about.values()]
    shown = Choice.objects.filter(version__in=versions).order_by("version", "position")
    for version, target, *said in shown.values_list("version", "target", *_SAID):
        choice = dict(zip(_SAID, said, strict=True))
        choice["source"] = address_of(choice["source"])
        choices[version].append(choice | ({"target": target} if target else {}))
    for question, text in sorted(QuestionAlias.objects.filter(question__in=ids).values_list("question", "text")):
        asked = choices[about[question]["current_id"]]
        asked.append(asked[0] | {"text": text})
    for pk in ids:
        row = about[pk]
        context, ask, targets, explanation = (row[_of(name)] for name in _ASKED)
        yield {
            "key": row["key"],
            "version": row["current__number"],
            "kind": row["kind"],
            "topic": row["topic__slug"],
            "phase": row["topic__phase__slug"],
            "graded": row["graded"],
            "stem": f"{context}: {ask}",
            "choices": choices[row["current_id"]],
            **({"targets": targets} if targets else {}),
            "explanation": explanation,
            "facts": sorted(facts[pk]),
        }


def _of(name: str) -> str:
    return f"current__{name}"
