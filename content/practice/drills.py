"""The estimation drills, worked through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from content.models import Topic
from content.practice import formula
from content.practice.models import Drill, DrillInput, DrillLimit
from content.practice.read import fill, say
from content.reading.text import hold_units


@dataclass(frozen=True)
class WorkedLimit:
    """What a resource of a design can take, and what the load needs of it, each with its unit."""

    limit: DrillLimit
    capacity: str
    need: str


@dataclass(frozen=True)
class WorkedDrill:
    """A drill with its places filled for one set of inputs; ``design`` is empty where it has no limits."""

    drill: Drill
    prompt: str
    steps: Sequence[str]
    answer: str
    design: str
    limits: Sequence[WorkedLimit]


def worked_drills() -> list[WorkedDrill]:
    """Every drill with one set of numbers: the middle of each input's range."""
    worked = []
    there = Prefetch("topics", Topic.objects.filter(retired_at__isnull=True).only("slug", "title"))
    for drill in Drill.objects.prefetch_related("inputs", "limits", there):
        inputs = {i.name: _middle(i) for i in drill.inputs.all()}
        worked.append(
            WorkedDrill(
                drill,
                prompt=hold_units(fill(drill.prompt, inputs)),
                steps=[hold_units(fill(step, inputs)) for step in drill.steps],
                answer=say(formula.evaluate(drill.formula, inputs)),
                design=hold_units(fill(drill.design, inputs)),
                limits=[
                    WorkedLimit(limit, *(_amount(text, inputs, limit.unit) for text in (limit.capacity, limit.need)))
                    for limit in drill.limits.all()
                ],
            )
        )
    return worked


def _amount(text: str, inputs: Mapping[str, float], unit: str) -> str:
    return hold_units(f"{say(formula.evaluate(text, inputs))} {unit}")


def _middle(given: DrillInput) -> float:
    if given.choices:
        return given.choices[len(given.choices) // 2]
    return given.low + given.step * ((given.high - given.low) / given.step // 2)
