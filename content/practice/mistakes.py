"""The common mistakes of a mock interview, and what else of it can stand as a part of a design. Pure.

A part that is not complete is no reason to refuse a file: it is noted, and the bank does not ask about it.
"""

from collections.abc import Collection

from content.practice.records import Mistake
from content.reading.source import SourceError, Warning
from content.reading.text import slugify
from content.reading.yamlfile import Fields, Mapping

_FIELDS = ("id", "mistake", "says", "consequence", "replaces")
KEY = 80


def read_mistakes(interview: Fields, points: Collection[str], faults: list[Warning]) -> tuple[Mistake, ...]:
    """The mistakes in their order, each a text or fields. ``points`` are the keys of the rubric."""
    found: dict[str, Mistake] = {}
    entries = interview.list("common_mistakes", default=[]) if interview.data.get("common_mistakes") else []
    for entry in entries:
        if not isinstance(entry, Mapping):
            text = str(entry)
            found.setdefault(slugify(text)[:KEY], Mistake(slugify(text)[:KEY], text))
            continue
        try:
            mistake = _mistake(Fields(entry, interview.file, _FIELDS, line=interview.line), points, faults)
        except SourceError as error:
            faults.append(Warning(error.line, error.message))
            continue
        if mistake.key in found:
            faults.append(Warning(entry.line, f"the mistake “{mistake.key}” stands twice"))
        else:
            found[mistake.key] = mistake
    if any(mistake.says for mistake in found.values()) and not interview.data.get("brief"):
        line = interview.data.lines["common_mistakes"]
        faults.append(Warning(line, "there is no “brief”: nothing is asked about its design"))
    return tuple(found.values())


def read_said(fields: Fields, name: str, reason: str, faults: list[Warning]) -> tuple[str, str]:
    """What stands under ``name`` as a part of a design, with its reason; neither where one of them is missing."""
    says, why = fields.text(name, default="", limit=200), fields.text(reason, default="", limit=200)
    if bool(says) == bool(why):
        return says, why
    there, missing = (name, reason) if says else (reason, name)
    line = fields.data.lines[there]
    faults.append(Warning(line, f"there is “{there}” without “{missing}”: nothing is asked about it"))
    return "", ""


def _mistake(fields: Fields, points: Collection[str], faults: list[Warning]) -> Mistake:
    """One mistake. Raises SourceError where it cannot be shown."""
    text = fields.text("mistake", limit=200)
    key = fields.text("id", default=slugify(text)[:KEY], limit=KEY)
    if slugify(key) != key:
        raise fields.fault(f"“{key}” is no id (lower-case letters, digits, hyphens)", "id")
    says, consequence = read_said(fields, "says", "consequence", faults)
    replaces = fields.words("replaces")
    if unknown := next((point for point in replaces if point not in points), ""):
        message = f"it replaces “{unknown}”, which is no point of the rubric: nothing is asked about it"
        faults.append(Warning(fields.data.lines["replaces"], message))
        return Mistake(key, text)
    return Mistake(key, text, says, consequence, replaces)
