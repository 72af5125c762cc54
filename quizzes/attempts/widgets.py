"""How questions are answered on a page, by their shape. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quizzes.bank.kinds import Shape


@dataclass(frozen=True)
class Widget:
    """The template with the controls of a question, the one that shows it answered, and what is asked of somebody who
    has left it open. ``letters`` is whether single letters are keys there: not where letters are the answer."""

    controls: str
    answered: str
    missing: str
    letters: bool = True


def _widget(controls: str, answered: str, missing: str, *, letters: bool = True) -> Widget:
    return Widget(f"attempts/widgets/{controls}.html", f"attempts/answered/{answered}.html", missing, letters)


WIDGETS: Mapping[Shape, Widget] = MappingProxyType(
    {
        Shape.ONE: _widget("one", "one", "choose an answer"),
        Shape.JUDGED: _widget("one", "one", "choose an answer"),
        Shape.SEVERAL: _widget("several", "several", "choose at least one"),
        Shape.PAIRS: _widget("pairs", "placed", "give each line a place"),
        Shape.BUCKETS: _widget("buckets", "placed", "give each line a place"),
        Shape.SEQUENCE: _widget("sequence", "placed", "put the lines in order"),
        Shape.TYPED: _widget("typed", "typed", "type an answer", letters=False),
        Shape.NUMBER: _widget("number", "number", "type a number, such as 1,500, 1.5, 12k or 3×10^5,", letters=False),
    }
)
