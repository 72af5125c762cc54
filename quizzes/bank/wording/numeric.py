"""Numbers that are asked for and typed: how they are written, read, and accepted within a margin.

Pure. What is asked for is stored as one text: "250", "250 ± 10", "250 (240..265)" or "240..260", with digits and a
point alone. What somebody types is read by these rules, which leave no text with two meanings:

- blanks, no-break blanks, apostrophes and underscores part groups of three digits;
- a comma before exactly three digits parts a group ("1,500"), unless a lone 0 stands before it ("0,125"); any other
  comma is the decimal one ("1,5"). A point is decimal ("1.500" is one and a half), unless it stands twice; where both
  stand, the last is the decimal one;
- behind it may stand k, M, G or T, a word for one, or a power of ten: "12k", "3 million", "1e6", "3×10^5", "10⁶".
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext

from sdwiki import limits

MOST_DIGITS, HIGHEST_POWER = 18, 18
LONGEST_UNIT = 30  # characters

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_KEY = re.compile(
    rf"(?P<low>{_PLAIN.pattern})(?:\s*(?:±|\+/-)\s*(?P<margin>{_PLAIN.pattern})\s*(?P<share>%)?"
    rf"|\s*\.\.\s*(?P<high>{_PLAIN.pattern})"
    rf"|\s*\(\s*(?P<least>{_PLAIN.pattern})\s*\.\.\s*(?P<most>{_PLAIN.pattern})\s*\))?"
)
_GROUPS = re.compile(r"\d{1,3}(?:[\s'’_]\d{3})+(?!\d)")
_TYPED = re.compile(
    r"(?P<figures>\d[\d.,]*|[.,]\d+)"
    r"(?:\s*(?P<suffix>k|K|M|G|T|bn|thousand|million|billion|trillion)|[eE](?P<power>[+-]?\d{1,3})"
    r"|\s*[×xX*·]\s*10(?:\^?(?P<raised>[+-]?\d{1,3})|(?P<high>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})))?"
)
_POWER = re.compile(r"10(?:\^(?P<raised>[+-]?\d{1,3})|(?P<high>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))")
_POWERS = {"k": 3, "K": 3, "thousand": 3, "M": 6, "million": 6, "G": 9, "bn": 9, "billion": 9, "T": 12, "trillion": 12}
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")


@dataclass(frozen=True)
class Wanted:
    """A number that is asked for: it, and the least and the most that is accepted for it, both included.

    ``between`` is whether it was given as its bounds alone.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    between: bool = False

    def accepts(self, number: Decimal) -> bool:
        return self.low <= number <= self.high

    @property
    def margin(self) -> Decimal:
        """Half of what lies between the bounds."""
        return _exact(self.high, -self.low) / 2

    @property
    def middle(self) -> Decimal:
        return _exact(self.low, self.margin)

    @property
    def even(self) -> bool:
        """Whether as much is accepted below it as above."""
        return self.middle == self.value

    @property
    def stored(self) -> str:
        """The one way in which this is written: `wanted` reads it."""
        if self.between:
            return f"{digits(self.low)}..{digits(self.high)}"
        if self.low == self.high:
            return digits(self.value)
        if self.even:
            return f"{digits(self.value)} ± {digits(self.margin)}"
        return f"{digits(self.value)} ({digits(self.low)}..{digits(self.high)})"


def wanted(text: str) -> Wanted | None:
    """What a text asks for: "250", "250 ± 10" (or +/-), "250 ± 5 %", "250 (240..265)" or "240..260"; None where that
    is no number, one too long to be compared exactly, or a range without anything in it or without its number."""
    match = _KEY.fullmatch(text.strip().replace("−", "-"))
    if match is None:
        return None
    numbers = {name: number(said) for name, said in match.groupdict().items() if name != "share" and said is not None}
    if None in numbers.values():
        return None
    value, margin, high = (numbers.get(name) for name in ("low", "margin", "high"))
    assert value is not None
    if high is not None:
        return Wanted(_exact(value, high) / 2, value, high, between=True) if value < high else None
    least, most = numbers.get("least"), numbers.get("most")
    if least is not None and most is not None:
        return Wanted(value, least, most) if least <= value <= most and least < most else None
    if margin is None:
        return Wanted(value, value, value)
    if margin < 0:
        return None
    margin = abs(value) * margin / 100 if match["share"] else margin
    return Wanted(value, _exact(value, -margin), _exact(value, margin))


