"""Decisions: which option meets these needs, and which of the needs decides between it and another.

Pure. An author says of needs which options of a table meet each (`content.reading.framing.Need`). A solver puts two or
three together that leave one option, none of them idle: without any of them one of the wrong choices would do as well.
Needs that leave two options give nothing.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from content.reading.facts import Fact
from content.reading.framing import Need, Needs
from content.reading.text import normalise
from quizzes.bank.generate.asking import given_needs, noun, sentence_case, table_context, which_decides
from quizzes.bank.generate.categorise import joined
from quizzes.bank.generate.page import quote, source, why
from quizzes.bank.kinds import CHOOSE, REASON
from quizzes.bank.records import Choice, Question
from quizzes.bank.shuffling import lot, shuffled
from quizzes.bank.wording.balance import balanced
from quizzes.bank.wording.leaks import names_in
from quizzes.bank.wording.sameness import same_option

SIZES = (2, 3)  # needs that are put together
WRONG = (3, 2)  # options beside the right one, the more the better
CHOICES = (4, 3)  # needs to choose the reason from
MOST = 40  # decisions of a topic: an option, and a need that decides


@dataclass(frozen=True)
class Table:
    """A table's needs in an order that hangs on them alone, and the cells that may be shown, by option and row."""

    title: str
    needs: tuple[Need, ...]
    cells: dict[tuple[str, str], Fact] = field(hash=False)

    @cached_property
    def names(self) -> dict[str, Fact]:
        """Of each option one cell, which has its name."""
        return {fact.option_key: fact for _, fact in sorted(self.cells.items(), reverse=True)}

    @cached_property
    def ids(self) -> dict[Need, str]:
        """What stands for a need in a question's key: its row, and its words where the row has another need."""
        rows = Counter(need.row for need in self.needs)
        short = {need: hashlib.sha256(normalise(need.text).encode()).hexdigest()[:6] for need in self.needs}
        return {need: f"{need.row}-{short[need]}" if rows[need.row] > 1 else need.row for need in self.needs}

    def breaks(self, option: str, needs: Iterable[Need]) -> list[Need]:
        return [need for need in needs if option not in need.options]

    def shows(self, option: str, needs: Iterable[Need]) -> bool:
        """Whether the table has a cell of this option in the row of each of these needs."""
        return all((option, need.row) in self.cells for need in needs)

    def silent(self, needs: Iterable[Need], options: Sequence[str]) -> bool:
        """Whether none of the needs holds a word of these options' names that tells them apart."""
        names = [self.names[option].option for option in options]
        return not any(names_in(need.text, name, names) for need in needs for name in names)


@dataclass(frozen=True)
class Decision:
    """Needs that leave one option (``key``), and the options beside it that are shown, ``wrong``."""

    table: Table
    key: str
    needs: tuple[Need, ...]
    wrong: tuple[str, ...]

    def ruled_out(self, need: Need) -> list[str]:
        """The options shown that would do as well without this need."""
        return [option for option in self.wrong if self.table.breaks(option, self.needs) == [need]]


def decisions(title: str, facts: Sequence[Fact], needs: Needs) -> list[Question]:
    """What is asked of a topic's ``needs``, which stand by the keys of their tables: for each of at most `MOST`
    decisions (an option, and the need that decides) which option it is, and for what reason."""
    queues: list[list[list[Question]]] = []
    for table in _tables(title, facts, needs):
        by_key: dict[str, list[Decision]] = defaultdict(list)
        for decision in solved(table):
            by_key[decision.key].append(decision)
        queues += [list(_asked(table, found)) for found in by_key.values()]
    queues = sorted((queue for queue in queues if queue), key=lambda queue: lot(title, queue[0][0].key))
    rounds = (queue[n] for n in range(max(map(len, queues), default=0)) for queue in queues if n < len(queue))
    chosen: dict[str, Question] = {}
    covered: set[str] = set()
    for made in rounds:
        more = covered | _covers(made[0].key)
        if len(more) <= MOST:
            covered = more
            chosen |= {question.key: question for question in made}
    return list(chosen.values())


def _covers(key: str) -> set[str]:
    """The decisions that a question about a choice covers: its option, with each need that rules something out."""
    path, _, needs = key.rpartition("/")
    return {f"{path}/{need}" for need in needs.split("+")}


