"""What a learner does next for an assignment: a link to the part of it that needs them most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from content.models import Phase, Topic
from quizzes.attempts.models import Attempt
from quizzes.classes.assignments import judging
from quizzes.classes.assignments.evidence import Pair, Scope, now_of
from quizzes.classes.assignments.given import Given
from quizzes.classes.assignments.judging import Found, Part
from quizzes.progress.models import Reading

if TYPE_CHECKING:
    from quizzes.classes.assignments.tasks import Task
    from sdwiki.accounts.models import User

OF_MEMORY = (judging.RECALL, judging.INTRODUCED)


@dataclass(frozen=True)
class Step:
    """What to do next: words for a link, and where it leads; ``quiz`` is the quiz (id) that a press starts. Without
    words nothing is left to do, and it leads to what that was."""

    words: str
    url: str = ""
    quiz: int | None = None


@dataclass(frozen=True)
class _Around:
    """What is known of the pages of some assignments: by id, which were read, and how each of them stands."""

    topics: Mapping[int, Topic]
    phases: Mapping[int, Phase]
    read: frozenset[int]
    standing: Mapping[int, Found]


def linked(learner: "User", tasks: Sequence["Task"]) -> list["Task"]:
    """The tasks with links from their quizzes to the last attempt at each that has ended, where its result is told. One
    statement, none without quizzes."""
    quizzes = {part.quiz for task in tasks for part in task.parts if part.quiz and not part.waits}
    ended = Attempt.objects.filter(learner=learner, quiz__in=quizzes, submitted_at__isnull=False)
    last = ended.order_by("quiz_id", "-submitted_at", "-pk").distinct("quiz_id").only("pk", "quiz_id")
    urls = {one.quiz_id or 0: one.get_absolute_url() for one in last} if quizzes else {}
    return [
        replace(task, parts=tuple(replace(part, url=urls.get(part.quiz or 0, "")) for part in task.parts))
        for task in tasks
    ]


def steps_of(learner: "User", tasks: Sequence["Task"], now: datetime) -> list[Step | None]:
    """What to do next for each. Four statements at most, whatever their number."""
    pages = {topic for task in tasks for topic in task.given.topics}
    phases = Phase.objects.filter(pk__in={pk for task in tasks for pk in task.given.phases})
    read = Reading.objects.filter(learner=learner, topic__in=pages).values_list("topic", flat=True)
    around = _Around(
        {one.pk: one for one in Topic.objects.filter(pk__in=pages).only("pk", "slug", "title", "phase_id")},
        {one.pk: one for one in phases},
        frozenset(read),
        _standing(learner, tasks, now),
    )
    return [_step(task, around) for task in tasks]


def _standing(learner: "User", tasks: Sequence["Task"], now: datetime) -> dict[int, Found]:
    """How each page stands by itself, of assignments over several of which something is to be learnt. One statement,
    none without."""
    wanted = [task for task in tasks if len(task.given.topics) > 1 and (part := _missing(task)) and _of_memory(part)]
    due = {topic: task.dates.due for task in wanted for topic in task.given.topics}
    pairs = [Pair(topic, learner, now, at, now) for topic, at in due.items()]
    found = now_of(pairs, {topic: Scope((topic,)) for topic in due})
    return {topic: one for (topic, _), one in found.items()}


def _missing(task: "Task") -> Part | None:
    """The first requirement that is not fulfilled; None where there is none, or it is over."""
    return next((part for part in task.parts if not part.met and not part.waits), None) if task.doable else None


def _of_memory(part: Part) -> bool:
    return part.kind in OF_MEMORY


def _step(task: "Task", around: _Around) -> Step | None:
    """The first requirement that is not fulfilled, as something to do; without one, its only page or its result."""
    missing = _missing(task)
    pages = [around.topics[pk] for pk in task.given.topics if pk in around.topics]
    if missing is None:
        place = (
            pages[0].get_absolute_url() if len(pages) == 1 else next((part.url for part in task.parts if part.url), "")
        )
        return Step("", place) if place else None
    if missing.kind == judging.READ:
        page = next((one for one in pages if one.pk not in around.read), None)
        return Step(f"Read {page.title}", page.get_absolute_url()) if page else None
    if missing.kind == judging.QUIZ:
        return Step(f"Take “{missing.title}”", f"{reverse('quizzes:quizzes')}#quiz-{missing.quiz}", missing.quiz)
    scope = _scope(task.given, around)
    if missing.kind == judging.ANSWERED:
        return Step("Answer questions about it", f"{reverse('quizzes:quizzes')}?{urlencode(scope, doseq=True)}")
    fresh = missing.kind == judging.INTRODUCED or task.found.introduced < task.found.total
    weakest = _weakest(pages, around.standing, fresh=fresh)
    if weakest is None:
        words, about = "Take up new facts" if fresh else "Review it", {key: value[0] for key, value in scope.items()}
    else:
        words, about = f"{'Take up new facts in' if fresh else 'Review'} {weakest.title}", {"topic": weakest.slug}
    return Step(words, f"{reverse('quizzes:review')}?{urlencode(about)}")


def _weakest(pages: Sequence[Topic], standing: Mapping[int, Found], *, fresh: bool) -> Topic | None:
    """Of several pages the one with most left to take up, or of which least is recalled: in the order of the path where
    it is the same. None where they are not told apart."""
    shares = {
        page.pk: found.introduced / found.total if fresh else found.recall
        for page in pages
        if (found := standing.get(page.pk)) and found.total
    }
    return min((page for page in pages if page.pk in shares), key=lambda page: shares[page.pk], default=None)


def _scope(one: Given, around: _Around) -> dict[str, list[str]]:
    """What it covers, as addresses say it: its phases, or its topics where there are others among them."""
    known = [around.topics[pk] for pk in one.topics if pk in around.topics]
    if one.phases and all(topic.phase_id in one.phases for topic in known):
        return {"phase": [around.phases[pk].slug for pk in one.phases if pk in around.phases]}
    return {"topic": [topic.slug for topic in known]}
