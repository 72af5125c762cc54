"""Why a question that somebody wrote cannot be asked: the linter's rules, as far as they need no wiki.

Pure. `quizzes.bank.words` says what to do.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from content.reading.text import normalise
from quizzes.bank.authored.drafts import FALSE, GROUPS, MOST_IN_GROUP, TRUE, Draft
from quizzes.bank.kinds import Shape, size_of
from quizzes.bank.reasons import Reason, because
from quizzes.bank.wording.balance import LENGTH_RATIO, balanced, longest_fair, only_leans
from quizzes.bank.wording.leaks import names_in
from quizzes.bank.wording.numeric import LONGEST_UNIT, wanted
from quizzes.bank.wording.ranks import said_place
from quizzes.bank.wording.sameness import near
from quizzes.bank.wording.typed import folded, untypeable
from quizzes.bank.wording.words import negation


@dataclass(frozen=True)
class Flaw:
    """Why a draft cannot be asked.

    ``part`` is what of the draft it is about; "text", "target" and "groups" have a ``place`` in their list, from 0.
    """

    why: Reason
    part: str = "choices"
    place: int = 0


Rule = Callable[[Draft], Iterator[Flaw]]


def faults(draft: Draft, topic: str = "") -> list[Flaw]:
    """Why the question cannot be asked like this; none where it can. ``topic`` is the title that stands above it.

    Raises LookupError for a kind that nobody writes.
    """
    size = size_of(draft.kind)
    if not size.least <= len(draft.choices) <= size.most:
        if size.least == size.most:
            return [Flaw(because("give-exactly", number=size.least, noun=size.noun))]
        return [Flaw(because("give", least=size.least, most=size.most, noun=size.noun))]
    shown = replace(draft, dimension=f"{topic} · {draft.dimension}")
    return [flaw for rule in _RULES[draft.shape] for flaw in rule(shown)]


def _texts(draft: Draft) -> list[str]:
    return [choice.text for choice in draft.choices]


def _one_right(draft: Draft) -> Iterator[Flaw]:
    if sum(choice.correct for choice in draft.choices) != 1:
        yield Flaw(because("mark-one"))


def _some_right(draft: Draft) -> Iterator[Flaw]:
    if not 2 <= sum(choice.correct for choice in draft.choices) < len(draft.choices):
        yield Flaw(because("mark-some"))


def _all_right(draft: Draft) -> Iterator[Flaw]:
    if not all(choice.correct for choice in draft.choices):
        yield Flaw(because("none-wrong", noun=size_of(draft.kind).noun))


def _differ(texts: Sequence[str], part: str) -> Iterator[Flaw]:
    for (_, one), (place, other) in combinations(enumerate(texts), 2):
        if near(one, other):
            yield Flaw(because("alike", one=one, other=other), part, place)


def _do_not_lean(texts: Sequence[str], part: str) -> Iterator[Flaw]:
    """None is "all of the above" or the like."""
    for place, text in enumerate(texts):
        if only_leans(text):
            yield Flaw(because("leaning", text=text), part, place)


def _of_like_length(texts: Sequence[str], part: str) -> Iterator[Flaw]:
    if not balanced(texts):
        most = int(longest_fair(texts))
        place = max(range(len(texts)), key=lambda n: len(texts[n]))
        yield Flaw(because("long", text=texts[place], ratio=str(LENGTH_RATIO), most=most), part, place)


def _fair_choices(draft: Draft) -> Iterator[Flaw]:
    """What holds for texts that are chosen from."""
    for rule in (_differ, _do_not_lean, _of_like_length):
        yield from rule(_texts(draft), "text")
    asked = f" {normalise(draft.ask)} "
    named = [choice for choice in draft.choices if f" {normalise(choice.text)} " in asked]
    if named and all(choice.correct for choice in named):  # one that names a wrong choice too gives nothing away
        for choice in named:
            yield Flaw(because("asked-by-name", text=choice.text), "ask")


def _judged(draft: Draft) -> Iterator[Flaw]:
    if _texts(draft) != [TRUE, FALSE]:
        yield Flaw(because("judged", yes=TRUE, no=FALSE))


def _statement(draft: Draft) -> Iterator[Flaw]:
    if draft.ask.rstrip(" ”\"'").endswith("?"):
        yield Flaw(because("no-statement"), "ask")
    if found := negation(draft.ask):
        yield Flaw(because("negation", word=found), "ask")


def _typed(draft: Draft) -> Iterator[Flaw]:
    """Each spelling is a term that can be asked for, and says something that the ones before do not."""
    accepted: dict[str, str] = {}
    for place, text in enumerate(_texts(draft)):
        form = folded(text)
        if why := untypeable(text) or (None if form else because("term-empty")):
            yield Flaw(because("untypeable", text=text, why=why), "text", place)
        elif form in accepted:
            yield Flaw(because("accepted", text=text, already=accepted[form]), "text", place)
        accepted.setdefault(form, text)


def _untold(draft: Draft) -> Iterator[Flaw]:
    """No spelling stands in the question or above it, whole or word by word in any form."""
    shown = f"{draft.dimension} {draft.ask}"
    for text in _texts(draft):
        telling = [word for word in re.split(r"[\s-]+", normalise(text)) if word]
        if telling and all(names_in(shown, word, [word]) for word in telling):
            yield Flaw(because("named-above", text=text), "ask")
            return


def _number(draft: Draft) -> Iterator[Flaw]:
    """What is asked for is a number that can be compared; its unit is short, and holds none."""
    for place, choice in enumerate(draft.choices):
        if wanted(choice.text) is None:
            yield Flaw(because("number-key", given=choice.text), "text", place)
        if len(choice.target) > LONGEST_UNIT or re.search(r"^[\d.,+-]|\d$", choice.target):
            yield Flaw(because("number-unit", unit=choice.target[:LONGEST_UNIT], most=LONGEST_UNIT), "target", place)


def _pairs(draft: Draft) -> Iterator[Flaw]:
    names, values = _texts(draft), [choice.target for choice in draft.choices]
    yield from _differ(names, "text")
    for rule in (_differ, _do_not_lean, _of_like_length):
        yield from rule(values, "target")
    for place, value in enumerate(values):
        yield from _silent(value, names, "target", place)


def _silent(text: str, names: Sequence[str], part: str, place: int) -> Iterator[Flaw]:
    """A text holds no word of any of the names that it could be put to."""
    if told := next((name for name in names if names_in(text, name, names)), None):
        yield Flaw(because("telling", text=text, told=told), part, place)


def _groups(draft: Draft) -> Iterator[Flaw]:
    least, most = GROUPS
    if not least <= len(draft.groups) <= most:
        yield Flaw(because("give", least=least, most=most, noun="groups"))
    yield from _differ(draft.groups, "groups")
    for place, group in enumerate(draft.groups):
        size = sum(choice.target == group for choice in draft.choices)
        if not 1 <= size <= MOST_IN_GROUP:
            code = "group-full" if size else "group-empty"
            yield Flaw(because(code, group=group, most=MOST_IN_GROUP, has=size), "groups", place)


def _statements(draft: Draft) -> Iterator[Flaw]:
    for rule in (_differ, _do_not_lean, _of_like_length):
        yield from rule(_texts(draft), "text")
    for place, text in enumerate(_texts(draft)):
        yield from _silent(text, draft.groups, "text", place)


def _steps(draft: Draft) -> Iterator[Flaw]:
    for rule in (_differ, _do_not_lean):
        yield from rule(_texts(draft), "text")
    for place, text in enumerate(_texts(draft)):
        if found := said_place(text):
            yield Flaw(because("step-place", word=found), "text", place)
        elif not re.search(r"\w", text):
            yield Flaw(because("no-word", text=text), "text", place)


_RULES: dict[Shape, tuple[Rule, ...]] = {
    Shape.ONE: (_one_right, _fair_choices),
    Shape.SEVERAL: (_some_right, _fair_choices),
    Shape.JUDGED: (_judged, _one_right, _statement),
    Shape.TYPED: (_all_right, _typed, _untold),
    Shape.NUMBER: (_all_right, _number),
    Shape.PAIRS: (_all_right, _pairs),
    Shape.BUCKETS: (_all_right, _groups, _statements),
    Shape.SEQUENCE: (_all_right, _steps),
}
