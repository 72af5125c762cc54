"""What breaks first: which resource of a stated design a load exhausts, what would help, and how much of it.

Pure. Loads are drawn from a drill's inputs in an order that hangs on the drill alone. A load is asked about where it
exhausts one resource, the others bear it with room to spare, and the next one has `APART` times less of its capacity
taken: figures that are rounded on the way, as one does in one's head, lead to the same answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import count, islice
from math import ceil, gcd, prod

from content.practice import formula
from content.practice.limits import PLACE
from content.practice.read import fill, plain, say
from content.practice.records import Change, Drill, Limit
from content.reading.words import singular
from quizzes.bank.generate.asking import gives_out, how_many, lets_carry, sentence_case
from quizzes.bank.generate.questions import expected
from quizzes.bank.generate.review import Around
from quizzes.bank.kinds import AMOUNT, BREAKS, CHANGE
from quizzes.bank.reasons import because
from quizzes.bank.records import Bank, Choice, Question, Refusal, joined
from quizzes.bank.shuffling import lot, shuffled
from quizzes.bank.wording.balance import balanced
from quizzes.bank.wording.numeric import Wanted
from sdwiki.rounding import half_up

LOADS = 8  # of each resource
APART = 1.5  # times the next worst share
LEAST, MOST = 1.2, 10  # times its capacity that are needed of the exhausted resource,
ROOM = 0.9  # and at most of the others
TRIED = 8000  # loads of a drill
GOLDEN = 0.618
CHOICES = 3  # at least
_ONE = re.compile(r"(?<![\d,.])1 ([a-z]{2,}s)\b")
KEPT = 64  # drills, each with some dozens of questions


@dataclass(frozen=True)
class Load:
    """A design under one set of inputs."""

    drill: Drill
    inputs: Mapping[str, float]

    @cached_property
    def name(self) -> str:
        """What stands for it in a question's key."""
        said = ",".join(f"{name}={value:.12g}" for name, value in sorted(self.inputs.items()))
        return lot(self.drill.slug, said).hex()[:8]

    @cached_property
    def shares(self) -> dict[Limit, float]:
        """Of each capacity the share that is needed; more than 1 exhausts it."""
        return {limit: self.value(limit.need) / self.value(limit.capacity) for limit in self.drill.limits}

    @cached_property
    def exhausted(self) -> Limit | None:
        """The resource that gives out, if that can be asked fairly."""
        (first, worst), (_, second) = sorted(self.shares.items(), key=lambda one: -one[1])[:2]
        return first if LEAST <= worst <= MOST and second <= ROOM and worst >= APART * second else None

    def value(self, text: str) -> float:
        return formula.evaluate(text, self.inputs)

    @property
    def told(self) -> str:
        """The design, and what each resource can take."""
        takes = "; ".join(f"{limit.resource} {self.amount(limit.capacity, limit)}" for limit in self.drill.limits)
        design = _ONE.sub(lambda found: f"1 {singular(found[1])}", fill(self.drill.design, self.inputs))
        return f"{design} Capacities: {takes}."

    def amount(self, text: str, limit: Limit) -> str:
        return f"{say(self.value(text))} {limit.unit}"

    def sum(self, limit: Limit) -> str:
        """What is needed of a resource, as a sum, beside what it can take: "400 × 2 = 800 MB/s of 200 MB/s: 400 %"."""
        return f"{self.worked(limit)} of {self.amount(limit.capacity, limit)}: {self.percent(limit)}."

    def worked(self, limit: Limit) -> str:
        """What is needed of a resource, as a sum."""
        need, amount = formula.spelt(limit.need, self.inputs, plain), self.amount(limit.need, limit)
        return amount if need == plain(self.value(limit.need)) else f"{need} = {amount}"

    def percent(self, limit: Limit) -> str:
        """The share that is needed of a resource, in words."""
        return f"{half_up(self.shares[limit] * 100, 0)} %"

    def key(self, kind: str, limit: Limit) -> str:
        return f"{kind}/{self.drill.topics[0]}/{self.drill.slug}/{limit.key}/{self.name}"


def of_drills(drills: Sequence[Drill], titles: Mapping[str, str]) -> Around:
    """What is asked about the limits of these drills, by the slug of the first topic of each; ``titles`` are those of
    these topics, by slug."""
    found: dict[str, Bank] = {}
    for drill in drills:
        topic = drill.topics[0]
        if drill.limits and topic in titles:
            found[topic] = joined(found.get(topic, Bank()), breaking(titles[topic], drill))
    return found


