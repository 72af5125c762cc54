"""What stands around the topics: the glossary, estimation drills and mock interviews, read and checked. Pure.

Every fault names file and line. A drill's formula is evaluated on its own checks when it is read, so that a wrong one
never reaches a page.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from content.practice import formula
from content.practice.followups import read_follow_ups
from content.practice.limits import PLACE, read_limits
from content.practice.mistakes import read_mistakes, read_said
from content.practice.records import Drill, DrillInput, Interview, Point, Stage, Term
from content.reading.source import SourceError, Warning
from content.reading.text import slugify
from content.reading.yamlfile import Fields, load

RUBRIC_TAGS = (
    "requirements", "estimation", "api", "data", "architecture", "deep-dive", "reliability", "trade-offs",
    "communication",
)  # fmt: skip
CHECK_TOLERANCE = 0.01
_COUNTED = 10_000


def read_glossary(text: str, file: str, topics: Collection[str]) -> tuple[Term, ...]:
    """The terms, each spelling of which stands once."""
    terms: list[Term] = []
    taken: dict[str, int] = {}
    for item in _items(text, file):
        fields = Fields(item, file, ("term", "slug", "also", "definition", "topic"))
        term = fields.text("term", limit=80)
        also = tuple(str(a) for a in fields.list("also", default=[]))
        slug = fields.text("slug", default=slugify(term))
        for spelling in {s.casefold() for s in (term, *also)}:
            if spelling in taken:
                raise fields.fault(f"“{spelling}” is defined on line {taken[spelling]} too")
            taken[spelling] = fields.line
        if slug in {t.slug for t in terms}:
            raise fields.fault(f"slug “{slug}” stands twice")
        topic = _topic(fields, "topic", topics) if fields.data.get("topic") else ""
        terms.append(Term(slug, term, also, fields.text("definition", limit=300), topic))
    return tuple(terms)


@dataclass(frozen=True)
class Drills:
    """The drills of a file, and what is wrong with limits that were left out."""

    drills: tuple[Drill, ...]
    faults: tuple[SourceError, ...] = ()


def read_drills(text: str, file: str, topics: Collection[str]) -> Drills:
    """The drills; each formula gives each check's answer within one percent. Limits with a fault are left out."""
    drills: list[Drill] = []
    faults: list[SourceError] = []
    names = (
        "slug", "title", "topics", "prompt", "inputs", "formula", "unit", "tolerance", "steps", "hint", "checks",
        "design", "limits",
    )  # fmt: skip
    for item in _items(text, file):
        fields = Fields(item, file, names)
        inputs = tuple(_input(fields, entry) for entry in fields.list("inputs"))
        known = {i.name for i in inputs}
        drill = Drill(
            slug=fields.text("slug"),
            title=fields.text("title", limit=120),
            topics=tuple(_known(fields, str(t), topics) for t in fields.list("topics")),
            prompt=fields.text("prompt"),
            inputs=inputs,
            formula=fields.text("formula"),
            unit=fields.text("unit", default=""),
            tolerance=fields.number("tolerance"),
            steps=tuple(str(s) for s in fields.list("steps")),
            hint=fields.text("hint", default=""),
        )
        if drill.slug in {d.slug for d in drills}:
            raise fields.fault(f"slug “{drill.slug}” stands twice")
        for place in [*PLACE.findall(" ".join((drill.prompt, *drill.steps))), drill.formula]:
            _formula_is_sound(fields, place, known)
        _checks_hold(fields, drill)
        try:
            design, limits = read_limits(fields, inputs)
        except SourceError as error:
            faults.append(error)
            design, limits = "", ()
        drills.append(replace(drill, design=design, limits=limits))
    return Drills(tuple(drills), tuple(faults))


def read_interview(text: str, file: str, topics: Collection[str]) -> Interview:
    """One mock interview. What only keeps something from being asked is left out, and noted in its ``faults``."""
    names = (
        "slug", "title", "prompt", "brief", "scale", "minutes", "stages", "rubric", "follow_ups", "common_mistakes",
    )  # fmt: skip
    fields = Fields(load(text, file), file, names)
    stages = []
    for entry in fields.list("stages"):
        stage = Fields(entry, file, ("title", "minutes", "aim", "questions"), line=fields.line)
        questions = tuple(str(q) for q in stage.list("questions", default=[]))
        stages.append(Stage(stage.text("title"), int(stage.number("minutes")), stage.text("aim"), questions))
    odd: list[Warning] = []
    points = _points(fields, topics, odd)
    follow_ups, faults = read_follow_ups(fields, points, topics)
    interview = Interview(
        slug=fields.text("slug"),
        title=fields.text("title", limit=120),
        prompt=fields.text("prompt"),
        scale=tuple(_figure(entry, fields) for entry in fields.list("scale")),
        minutes=int(fields.number("minutes")),
        stages=tuple(stages),
        points=points,
        follow_ups=follow_ups,
        mistakes=read_mistakes(fields, {p.key for p in points}, odd),
        brief=fields.text("brief", default=""),
        faults=(*faults, *odd),
    )
    if not 10 <= len(points) <= 14:
        raise fields.fault(f"a rubric has 10 to 14 points, this one has {len(points)}")
    if sum(s.minutes for s in stages) != interview.minutes:
        raise fields.fault(f"its stages take {sum(s.minutes for s in stages)} minutes, not {interview.minutes}")
    return interview


