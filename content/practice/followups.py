"""The follow-up questions of a mock interview: a question alone, or one with its answer and checkpoints. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence

from content.practice.records import FollowUp, Point
from content.reading.inline import parser, read_inline
from content.reading.prompts import Checkpoint, checkpoints
from content.reading.source import Warning
from content.reading.text import slugify
from content.reading.yamlfile import Fields

_FIELDS = ("question", "id", "topic", "answer", "checkpoints")


def main_topic(points: Sequence[Point]) -> str:
    """The topic for which the rubric gives most, the first of equals; empty for a rubric without points."""
    weights: Counter[str] = Counter()
    for point in points:
        weights[point.topic] += point.weight
    return max(weights, key=lambda topic: weights[topic], default="")


def read_follow_ups(
    interview: Fields, points: Sequence[Point], topics: Collection[str]
) -> tuple[tuple[FollowUp, ...], tuple[Warning, ...]]:
    """The follow-ups of an interview, and what is wrong with checkpoints.

    One with an answer belongs to the topic that it names, or to the rubric's main topic. Raises `SourceError` where a
    field is missing or unknown, and where a key stands twice.
    """
    faults: list[Warning] = []
    found: list[FollowUp] = []
    for entry in interview.list("follow_ups", default=[]):
        if isinstance(entry, str):
            question = " ".join(entry.split())
            found.append(FollowUp(question, _new(interview, slugify(question), found)))
            continue
        fields = Fields(entry, interview.file, _FIELDS, line=interview.line)
        question = fields.text("question", limit=300)
        key = _new(fields, fields.text("id", default=slugify(question), limit=80), found)
        topic = fields.text("topic", default=main_topic(points))
        if topic not in topics:
            raise fields.fault(f"unknown topic “{topic}”", "topic")
        points_of = _checkpoints(fields, question, faults)
        found.append(FollowUp(question, key, fields.text("answer"), topic, points_of))
    return tuple(found), tuple(faults)


def _new(fields: Fields, key: str, found: Sequence[FollowUp]) -> str:
    """A key that none has yet."""
    if slugify(key) != key:
        raise fields.fault(f"“{key}” is no id (lower-case letters, digits, hyphens)", "id")
    if key in {f.key for f in found}:
        raise fields.fault(f"id “{key}” stands twice", "id")
    return key


def _checkpoints(fields: Fields, question: str, faults: list[Warning]) -> tuple[Checkpoint, ...]:
    """The checkpoints of an answer, each with the cell it leads to; that of a topic, whose slug it begins with."""
    line = fields.data.lines.get("checkpoints", fields.line)
    told = [read_inline(parser().parseInline(str(text))[0]) for text in fields.list("checkpoints")]
    found = []
    for point in checkpoints([(line, inline) for inline in told], question, faults):
        cell = point.cell
        if cell and cell.count("/") != 3:
            faults.append(Warning(line, f"“{cell}” does not say whose cell it is (topic/table/option/dimension)"))
            cell = ""
        found.append(Checkpoint(point.text, cell))
    return tuple(found)
