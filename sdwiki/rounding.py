"""Numbers as people read them. One rule for all pages: half is rounded up (away from zero), from the shortest decimal
that the number has. Templates' `floatformat` does the same.
"""

from decimal import ROUND_HALF_UP, Decimal


def half_up(number: float, digits: int = 0) -> Decimal:
    """The number with so many digits after the point; 0 has no sign."""
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def percent(share: float) -> int:
    """A share from 0 to 1 as whole per cent."""
    return int((Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def minutes(seconds: float) -> int:
    """Seconds as whole minutes, announced or spent; what takes any time takes one at least. Sums are rounded once."""
    return max(int(half_up(seconds / 60)), 1) if seconds else 0


def within(seconds: float, held: int | None, card: float) -> float:
    """A day is filled up to the minutes ``held`` for it, so its last card may pass these: what does so by no more than
    a ``card`` reads as they do, and adds up as they do."""
    return 60.0 * held if held is not None and 0 < seconds - 60 * held <= card else seconds
