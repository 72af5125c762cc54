"""Texts as the editor reads them."""

from content.reading.source import TopicSource
from content.reading.topic import read_topic


def read(text, slug="t"):
    """The reading of a text that is all there is of its page."""
    return read_topic(TopicSource(slug, "T", "s", "", 1, text, 1, f"{slug}.md"))
