"""A topic's text to what it holds: document, tables, facts. Read once, then passed on as a value. Pure."""

from dataclasses import dataclass, replace

from content.reading.facts import Comparison, Fact, compare, facts
from content.reading.framing import Needs
from content.reading.markdown import Document, parse
from content.reading.prompts import Prompt, placed
from content.reading.source import TopicSource, Warning
from content.reading.text import Keys


@dataclass(frozen=True)
class ReadTopic:
    """A topic with its structure: what its page and its bank are made from.

    ``tables`` holds for each table of the document its comparisons (a wide table has one for each row).
    """

    source: TopicSource
    document: Document
    tables: tuple[tuple[Comparison, ...], ...]
    comparisons: tuple[Comparison, ...]
    facts: tuple[Fact, ...]
    prompts: tuple[Prompt, ...] = ()
    unspoken: tuple[Warning, ...] = ()  # what is wrong with questions to answer aloud, which stops nothing else

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What is odd in the text, and then in its tables' names."""
        return (*self.document.warnings, *(w for comparison in self.comparisons for w in comparison.warnings))

    @property
    def needs(self) -> Needs:
        """The needs of each table that has some. Where they stand in the text is no part of what they are."""
        placeless = ((table.key, tuple(replace(need, line=0) for need in table.needs)) for table in self.comparisons)
        return tuple((key, needs) for key, needs in placeless if needs)

    def renewed(self, source: TopicSource) -> "ReadTopic":
        """The reading of this source: this one, if the text is the same whatever stands around it, else a new one.

        Lines are still counted as they were where the text was read.
        """
        if (source.slug, source.body) != (self.source.slug, self.source.body):
            return read_topic(source)
        return replace(self, source=replace(source, first_line=self.source.first_line, file=self.source.file))


def read_topic(source: TopicSource) -> ReadTopic:
    """Parse a topic's body into tables, facts and questions to answer aloud."""
    document = parse(source.body, first_line=source.first_line)
    tables: list[tuple[Comparison, ...]] = []
    keys = Keys()
    for table in document.tables:
        tables.append(tuple(replace(found, key=keys.take(found.key)) for found in compare(table)))
    comparisons = tuple(c for found in tables for c in found)
    known = facts(source.slug, document, comparisons)
    cells = {f"{table.key}/{cell.option}/{cell.dimension}" for table in comparisons for cell in table.cells}
    faults = list(document.spoken.faults)
    prompts = tuple(placed(prompt, cells, faults) for prompt in document.spoken.prompts)
    return ReadTopic(source, document, tuple(tables), comparisons, known, prompts, tuple(faults))
