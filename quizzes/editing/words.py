"""What the editor's pages say, in sentences."""

from quizzes.editing.services import Published, Stale


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


def conflicts(stale: Stale) -> str:
    """What happened while the editor typed, and what to do now."""
    author = stale.current.author
    who = author.display_name if author else "An import"
    text = f"{who} published revision {stale.current.number} while you were writing. Nothing of yours is lost."
    if not stale.merged.conflicts:
        return f"{text} Both edits are merged below. Look at the text, then publish it again."
    places = count(stale.merged.conflicts, "place")
    return f"{text} The two disagree in {places}, which you have to settle before you can publish."
