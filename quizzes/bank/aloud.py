"""The questions to answer aloud of stored topics, and their checkpoints in rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from content.practice.store import answered_follow_ups
from quizzes.bank.models import Checkpoint, Fact
from quizzes.bank.prompts import Prompt, of_interview


def of_interviews() -> dict[str, list[Prompt]]:
    """The questions that come after mock interviews, by the slug of the topic they belong to."""
    found: dict[str, list[Prompt]] = defaultdict(list)
    for slug, title, follow_up in answered_follow_ups():
        if follow_up.checkpoints:
            found[follow_up.topic].append(of_interview(follow_up, slug=slug, title=title))
    return found


def sync_checkpoints(prompts: Sequence[Prompt], facts: Mapping[str, Fact], *, now: datetime) -> None:
    """Store the checkpoints of these questions. Those of a question whose checkpoints are as they were keep their rows;
    a question that is gone keeps its last ones."""
    wanted = {facts[prompt.fact.key].pk: [(p.text, p.place) for p in prompt.points] for prompt in prompts}
    stored = _stored(wanted)
    changed = [fact for fact, points in wanted.items() if stored.get(fact) != points]
    if changed:
        Checkpoint.objects.filter(fact__in=changed).delete()
        Checkpoint.objects.bulk_create(
            Checkpoint(fact_id=fact, position=position, text=text, place=place, at=now)
            for fact in changed
            for position, (text, place) in enumerate(wanted[fact], 1)
        )


def _stored(facts: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if facts:
        rows = Checkpoint.objects.filter(fact__in=facts).order_by("fact", "position")
        for fact, text, place in rows.values_list("fact", "text", "place"):
            found[fact].append((text, place))
    return dict(found)