def _points(interview: Fields, topics: Collection[str], faults: list[Warning]) -> tuple[Point, ...]:
    points: list[Point] = []
    for entry in interview.list("rubric"):
        names = ("id", "tag", "point", "topic", "weight", "says", "because")
        fields = Fields(entry, interview.file, names, line=interview.line)
        key = fields.text("id")
        if key in {p.key for p in points}:
            raise fields.fault(f"id “{key}” stands twice")
        points.append(
            Point(
                key,
                fields.choice("tag", RUBRIC_TAGS),
                fields.text("point"),
                _topic(fields, "topic", topics),
                int(fields.number("weight", default=1)),
                *read_said(fields, "says", "because", faults),
            )
        )
    return tuple(points)


def _figure(data: object, interview: Fields) -> str:
    """A number of the scale in words: "New links: 100 M a month"."""
    figure = Fields(data, interview.file, ("name", "value"), line=interview.line)
    return f"{figure.text('name')}: {figure.text('value')}"


def fill(template: str, inputs: Mapping[str, float]) -> str:
    """A drill's text with its places filled: inputs as they are, results rounded to what one would say aloud."""

    def filled(place: re.Match[str]) -> str:
        name = place[1].strip()
        return plain(inputs[name]) if name in inputs else say(formula.evaluate(name, inputs))

    return PLACE.sub(filled, template)


def say(number: float) -> str:
    """A number to three significant figures, with separators: 23.1, 0.92, 1,200,000; a count below 10,000 in full."""
    counted = abs(number) < _COUNTED and number == int(number)
    return plain(number if counted else float(f"{number:.3g}"))


def plain(number: float) -> str:
    """A number with separators and without an exponent."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.10f}".rstrip("0")


def _items(text: str, file: str) -> list[object]:
    data = load(text, file)
    if not isinstance(data, list):
        raise SourceError(file, 1, "expected a list (“- …”)")
    return data


def _known(fields: Fields, slug: str, topics: Collection[str]) -> str:
    if slug not in topics:
        raise fields.fault(f"unknown topic “{slug}”")
    return slug


def _topic(fields: Fields, name: str, topics: Collection[str]) -> str:
    return _known(fields, fields.text(name), topics)


def _input(drill: Fields, data: object) -> DrillInput:
    fields = Fields(data, drill.file, ("name", "label", "unit", "low", "high", "step", "choices"), line=drill.line)
    choices = tuple(float(c) for c in fields.list("choices", default=[]))
    if not choices and not {"low", "high", "step"} <= set(fields.data):
        raise fields.fault("an input has “choices”, or “low”, “high” and “step”")
    low, high, step = (0.0, 0.0, 1.0) if choices else (fields.number(n) for n in ("low", "high", "step"))
    if not choices and not (low < high and 0 < step <= high - low):
        raise fields.fault("“low” lies below “high”, and “step” fits between them")
    name = fields.text("name")
    if not name.isidentifier():
        raise fields.fault(f"“{name}” is no name for an input")
    return DrillInput(
        name, fields.text("label", default=name), fields.text("unit", default=""), low, high, step, choices
    )


def _formula_is_sound(fields: Fields, text: str, known: set[str]) -> None:
    try:
        unknown = formula.names(text) - known
    except formula.FormulaError as error:
        raise fields.fault(str(error)) from error
    if unknown:
        raise fields.fault(f"“{text}” uses “{min(unknown)}”, which is no input")


def _checks_hold(fields: Fields, drill: Drill) -> None:
    for entry in fields.list("checks"):
        check = Fields(entry, fields.file, ("inputs", "answer"), line=fields.line)
        inputs = Fields(check.data.get("inputs"), fields.file, {i.name for i in drill.inputs}, line=check.line)
        values = {i.name: inputs.number(i.name) for i in drill.inputs}
        answer = check.number("answer")
        try:
            found = formula.evaluate(drill.formula, values)
        except formula.FormulaError as error:
            raise check.fault(str(error)) from error
        if abs(found - answer) > CHECK_TOLERANCE * max(abs(answer), 1e-9):
            raise check.fault(f"the formula gives {found:g}, the check says {answer:g}")
