"""Numbers that are asked for, in files of other programs: those know a number and a margin, and no unit. Pure."""

import re
from decimal import Decimal

from quizzes.bank.exchange.records import ExchangeChoice, ExchangeQuestion
from quizzes.bank.kinds import Shape
from quizzes.bank.wording.numeric import LONGEST_UNIT, Wanted, digits, wanted

_IN_UNIT = re.compile(rf" ?\(in ([^()\n]{{1,{LONGEST_UNIT}}})\)\Z")


def stem_of(question: ExchangeQuestion) -> str:
    """The stem, with the unit of a number behind it: nobody could answer without."""
    unit = next((choice.target for choice in question.choices), "") if question.shape is Shape.NUMBER else ""
    return f"{question.stem} (in {unit})" if unit else question.stem


def without_unit(stem: str) -> tuple[str, str]:
    """A stem and the unit behind it, or "": the inverse of `stem_of`."""
    match = _IN_UNIT.search(stem)
    return (stem[: match.start()], match[1]) if match and match.start() else (stem, "")


def spread(choice: ExchangeChoice) -> str:
    """What is accepted as GIFT writes it: "250", "250:10", "240..260". It has no number beside uneven bounds."""
    found = _asked(choice)
    return found.stored.replace(" ± ", ":") if found.even else f"{digits(found.low)}..{digits(found.high)}"


def middle(choice: ExchangeChoice) -> tuple[str, str]:
    """The number in the middle of what is accepted, and how far from it an answer may be."""
    found = _asked(choice)
    return digits(found.middle), digits(found.margin)


def _asked(choice: ExchangeChoice) -> Wanted:
    return wanted(choice.text) or Wanted(Decimal(0), Decimal(0), Decimal(0))
