"""Words: no absolutes, and glossary terms that explain themselves by something else."""

import re
from collections.abc import Iterator

from script.library.shelf import Fault, Shelf

# What an interviewer would probe, or an advertisement would say. Say what bounds the statement instead.
ABSOLUTES = (
    r"always", r"never", r"perfect(?:ly)?", r"unlimited(?:ly)?", r"infinite(?:ly)?", r"limitless(?:ly)?",
    r"dramatic(?:ally)?", r"extremely", r"incredibly", r"hugely", r"massively", r"blazing(?:ly)?", r"guarantee[sd]?",
    r"guaranteeing", r"completely", r"absolutely", r"totally", r"undoubtedly", r"simply", r"obvious(?:ly)?",
    r"of course", r"trivial(?:ly)?", r"effortless(?:ly)?", r"seamless(?:ly)?", r"flawless(?:ly)?", r"painless(?:ly)?",
    r"bulletproof", r"foolproof", r"best[- ]in[- ]class", r"world[- ]class", r"industry[- ]leading", r"cutting[- ]edge",
    r"state[- ]of[- ]the[- ]art", r"future[- ]proof", r"silver bullets?", r"zero downtime", r"in every case",
    r"without exception", r"no matter what", r"100 ?%",
)  # fmt: skip
# Names that hold such a word, and shares that follow from the terms beside them.
TERMS = (
    r"session guarantees", r"(?:delivery|ordering|ordering and delivery) guarantees?", r"Always On", r"always-on",
    r"[=≈] 100 ?%",
)  # fmt: skip
_ABSOLUTE = re.compile(rf"(?<![\w-])(?:{'|'.join(ABSOLUTES)})(?![\w-])", re.IGNORECASE)
_TERM = re.compile("|".join(TERMS), re.IGNORECASE)


def absolutes(shelf: Shelf) -> Iterator[Fault]:
    """Absolutes outside code. CORRECTIONS.md is left out: it names what was wrong."""
    for passage in shelf.passages:
        if passage.file == "CORRECTIONS.md":
            continue
        text = _TERM.sub(lambda term: re.sub(r"[^\n]", " ", term[0]), passage.spoken)
        for match in _ABSOLUTE.finditer(text):
            yield Fault(passage.file, passage.line_at(match.start()), f"an absolute: “{match[0]}”")


def glossary(shelf: Shelf) -> Iterator[Fault]:
    """A term is not explained by itself. That each stands once is the reader's own rule."""
    for term in shelf.library.terms:
        for spelling in (term.term, *term.also):
            if re.search(rf"(?<![\w-]){re.escape(spelling)}(?![\w-])", term.definition, re.IGNORECASE):
                line = shelf.line_of("glossary.yaml", term.definition[:60])
                yield Fault("glossary.yaml", line, f"“{term.term}” is explained with “{spelling}”")
