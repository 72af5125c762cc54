"""Orders that look like chance and hang on a seed and on names alone, so that they are the same every time. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def lot(seed: str, name: str) -> bytes:
    """What a name draws: names in the order of their lots are shuffled."""
    return hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()


def shuffled(seed: str, items: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The items in an order that depends on the seed and their names and on nothing else."""
    return sorted(items, key=lambda item: lot(seed, name(item)))
