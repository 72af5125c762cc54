"""What a learner answers aloud: follow-up questions and pitfalls, with the checkpoints of a good answer. Pure.

Below "What interviewers ask next" a paragraph of bold text is a question, what follows it the answer, and the bullet
list that ends the answer its checkpoints. A bullet of "Pitfalls" that has a question (``{ask="…"}``) is an answer, and
the list inside it holds its checkpoints. A fault in one is told with its line; the page is read all the same.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from markdown_it.token import Token

from content.reading.blocks import after_list, items
from content.reading.inline import Inline, read_inline
from content.reading.source import Warning
from content.reading.text import Keys, normalise, slugify

FOLLOW_UP, PITFALL = "follow-up", "pitfall"
SECTIONS = {"what interviewers ask next": FOLLOW_UP, "pitfalls": PITFALL}
LEAST, MOST, LONGEST = 3, 5, 120  # checkpoints of an answer, and characters of one
_CELL = re.compile(r"(?:[a-z0-9-]+/){2,3}[a-z0-9-]+")


@dataclass(frozen=True)
class Checkpoint:
    """Something that a good answer says. ``cell`` is where the page shows it: "table/option/dimension", with another
    topic's slug before it where it stands there; empty where no table does."""

    text: str
    cell: str = ""
    line: int = 0


@dataclass(frozen=True)
class Prompt:
    """A question to answer aloud.

    ``kind`` is "follow-up" or "pitfall", ``key`` is unique among its kind; ``answer`` has no markup and an empty line
    between its paragraphs.
    """

    kind: str
    key: str
    question: str
    answer: str
    checkpoints: tuple[Checkpoint, ...]
    line: int = 0

    @property
    def anchor(self) -> str:
        """The id of the question on its page."""
        return anchor(self.kind, self.key)


@dataclass(frozen=True)
class Asked:
    """A question of the section "What interviewers ask next", with checkpoints or without; the line it stands on."""

    question: str
    answer: str
    line: int
    checkpoints: int