def _tables(title: str, facts: Sequence[Fact], needs: Needs) -> Iterator[Table]:
    cells: dict[str, dict[tuple[str, str], Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.kind == "cell" and not fact.noask:
            cells[fact.group][fact.option_key, fact.label] = fact
    for group, wanted in needs:
        whole = (need for need in wanted if ";" not in need.text)  # that is what parts one from another
        distinct = {normalise(need.text): need for need in sorted(whole, key=lambda need: (need.text, need.row))}
        yield Table(title, tuple(distinct.values()), cells[group])


def solved(table: Table) -> Iterator[Decision]:
    """All sets of needs of the table that leave one option and of which none is idle."""
    for size in SIZES:
        for needs in combinations(table.needs, size):
            met = [frozenset(need.options) for need in needs]
            left = frozenset.intersection(*met)
            if len(left) != 1 or any(_meeting([*met[:n], *met[n + 1 :]]) == left for n in range(size)):
                continue
            (key,) = left
            if table.shows(key, needs) and (wrong := _wrong(table, key, needs)):
                yield Decision(table, key, needs, wrong)


def _meeting(met: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*met)


def _wrong(table: Table, key: str, needs: Sequence[Need]) -> tuple[str, ...]:
    """Wrong choices of which each need rules one out that no other does, those first that break fewest; none if their
    names are uneven or told by a need."""
    name = table.names[key].option
    seed = f"{key}/{'/'.join(need.text for need in needs)}"
    fair = [
        option
        for option, sample in table.names.items()
        if option != key
        and not same_option(sample.option, name)
        and any(table.shows(option, [need]) for need in table.breaks(option, needs))
    ]
    fair.sort(key=lambda option: (len(table.breaks(option, needs)), lot(seed, option)))
    for size in WRONG:
        for wrong in combinations(fair, size):
            alone = {need for option in wrong for need in _only(table.breaks(option, needs))}
            names = [name, *(table.names[option].option for option in wrong)]
            distinct = len(set(map(normalise, names))) == len(names)
            if len(alone) == len(needs) and distinct and balanced(names) and table.silent(needs, [key, *wrong]):
                return wrong
    return ()


def _only(needs: Sequence[Need]) -> Sequence[Need]:
    return needs if len(needs) == 1 else ()


def _asked(table: Table, found: Sequence[Decision]) -> Iterator[list[Question]]:
    """The questions about one option by the need that decides: of its decisions one that was not asked yet, if there
    is one, and the reason."""
    used: set[tuple[Need, ...]] = set()
    by_need: dict[Need, list[Decision]] = defaultdict(list)
    for decision in found:
        for need in decision.needs:
            by_need[need].append(decision)
    for need in sorted(by_need, key=lambda need: (len(by_need[need]), lot(found[0].key, need.text))):
        order = shuffled(need.text, by_need[need], lambda one: "/".join(n.text for n in one.needs))
        reasons = {one.needs: reason_question(one, need) for one in order}
        first = min(order, key=lambda one: (reasons[one.needs] is None, one.needs in used))
        second = reasons[first.needs]
        used.add(first.needs)
        yield [choose_question(first), *([second] if second else [])]


def choose_question(decision: Decision) -> Question:
    """Which option meets all of these needs?"""
    table, first = decision.table, decision.table.names[decision.key]
    path = f"{first.topic}/{first.group}/{decision.key}"
    key = f"{CHOOSE}/{path}/{joined(sorted(table.ids[need] for need in decision.needs))}"
    needs = shuffled(key, decision.needs, lambda need: need.text)
    cells = list(dict.fromkeys(table.cells[decision.key, need.row] for need in needs))
    meets = " ".join(map(quote, cells))
    choices = [Choice(first.option, True, meets, cells[0].key, source(cells[0]))]
    for option in decision.wrong:
        broken = next(need for need in table.breaks(option, needs) if table.shows(option, [need]))
        cell = table.cells[option, broken.row]
        said = f"It does not meet “{broken.text}”. {quote(cell)}"
        choices.append(Choice(cell.option, False, said, cell.key, source(cell)))
    return Question(
        key=key,
        kind=CHOOSE,
        topic=first.topic,
        context=table_context(table.title, first),
        ask=given_needs([need.text for need in needs], noun(first)),
        choices=tuple(shuffled(key, choices, lambda choice: choice.text)),
        explanation=" ".join(dict.fromkeys([meets, *(said for cell in cells for said in why([cell]))])),
        facts=tuple(sorted(cell.key for cell in cells)),
    )


def reason_question(decision: Decision, need: Need) -> Question | None:
    """Which of the needs rules out an option that would do as well without it? None if the needs are of uneven length.

    Where there are two, needs that both options meet stand beside them.
    """
    table, first = decision.table, decision.table.names[decision.key]
    key = f"{REASON}/{first.topic}/{first.group}/{decision.key}/{table.ids[need]}"
    for other in shuffled(key, decision.ruled_out(need), str):
        offered = _offered(decision, need, other, key)
        if not offered:
            continue
        rival = table.names[other].option
        choices = []
        for one in offered:
            cell = table.cells[other, one.row]
            does = f"Without it {rival} would do as well." if one == need else f"{rival} meets it, too."
            said = " ".join([does, quote(cell), *(why([cell]) if one == need else ())])
            choices.append(Choice(sentence_case(one.text), one == need, said, cell.key, source(cell)))
        cells = {table.cells[decision.key, one.row].key for one in offered} | {table.cells[other, need.row].key}
        return Question(
            key=key,
            kind=REASON,
            topic=first.topic,
            context=table_context(table.title, first),
            ask=which_decides(first.option, rival),
            choices=tuple(shuffled(key, choices, lambda choice: choice.text)),
            explanation=next(choice.reason for choice in choices if choice.correct),
            facts=tuple(sorted(cells)),
        )
    return None


def _offered(decision: Decision, need: Need, other: str, key: str) -> tuple[Need, ...]:
    """The needs of a decision, and further ones that its option and the other meet, so that there are three or four of
    like length; none if there are not."""
    table = decision.table
    further = [
        one
        for one in table.needs
        if one not in decision.needs
        and {decision.key, other} <= set(one.options)
        and table.shows(decision.key, [one])
        and table.silent([one], [decision.key, other])
    ]
    if not table.shows(other, decision.needs):
        return ()
    order = shuffled(key, (one for one in further if table.shows(other, [one])), lambda one: one.text)
    for size in CHOICES:
        for more in combinations(order, size - len(decision.needs)):
            offered = (*decision.needs, *more)
            if balanced(one.text for one in offered):
                return offered
    return ()
