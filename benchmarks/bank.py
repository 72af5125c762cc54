"""How long the bank takes: all of it from the library, one cell's edit, and both in a library many times as large.

Imported after Django is set up. CPU time of this process and its database backend.
"""

import resource
import statistics
import time
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from benchmarks.measure import Clock, Result
from content.importing.files import read_path
from content.imports import apply_library
from content.models import Revision, Topic
from quizzes.bank.services import sync
from quizzes.bank.synced import Synced

EDITED = "caching-strategies"  # the topic with the most facts
EDITS = 15


def build(*, report: bool) -> Iterator[Result]:
    """The whole library from files to a bank; every other measurement needs it too."""
    clock = Clock()
    begin, wall = clock.now(), time.perf_counter()
    apply_library(read_path(settings.LIBRARY_DIR), now=timezone.now())
    read = clock.now() - begin
    begin = clock.now()
    done = sync(_topics(), now=timezone.now())
    spent, wall = clock.now() - begin, time.perf_counter() - wall
    if report:
        n = done.questions_added
        yield Result("bank-build", spent, "s CPU", None, None, "≤ 5 s", n)
        yield Result("bank-build-with-import", read + spent, "s CPU", wall, (read + spent) / wall, "", n)
        yield Result("bank-build-memory", _memory(), "MB", None, None, "≤ 300", n)


def edit(name: str) -> Result:
    """A change of meaning in one cell, and back, again and again: the time of the rebuild that follows.

    ``n`` is how many questions got a new version, came or went with it.
    """
    clock = Clock()
    spent: list[float] = []
    touched = 0
    for turn in range(EDITS):
        topic = Topic.objects.select_related("current", "phase").get(slug=EDITED)
        _reword(topic, back=turn % 2 == 1)
        begin = clock.now()
        done = sync([topic], now=timezone.now())
        spent.append((clock.now() - begin) * 1000)
        touched = _touched(done)
        assert done.facts_changed == 1, done
    return Result(name, statistics.median(spent), "ms CPU", None, None, "≤ 200 ms", touched)


def growth() -> Iterator[Result]:
    """Build and edit with ten and with a hundred times the library's topics; ``ratio`` is to so many times one."""
    one = _grow(1, 2)
    for times, begin in ((10, 2), (100, 10)):
        added = _grow(begin, times)
        ratio = added / ((times - begin) * one)
        yield Result(f"bank-build-x{times}", added, "s CPU", (times - begin) * one, ratio, "linear", times)
        yield edit(f"bank-edit-x{times}")
        yield Result(f"bank-memory-x{times}", _memory(), "MB", None, None, "≤ 300", times)


def _grow(begin: int, end: int) -> float:
    """Add copies of every topic under slugs of their own, and build their bank: the CPU seconds of that."""
    clock = Clock()
    spent = 0.0
    for copy in range(begin, end):
        slugs = [_copy(topic, copy) for topic in _topics().filter(phase__isnull=False).exclude(slug__contains="-copy-")]
        begun = clock.now()
        sync(_topics().filter(slug__in=slugs), now=timezone.now())
        spent += clock.now() - begun
    return spent


def _copy(topic: Topic, copy: int) -> str:
    revision = topic.current
    assert revision is not None
    twin = Topic.objects.create(
        slug=f"{topic.slug}-copy-{copy}", title=f"{topic.title} {copy}", phase=topic.phase, position=topic.position
    )
    revision.pk, revision.topic = None, twin
    revision.save(force_insert=True)
    Topic.objects.filter(pk=twin.pk).update(current=revision)
    return twin.slug


def _reword(topic: Topic, *, back: bool) -> None:
    revision = topic.current
    assert revision is not None
    revision.source = reworded(revision.source, back=back)
    Revision.objects.filter(pk=revision.pk).update(source=revision.source)


def reworded(text: str, *, said: str = " mostly now", back: bool = False) -> str:
    """A topic's text with the first cell of its first table changed in meaning, or changed back."""
    lines = text.split("\n")
    row = next(n for n, line in enumerate(lines) if line.startswith("| ---")) + 1
    cells = lines[row].split("|")
    cells[2] = cells[2].replace(said, "") if back else f"{cells[2].rstrip()}{said} "
    lines[row] = "|".join(cells)
    return "\n".join(lines)


def _touched(done: Synced) -> int:
    return done.questions_added + done.questions_changed + done.questions_retired


def _topics() -> QuerySet[Topic]:
    return Topic.objects.select_related("current", "phase").order_by("pk")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
