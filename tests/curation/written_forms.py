"""What a browser sends to write a question of each kind, and what is stored of it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Written:
    """The fields of the form, and the choices that come of them as (text, right, target)."""

    fields: dict[str, Any]
    ask: str
    choices: set[tuple[str, bool, str]]
    targets: tuple[str, ...] = ()


def _numbered(name, *texts, first=1):
    return {f"{name}_{n}": text for n, text in enumerate(texts, first)}


WRITTEN = {
    "option": Written(
        {
            **_numbered("text", "Red  paint", "Green paint", "Blue paint"),
            **_numbered("reason", "No.", "Yes.", "No."),
            "ask": "which colour is it?",
            "right": "2",
        },
        "which colour is it?",
        {("Red paint", False, ""), ("Green paint", True, ""), ("Blue paint", False, "")},
    ),
    "multiple": Written(
        {
            **_numbered("text", "Kafka topic", "Work queue", "Redo journal", "Mail spool"),
            **_numbered("reason", "Read again.", "Gone.", "Replayed.", "Gone."),
            "ask": "which of these can be replayed?",
            "right": ["1", "3"],
        },
        "which of these can be replayed? Several may apply.",
        {
            ("Kafka topic", True, ""),
            ("Work queue", False, ""),
            ("Redo journal", True, ""),
            ("Mail spool", False, ""),
        },
    ),
    "true-false": Written(
        {"ask": "a log drops what was read.", "truth": "False", "reason": "It keeps it.", "other": "A queue does."},
        "true or false? a log drops what was read.",
        {("True", False, ""), ("False", True, "")},
    ),
    "cloze": Written(
        {
            "ask": "where does a broker put what cannot be processed?",
            "answer": "poison letter box",
            "spellings": "PLB\n\npoison  mailbox\n",
            "reason": "It is set aside.",
        },
        "where does a broker put what cannot be processed?",
        {("poison letter box", True, ""), ("PLB", True, ""), ("poison mailbox", True, "")},
    ),
    "number": Written(
        {
            "ask": "how many requests come in each second?",
            "answer": "250  +/- 4 %",
            "unit": "requests/s",
            "reason": "Twenty million a day, by 86,400.",
        },
        "how many requests come in each second?",
        {("250 ± 10", True, "requests/s")},
        ("requests/s",),
    ),
    "match": Written(
        {
            **_numbered("text", "Tape", "Stack", "Heap"),
            **_numbered("target", "by offset", "newest first", "by weight"),
            "reason_2": "What came last goes first.",
            "ask": "match each with its order.",
        },
        "match each with its order.",
        {("Tape", True, "by offset"), ("Stack", True, "newest first"), ("Heap", True, "by weight")},
        ("by offset", "by weight", "newest first"),
    ),
    "categorise": Written(
        {
            "group_1": "Mirror",
            "group_2": "Shard",
            **_numbered("text", "Copies every write", "Answers any reader"),
            **_numbered("text", "Splits by hash", "Grows with each node", first=5),
            "reason_5": "By the key's hash.",
            "ask": "put each where it belongs.",
        },
        "put each where it belongs.",
        {
            ("Copies every write", True, "Mirror"),
            ("Answers any reader", True, "Mirror"),
            ("Splits by hash", True, "Shard"),
            ("Grows with each node", True, "Shard"),
        },
        ("Mirror", "Shard"),
    ),
    "order": Written(
        {
            **_numbered("text", "The leader appends", "Followers copy it", "A client hears back"),
            "ask": "put the steps of a write in order.",
        },
        "put the steps of a write in order.",
        {("The leader appends", True, "1"), ("Followers copy it", True, "2"), ("A client hears back", True, "3")},
        ("1", "2", "3"),
    ),
}
