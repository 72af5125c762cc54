"""Whether a stem asks what a row asks, whatever stands for the option's name."""

import re

DROPPED = {"a", "an", "the", "it"}


def asks(stem, ask):
    """Whether the words of a row's question stand in a stem in their order. Articles do not count, and owners need not
    be there: "PostgreSQL’s plan node …" may be "this plan node"."""
    said = iter(re.findall(r"[^\W_]+(?:’s)?", stem.casefold()))
    wanted = re.findall(r"[^\W_]+(?:’s)?", re.sub(r"\b(?:a |the )?(?:\w+ )?\w+’s (?=[\w ]+“)", "", ask.casefold()))
    return all(word in said for word in wanted if word not in DROPPED)