def number(text: str) -> Decimal | None:
    """A number in digits with a point, perhaps with a power of ten; None where it is none, or too long."""
    if not _PLAIN.fullmatch(text) or sum(char.isdigit() for char in text) > MOST_DIGITS:
        return None
    return _bounded(text)


def accepts(answer: str, key: str, unit: str = "") -> bool:
    """Whether a typed number is one of those that a key (as `wanted` reads it) takes."""
    asked, said = wanted(key), typed(answer, unit)
    return asked is not None and said is not None and asked.accepts(said)


def typed(text: str, unit: str = "") -> Decimal | None:
    """The number that somebody typed, perhaps with the unit that stands beside it; None where it is not understood."""
    if len(text) > limits.ANSWER:
        return None
    bare = " ".join(text.replace("−", "-").split()).lstrip("~≈ ")
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)].rstrip()
    sign = "-" if bare.startswith("-") else ""
    bare = _GROUPS.sub(lambda match: re.sub(r"[\s'’_]", "", match[0]), bare.removeprefix("-").removeprefix("+").strip())
    if match := _POWER.fullmatch(bare):
        return _bounded(f"{sign}1e{_raised(match['raised'], match['high'])}")
    match = _TYPED.fullmatch(bare)
    figures = _pointed(match["figures"]) if match else None
    if match is None or figures is None or len(figures) > MOST_DIGITS:
        return None
    power = _POWERS[match["suffix"]] if match["suffix"] else match["power"] or _raised(match["raised"], match["high"])
    return _bounded(f"{sign}{figures}e{power}")


def told(text: str, unit: str = "") -> str:
    """What is right, as a page says it: "250 requests/s (240 to 260 is accepted)", and "240 to 260 requests/s" where no
    one number of these is the right one."""
    found = wanted(text)
    if found is None:
        return f"{text} {unit}".strip()
    between = f"{_shown(found.low)} to {_shown(found.high)}"
    if found.between:
        return f"{between} {unit}".strip()
    said = f"{_shown(found.value)} {unit}".strip()
    return f"{said} ({between} is accepted)" if found.low < found.high else said


def _pointed(figures: str) -> str | None:
    """Figures with commas and points as digits with a decimal point at most; None where that has no one meaning."""
    commas, points = figures.count(","), figures.count(".")
    decimal = "." if points == 1 and not (commas and figures.rindex(",") > figures.index(".")) else ""
    if not decimal and commas == 1 and (points or not re.fullmatch(r"[1-9]\d{0,2},\d{3}", figures)):
        decimal = ","
    whole, _, part = figures.partition(decimal) if decimal else (figures, "", "")
    groups = re.split(r"[.,]", whole)
    even = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    one_sign = len(set(re.findall(r"[.,]", whole))) <= 1
    return f"{''.join(groups) or '0'}.{part or '0'}" if even and one_sign and not re.search(r"[.,]", part) else None


def _raised(plain: str | None, high: str | None) -> str:
    return plain or (high or "").translate(_RAISED) or "0"


def _bounded(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if not found or abs(found.adjusted()) <= HIGHEST_POWER else None


def _exact(one: Decimal, other: Decimal) -> Decimal:
    with localcontext(prec=4 * MOST_DIGITS):
        return one + other


def digits(found: Decimal) -> str:
    """A number in digits, with a point if it needs one."""
    shown = f"{found:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) or "0"


def _shown(found: Decimal) -> str:
    whole, point, part = digits(found).partition(".")
    return f"{int(whole):,}{point}{part}".replace("-", "−") if whole not in ("-0", "0") else f"{whole}{point}{part}"
