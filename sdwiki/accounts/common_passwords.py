"""The passwords that guessers try first, kept as sorted hashes beside this module.

`common_passwords.bin` holds the first `BYTES` bytes of the SHA-256 of each: the 100,000 most common of at least
`SHORTEST` characters in the list of ten million that SecLists publishes (MIT), and those of Django's own list; in lower
case. `script/common-passwords` writes it. Another password meets one of these hashes once in ten million times.
"""

import string
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import overload

FILE = Path(__file__).with_name("common_passwords.bin")
BYTES = 5
SHORTEST = 8  # shorter ones are refused for that
MOST = 100_000
TAIL = string.digits + string.punctuation
LONGEST_TAIL = 4


class Hashes(Sequence[bytes]):
    """Hashes of one length, one after the other."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    def __len__(self) -> int:
        return len(self.packed) // BYTES

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[bytes]: ...

    def __getitem__(self, place: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self.packed[place * BYTES : (place + 1) * BYTES]

    def have(self, password: str) -> bool:
        """Whether a password is among them, however it is disguised: by capitals, signs of other widths or none, or up
        to four digits or marks at its end."""
        plain = bare(password)
        ends = plain.rstrip(TAIL)
        near = {_plain(password), plain} | ({ends} if len(plain) - len(ends) <= LONGEST_TAIL else set())
        return any(self._hold(_hash(one)) for one in near)

    def _hold(self, wanted: bytes) -> bool:
        place = bisect_left(self, wanted)
        return place < len(self) and self[place] == wanted


@cache
def listed() -> Hashes:
    """The list, read once in a process: half a megabyte."""
    return Hashes(FILE.read_bytes())


def pack(by_frequency: Iterable[str], also: Iterable[str], *, most: int = MOST) -> bytes:
    """The content of the file: the most common of a list that begins with those, and all of another."""
    common = islice(_long_enough(by_frequency), most)
    return b"".join(sorted({_hash(one) for one in (*common, *_long_enough(also))}))


def _long_enough(passwords: Iterable[str]) -> Iterator[str]:
    seen = dict.fromkeys(_plain(one) for one in passwords)
    return (one for one in seen if len(one) >= SHORTEST)


def bare(password: str) -> str:
    """A password in common signs and small letters, without those that nobody sees."""
    common = unicodedata.normalize("NFKC", password)
    return "".join(sign for sign in common if unicodedata.category(sign) not in ("Cf", "Cc")).strip().casefold()


def _plain(password: str) -> str:
    return password.strip().lower()


def _hash(plain: str) -> bytes:
    return sha256(plain.encode(errors="surrogatepass")).digest()[:BYTES]
