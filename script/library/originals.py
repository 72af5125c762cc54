"""No sentence of the owner's two documents stands in the library.

The documents are not in the repository. `originals.bin` holds instead the first six bytes of the SHA-256 of each run of
eight of their words, sorted: enough to recognise a run, not to read one. Written by

    python -m script.library.originals FILE…

from the documents as they came; damaged lines are mended first, as an import does.
"""

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from content.reading.text import repair
from script.library.shelf import Fault, Shelf

RUNS = Path(__file__).parent / "originals.bin"
LENGTH = 8
BYTES = 6
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")

# Runs that are plain facts, each said in the only order that makes sense.
PLAIN_FACTS: tuple[str, ...] = ()


def originals(shelf: Shelf, file: Path = RUNS) -> Iterator[Fault]:
    """Eight words in a row that stand in one of the documents, whose runs are in ``file``."""
    known = read_runs(file)
    allowed = {digest(tuple(fact.split())) for fact in PLAIN_FACTS}
    for passage in shelf.passages:
        reported = -1
        for start, run in runs(passage.text):
            if (found := digest(run)) in known and found not in allowed and start > reported:
                reported = start + sum(map(len, run))  # one fault for each copied stretch, not for each of its words
                yield Fault(passage.file, passage.line_at(start), f"eight words of an original: “{' '.join(run)}”")


def runs(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each run of eight words, in lower case and without what stands between them, and where it begins."""
    words = [(match.start(), match[0]) for match in _WORD.finditer(text.lower().replace("’", "'"))]
    for first in range(len(words) - LENGTH + 1):
        yield words[first][0], tuple(word for _, word in words[first : first + LENGTH])


def digest(run: Sequence[str]) -> bytes:
    return hashlib.sha256(" ".join(run).encode()).digest()[:BYTES]


def read_runs(path: Path) -> frozenset[bytes]:
    """The prefixes of a file that `write_runs` wrote."""
    data = path.read_bytes()
    return frozenset(data[at : at + BYTES] for at in range(0, len(data), BYTES))


def write_runs(documents: Sequence[Path], path: Path) -> int:
    """Write the prefixes of all runs of the documents, and return how many there are."""
    found: set[bytes] = set()
    for document in documents:
        text, _ = repair(document.read_text(encoding="utf-8"))
        found.update(digest(run) for _, run in runs(text))
    path.write_bytes(b"".join(sorted(found)))
    return len(found)


if __name__ == "__main__":
    print(f"{write_runs([Path(name) for name in sys.argv[1:]], RUNS)} runs in {RUNS}")
