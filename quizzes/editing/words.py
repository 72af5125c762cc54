"""What the editor's pages say, in sentences."""

from collections.abc import Mapping

from content.models import Topic
from content.reading.facts import Fact
from quizzes.editing import diff
from quizzes.editing.diff import Piece
from quizzes.editing.drafts import Draft, phase_of
from quizzes.editing.effects import FactChange
from quizzes.editing.errors import Gone, NotPublished, PublishedMeanwhile, Taken
from quizzes.editing.services import Published
from quizzes.editing.sources import SourcesError
from quizzes.editing.table_editor import Changed, Named, Unshown
from quizzes.editing.withdrawing import Followed
from sdwiki.accounts.names import isolated


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


def withdrawn(topic: Topic, done: Followed | None) -> str:
    """What withdrawing a page did."""
    if done is None:
        return f"“{topic.title}” was withdrawn already."
    facts, questions = count(done.synced.facts_retired, "fact"), count(done.synced.questions_retired, "question")
    text = f"“{topic.title}” is withdrawn, with {facts} and {questions}."
    return f"{text} {_cards(done.memories.laid_aside)} laid aside." if done.memories.laid_aside else text


def brought_back(topic: Topic, done: Followed | None) -> str:
    """What bringing a page back did."""
    if done is None:
        return f"“{topic.title}” is there already."
    facts, questions = count(done.synced.facts_added, "fact"), count(done.synced.questions_added, "question")
    text = f"“{topic.title}” is back, with {facts} and {questions}."
    return f"{text} {_cards(done.memories.taken_up)} taken up as before." if done.memories.taken_up else text


def _cards(number: int) -> str:
    return f"{count(number, 'card')} {'is' if number == 1 else 'are'}"


def refusal(error: NotPublished) -> tuple[str | None, str]:
    """What the form says of a draft that was not published, and at which of its fields."""
    if isinstance(error, Taken):
        return "slug", "Another page was published at this address a moment ago. Choose another one."
    if isinstance(error, Gone):
        return None, "This page was withdrawn while you were writing. Your text is below; bring the page back first."
    return None, "Mend what is odd in the text, or tick “Publish all the same” below."


def conflicts(stale: PublishedMeanwhile) -> str:
    """What happened while the editor typed, and what to do now."""
    author = stale.current.author
    who = isolated(author.display_name) if author else "An import"
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


def sentence(fact: Fact) -> str:
    """A fact as one line: what is like what, and under which condition."""
    condition = f" (if {fact.qualifier})" if fact.qualifier else ""
    return f"{fact.option} · {fact.dimension}: {fact.value}{condition}"


def wordings(change: FactChange) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A changed fact before and after, cut where the two differ."""
    return diff.words(sentence(change.before), sentence(change.after))


def unreadable(error: SourcesError) -> str:
    """What is wrong with a list of sources, and what to write."""
    wrong = {
        "fields": "write id | title | address | kind; the last two may be left out",
        "id": f"“{error.written[:40]}” cannot be cited: use lower-case letters, digits and hyphens",
        "title": "the source has no title",
        "twice": f"source “{error.written}” stands twice",
        "url": f"not an address: {error.written[:80]}",
    }
    return f"Line {error.line}: {wrong[error.code]}"


_MARKS = {
    "{": "braces",
    "}": "braces",
    "|": "a vertical bar",
    "`": "a backtick",
    "\\": "a backslash",
    "[@": "a citation",
}


def unfit(mark: str) -> str:
    """What to do about a mark (`contested.UNFIT`) that a condition cannot hold."""
    return f"Say it without {_MARKS[mark]}."


def table(named: Named) -> str:
    """A table by name."""
    return named.caption or f"Table in line {named.line}"


def unshown(why: Unshown) -> str:
    """Why a table is not shown as a grid, and what to do."""
    return {
        "ragged": f"Line {why.number} has more or fewer cells than the header. Mend it in the text.",
        "empty": "The table has no rows yet. Write one in the text.",
        "large": f"The table has {why.number:,} cells. Edit it in the text.",
    }[why.code]


def table_changed(done: Changed) -> str:
    """What a button of the table editor did that does not show by itself."""
    return {
        "": "",
        "aligned": "Every table is aligned.",
        "overtaken": "The table was changed in the text, which counts. The grid shows it as it is now.",
    }[done.code]
