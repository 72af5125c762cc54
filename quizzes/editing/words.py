"""What the editor's pages say, in sentences."""

from collections.abc import Mapping

from content.models import Topic
from quizzes.editing.drafts import Draft, phase_of
from quizzes.editing.errors import NotPublished, PublishedMeanwhile, Taken
from quizzes.editing.services import Published


def count(number: int, noun: str) -> str:
    """ "1 fact", "3 facts"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def published(done: Published) -> str:
    """What publishing did."""
    text = f"Revision {done.revision.number} is published."
    if done.synced is None:
        return text
    s = done.synced
    parts = [
        f"{count(number, noun)} {verb}"
        for noun, numbers in (
            ("fact", (s.facts_added, s.facts_changed, s.facts_retired)),
            ("question", (s.questions_added, s.questions_changed, s.questions_retired)),
        )
        for number, verb in zip(numbers, ("added", "changed", "retired"), strict=True)
        if number
    ]
    if parts:
        text += f" In the bank: {', '.join(parts)}."
    if done.brought_back:
        text += f" {count(done.brought_back, 'card')} will be asked again, marked changed."
    return text


def refusal(error: NotPublished) -> tuple[str | None, str]:
    """What the form says of a draft that was not published, and at which of its fields."""
    if isinstance(error, Taken):
        return "slug", "Another page was published at this address a moment ago. Choose another one."
    return None, "Mend what is odd in the text, or tick “Publish all the same” below."


def conflicts(stale: PublishedMeanwhile) -> str:
    """What happened while the editor typed, and what to do now."""
    author = stale.current.author
    who = author.display_name if author else "An import"
    text = f"{who} published revision {stale.current.number} while you were writing. Nothing of yours is lost."
    if not stale.merged.conflicts:
        return f"{text} Both edits are merged below. Look at the text, then publish it again."
    places = count(stale.merged.conflicts, "place")
    return f"{text} The two disagree in {places}, which you have to settle before you can publish."


def placement(topic: Topic | None, slug: str, draft: Draft, phases: Mapping[str, str]) -> str:
    """Where publishing puts a page that is new (without a topic) or moves; empty for one that stays."""
    end = f"the last topic of {phases[draft.phase]}" if draft.phase else "the last of the pages beside the path"
    if topic is None:
        return f"The page will be at /wiki/{slug}/, {end}." if slug and draft.phase else ""
    if draft.phase == phase_of(topic):
        return ""
    was = f"It leaves {topic.phase.title}, and" if topic.phase else "Its"
    return f"The page becomes {end}. {was} progress of the phases concerned is counted anew."