@lru_cache(maxsize=KEPT)
def breaking(title: str, drill: Drill) -> Bank:
    """The questions about a drill's limits, asked in a topic of this title, and which resources never give out."""
    about = f"{drill.topics[0]}/{drill.slug}"
    if not balanced(limit.resource for limit in drill.limits):
        return Bank(refusals=(Refusal(BREAKS, about, "length", because("choices-length")),))
    found: dict[Limit, list[Load]] = {limit: [] for limit in drill.limits}
    for load in islice(loads(drill), TRIED):
        first = load.exhausted
        if first and len(found[first]) < LOADS:
            found[first].append(load)
            if all(len(some) == LOADS for some in found.values()):
                break
    questions: list[Question] = []
    refusals: list[Refusal] = []
    for limit, some in found.items():
        for load in some:
            made = (ask(title, load, limit) for ask in (breaks_question, change_question, amount_question))
            questions += [expected(one, {}) for one in made if one]
        if not some:
            why = because("never-first", resource=limit.resource)
            refusals.append(Refusal(BREAKS, f"{about}/{limit.key}", "never-first", why))
    return Bank(questions=tuple(questions), refusals=tuple(refusals))


def loads(drill: Drill) -> Iterator[Load]:
    """All loads of a drill, each once, in an order that leaps through them: by about the golden section of their
    number, and by steps that share no divisor with it.

    Inputs that the design does not say are left out.
    """
    said = frozenset().union(*(formula.names(place) for place in PLACE.findall(drill.design)))
    inputs = [one for one in drill.inputs if one.name in said]
    total = prod(one.size for one in inputs)
    step = next(step for step in count(round(total * GOLDEN)) if gcd(step, total) == 1)
    start = int.from_bytes(lot(drill.slug, "loads")[:8])
    for number in range(total):
        left = (start + number * step) % total
        values = {}
        for one in inputs:
            left, place = divmod(left, one.size)
            values[one.name] = one.value(place)
        yield Load(drill, values)


def breaks_question(title: str, load: Load, first: Limit) -> Question:
    """Which resource gives out under this load?"""
    choices = [_choice(load, limit, first, sentence_case(limit.resource)) for limit in load.drill.limits]
    return _question(BREAKS, title, load, first, gives_out(load.told), choices)


def change_question(title: str, load: Load, first: Limit) -> Question | None:
    """Which one change lets the design carry this load? None where too few resources can be raised, or where the
    changes are of uneven length."""
    changes = [(limit, limit.change) for limit in load.drill.limits if limit.change]
    texts = [change.do for _, change in changes]
    if first.change is None or len(texts) < CHOICES or len(set(texts)) < len(texts) or not balanced(texts):
        return None
    choices = [_choice(load, limit, first, change.do, change) for limit, change in changes]
    return _question(CHANGE, title, load, first, lets_carry(load.told), choices)


def amount_question(title: str, load: Load, first: Limit) -> Question | None:
    """How many of the things that carry the load does it need? None where they are not counted.

    An estimate may be as far off as that of the drill itself, before it is rounded up, and no farther.
    """
    change = first.change
    if change is None or not change.each:
        return None
    exact = load.value(first.need) / load.value(change.each)
    tolerance = load.drill.tolerance
    low, needed, high = (ceil(round(exact * part, 9)) for part in (1 - tolerance, 1, 1 + tolerance))
    each = load.amount(change.each, first)
    reason = (
        f"{sentence_case(first.resource)}: {load.worked(first)}. ÷ {each} = {say(exact)}, rounded up: {needed:,}. "
        f"There are {say(load.value(first.capacity) / load.value(change.each))}."
    )
    if low < high:
        reason += f" Up to {half_up(tolerance * 100, 0)} % off before rounding up: {low:,} to {high:,}."
    asked = Wanted(Decimal(needed), Decimal(low), Decimal(high))
    choice = Choice(asked.stored, True, reason, "", load.drill.place, change.things)
    ask = how_many(load.told, change.things, each, first.resource)
    return replace(_question(AMOUNT, title, load, first, ask, [choice]), targets=(change.things,))


def _choice(load: Load, limit: Limit, first: Limit, text: str, change: Change | None = None) -> Choice:
    """A resource, or a change of one, with its sum. Of a change that does not help, what it leaves as it is."""
    said = f"{sentence_case(limit.resource)}: {load.sum(limit)}" if change else load.sum(limit)
    if limit is first:
        said = f"{said} {limit.because}"
    elif change:
        said = f"{said} It leaves {first.resource} at {load.percent(first)}."
    return Choice(text, limit is first, said, "", load.drill.place)


def _question(kind: str, title: str, load: Load, first: Limit, ask: str, choices: Sequence[Choice]) -> Question:
    key = load.key(kind, first)
    sums = " ".join(f"{sentence_case(limit.resource)}: {load.sum(limit)}" for limit in load.drill.limits)
    return Question(
        key=key,
        kind=kind,
        topic=load.drill.topics[0],
        context=title,
        ask=ask,
        choices=tuple(shuffled(key, choices, lambda choice: choice.text)),
        explanation=sums,
        facts=(),
    )