@dataclass(frozen=True)
class Spoken:
    """What a page asks aloud: every follow-up question, the prompts among them and the pitfalls, and what is wrong."""

    asked: tuple[Asked, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    faults: tuple[Warning, ...] = ()


NOTHING_SPOKEN = Spoken()


def anchor(kind: str, key: str) -> str:
    """The id that a question has on its page."""
    return f"{kind}-{key}"


def place(cell: str, topic: str) -> str:
    """The place of a checkpoint's cell, as `content.addresses` takes it; ``topic`` is the slug of the page it is on."""
    slug, path = cell.split("/", 1) if cell.count("/") == 3 else (topic, cell)
    return f"{slug}#cell={path}" if cell else ""


def spoken(tokens: Sequence[Token], first_line: int) -> Spoken:
    """Everything that a page asks aloud.

    Marks the tokens: questions get their id, and lists of checkpoints are told from other lists. Headings have been
    read before, so that each has its level.
    """
    reader = _Reader(tokens, first_line)
    reader.read()
    return Spoken(tuple(reader.asked), tuple(reader.prompts), tuple(reader.faults))


def checkpoints(bullets: Iterable[tuple[int, Inline]], question: str, faults: list[Warning]) -> tuple[Checkpoint, ...]:
    """The checkpoints that stand in these bullets, each once; none at all where there are too few or too many."""
    found: dict[str, Checkpoint] = {}
    last = 0
    for line, bullet in bullets:
        last = last or line
        text, cell = bullet.text.replace("\n", " ").rstrip("."), bullet.cell
        if cell and not _CELL.fullmatch(cell):
            faults.append(Warning(line, f"“{cell}” is no cell (table/option/dimension)"))
            cell = ""
        if len(text) > LONGEST:
            faults.append(Warning(line, f"a checkpoint of {len(text)} characters, {LONGEST} at most: “{text[:60]}…”"))
        if normalise(text) in found:
            faults.append(Warning(line, f"the checkpoint “{text[:60]}” stands twice"))
        elif text:
            found[normalise(text)] = Checkpoint(text, cell, line)
    if not LEAST <= len(found) <= MOST:
        message = f"“{question[:60]}” has {len(found)} checkpoints, not {LEAST} to {MOST}, and is not asked"
        faults.append(Warning(last, message))
        return ()
    return tuple(found.values())


def placed(prompt: Prompt, cells: Collection[str], faults: list[Warning]) -> Prompt:
    """A prompt whose checkpoints lead to cells that its page has; one in another topic is taken on trust."""
    kept: list[Checkpoint] = []
    for point in prompt.checkpoints:
        if point.cell and point.cell.count("/") == 2 and point.cell not in cells:
            faults.append(Warning(point.line, unknown(point.cell, cells)))
            point = replace(point, cell="")
        kept.append(point)
    return replace(prompt, checkpoints=tuple(kept))


def unknown(cell: str, cells: Collection[str]) -> str:
    """What is said of a cell that no table has, with the likeliest one that is there."""
    close = get_close_matches(cell, cells, n=1)
    return f"no table has the cell “{cell}”" + (f"; “{close[0]}” is the nearest" if close else "")


class _Reader:
    """One walk over the blocks of the two sections."""

    def __init__(self, tokens: Sequence[Token], first_line: int) -> None:
        self.tokens, self.first_line = tokens, first_line
        self.asked: list[Asked] = []
        self.prompts: list[Prompt] = []
        self.faults: list[Warning] = []
        self._keys = {kind: Keys() for kind in SECTIONS.values()}

    def line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def read(self) -> None:
        kind = ""
        for index, token in enumerate(self.tokens):
            if token.type == "heading_open" and token.level == 0:
                title = read_inline(self.tokens[index + 1]).text.casefold()
                kind = SECTIONS.get(title, "") if token.meta["level"] <= 2 else ""
            elif kind == FOLLOW_UP and self._is_question(index):
                self._follow_up(index)
            elif kind == PITFALL and token.type == "list_item_open" and token.level == 1:
                self._pitfall(index)

    def _is_question(self, index: int) -> bool:
        token = self.tokens[index]
        if token.type != "paragraph_open" or token.level:
            return False
        children = self.tokens[index + 1].children or ()
        kinds = [c.type for c in children if c.type != "attributes" and (c.nesting or c.content.strip())]
        return kinds[:1] == ["strong_open"] and kinds.index("strong_close") == len(kinds) - 1

    def _follow_up(self, index: int) -> None:
        """The question that opens at ``index``, with all blocks up to the next question or heading."""
        end = index + 3
        while end < len(self.tokens) and self.tokens[end].type != "heading_open" and not self._is_question(end):
            end += 1
        bullets = self._last_list(index + 3, end)
        named = read_inline(self.tokens[index + 1])
        answer = _text(self.tokens[index + 3 : bullets])
        has = bullets < end and bool(answer)
        known = len(self.prompts)
        if has:
            self._add(FOLLOW_UP, named.key, named.text, answer, index, bullets)
        count = len(self.prompts[-1].checkpoints) if len(self.prompts) > known else 0
        self.asked.append(Asked(named.text, answer, self.line(self.tokens[index]), count))

    def _last_list(self, start: int, end: int) -> int:
        """Where the bullet list opens that ends these blocks; ``end`` where none does."""
        last = end - 1
        if last < start or self.tokens[last].type != "bullet_list_close" or self.tokens[last].level:
            return end
        return max(
            i for i in range(start, last) if self.tokens[i].type == "bullet_list_open" and not self.tokens[i].level
        )

    def _pitfall(self, index: int) -> None:
        """The pitfall whose bullet opens at ``index``, where it has a question."""
        if self.tokens[index + 1].type != "paragraph_open":
            return
        named = read_inline(self.tokens[index + 2])
        question = named.asked.ask
        if not question:
            return
        end = next(i for i in range(index + 1, len(self.tokens)) if self.tokens[i].level == self.tokens[index].level)
        lists = [i for i in range(index + 4, end) if self.tokens[i].type == "bullet_list_open"]
        if not lists:
            self.faults.append(Warning(self.line(self.tokens[index]), f"“{question[:60]}” has no checkpoints"))
            return
        self._add(PITFALL, named.key, question, named.text.replace("\n", " "), index, lists[0])

    def _add(self, kind: str, key: str, question: str, answer: str, index: int, bullets: int) -> None:
        """A prompt that opens at ``index`` and has its checkpoints in the list that opens at ``bullets``."""
        line = self.line(self.tokens[index])
        wanted = key or slugify(question)
        key = self._keys[kind].take(wanted)
        if key != wanted:
            self.faults.append(Warning(line, f"the question “{question[:60]}” stands twice, or its key does"))
        told = ((self.line(token), read_inline(inline)) for token, inline in items(self.tokens, bullets))
        points = checkpoints(told, question, self.faults)
        self.tokens[index].meta = {"ask": anchor(kind, key)}
        self.tokens[bullets].meta = {"checkpoints": after_list(self.tokens, bullets)}
        if points:
            self.prompts.append(Prompt(kind, key, question, answer, points, line))


def _text(tokens: Sequence[Token]) -> str:
    """The text of an answer's blocks, an empty line between them."""
    return "\n\n".join(part for part in _parts(tokens) if part)


def _parts(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield read_inline(token).text
        elif token.type in ("fence", "code_block"):
            yield token.content.strip()
