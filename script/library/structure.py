"""What every topic must have, and how long it may be."""

from collections.abc import Iterator

from content.reading.markdown import Section
from content.reading.orientation import COLUMNS
from content.reading.topic import ReadTopic
from script.library.shelf import Fault, Shelf

SECTIONS = ("How to think about it", "The options", "Side by side", "Pitfalls", "What interviewers ask next")
LISTS = {"strengths": "Strengths", "limits": "Limits", "best-for": "Best for", "examples": "Seen in the wild"}
KINDS = ("article", "book", "paper", "rfc", "standard", "vendor")
LEAST_DIMENSIONS = 6
LEAST_QUESTIONS = 4
SUMMARY_SENTENCES = 4
# Running text only: paragraphs and bullets, without tables, code and alternatives.
WORDS = range(900, 1901)
# Everything on the page, at the pace that `content.services` tells readers.
WORDS_A_MINUTE = 200
READING_MINUTES = range(5, 16)


def structure(shelf: Shelf) -> Iterator[Fault]:
    """Sections, options with their lists, a comparison of some size, questions with answers, length, sources; and
    nothing that an import would only leave out."""
    for notice in shelf.library.notices:
        yield Fault(notice.file, notice.line, notice.message)
    for topic in shelf.topics:
        yield from _sections(topic)
        yield from _options(topic)
        yield from _comparison(topic)
        yield from _questions(topic)
        yield from _front_matter(shelf, topic)
        yield from _length(shelf, topic)


def running_words(shelf: Shelf, topic: ReadTopic) -> int:
    """Words in a topic's paragraphs and bullets."""
    file = topic.source.file
    return sum(len(p.text.split()) for p in shelf.passages if p.file == file and p.kind in ("prose", "bullet"))


def reading_minutes(topic: ReadTopic) -> int:
    """How long a page takes to read, tables included."""
    return max(1, round(len(topic.document.text.split()) / WORDS_A_MINUTE))


def _is_options(section: Section) -> bool:
    """A topic may hold several groups of options: “The options: permission models”."""
    return section.level == 2 and section.title.partition(":")[0] == "The options"


def _sections(topic: ReadTopic) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for section in topic.document.sections:
        if section.level == 2:
            first.setdefault("The options" if _is_options(section) else section.title, section.line)
    missing = [title for title in SECTIONS if title not in first]
    for title in missing:
        yield Fault(topic.source.file, topic.source.first_line, f"the section “## {title}” is missing")
    lines = [first[title] for title in SECTIONS if title in first]
    if lines != sorted(lines):
        yield Fault(topic.source.file, lines[0], f"the sections' order is: {', '.join(SECTIONS)}")


def _options(topic: ReadTopic) -> Iterator[Fault]:
    groups = {s.key: s for s in topic.document.sections if _is_options(s)}
    lists = {(traits.option_key, traits.label_key) for traits in topic.document.lists if traits.items}
    options = [s for s in topic.document.sections if s.level == 3 and s.parent in groups]
    for option in options:
        for key, label in LISTS.items():
            if (option.key, key) not in lists:
                yield Fault(topic.source.file, option.line, f"the option “{option.title}” has no list “{label}”")
    for key, group in groups.items():
        if sum(option.parent == key for option in options) < 2:
            yield Fault(topic.source.file, group.line, f"“{group.title}” holds fewer than two options")


def _comparison(topic: ReadTopic) -> Iterator[Fault]:
    sizes = [len(c.dimensions) for c in topic.comparisons if c.orientation == COLUMNS]
    if max(sizes, default=0) < LEAST_DIMENSIONS:
        message = f"no table with options in columns has {LEAST_DIMENSIONS} dimensions; the largest has "
        yield Fault(topic.source.file, topic.source.first_line, message + str(max(sizes, default=0)))


def _questions(topic: ReadTopic) -> Iterator[Fault]:
    """A question is a paragraph in bold that ends with “?”; its answer is what follows it."""
    file, asked = topic.source.file, topic.document.spoken.asked
    section = next((s for s in topic.document.sections if s.level == 2 and s.title == SECTIONS[-1]), None)
    if section is None:
        return
    for one in asked:
        if not one.answer:
            yield Fault(file, one.line, "a question without an answer")
        if not one.question.endswith("?"):
            yield Fault(file, one.line, "a question ends with “?”")
    answered = sum(bool(one.answer) for one in asked)
    if answered < LEAST_QUESTIONS:
        message = f"“{section.title}” holds {answered} questions with answers, at least {LEAST_QUESTIONS} are needed"
        yield Fault(file, section.line, message)


def _front_matter(shelf: Shelf, topic: ReadTopic) -> Iterator[Fault]:
    file = topic.source.file
    sources = topic.source.meta.get("sources") or ()
    if not sources:
        yield Fault(file, 1, "it names no sources")
    for source in sources:
        line = shelf.line_of(file, str(source.get("url") or source["title"]))
        if source.get("kind") not in KINDS:
            yield Fault(file, line, f"the source “{source['id']}” has no “kind” of: {', '.join(KINDS)}")
        if not source.get("url"):
            yield Fault(file, line, f"the source “{source['id']}” has no “url”")
    sentences = topic.source.summary.count(". ") + topic.source.summary.count("? ") + 1
    if sentences != SUMMARY_SENTENCES:
        line = shelf.line_of(file, "summary:")
        yield Fault(file, line, f"the summary has {sentences} sentences, not {SUMMARY_SENTENCES}")


def _length(shelf: Shelf, topic: ReadTopic) -> Iterator[Fault]:
    words, minutes = running_words(shelf, topic), reading_minutes(topic)
    place = (topic.source.file, topic.source.first_line)
    if words not in WORDS:
        yield Fault(*place, f"{words} words of running text; {WORDS[0]} to {WORDS[-1]} are asked for")
    if minutes not in READING_MINUTES:
        yield Fault(*place, f"{minutes} minutes to read; {READING_MINUTES[0]} to {READING_MINUTES[-1]} are asked for")
