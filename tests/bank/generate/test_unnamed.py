"""A question about an option that is not named is what a person would say, however its author has put the name."""

import re

import pytest

from quizzes.bank.generate.unnamed import unnamed
from tests.bank.generate.asked import asks
from tests.shipped import shipped_library


@pytest.mark.parametrize(
    ("ask", "noun", "said"),
    [
        ("Who fills the cache with …?", "cache strategy", "Who fills the cache with this cache strategy?"),
        ("What holds for … in “Bark”?", "option", "What holds for this option in “Bark”?"),
        ("What does the HTTP method … ask for?", "HTTP method", "What does this HTTP method ask for?"),
        ("Which database move is it by the move “…”?", "scaling move", "Which database move is it by this move?"),
        ("By the way “…” of paging?", "way to page", "By this way of paging?"),
        ("What does PostgreSQL’s plan node “…” read?", "plan node of PostgreSQL", "What does this plan node read?"),
        ("In a schema registry’s mode “…”, who waits?", "mode", "In this mode, who waits?"),
        ("For whom is the … meant?", "OAuth token", "For whom is this OAuth token meant?"),
        ("How does a “…” database grow?", "family of databases", "How does this kind of database grow?"),
        ("What work fits a …?", "messaging mode", "What work fits this messaging mode?"),
        ("What does … delivery cost?", "delivery semantics", "What does this kind of delivery cost?"),
        ("What is the main cost of “…” as key?", "kind of key", "What is the main cost of this kind of key as key?"),
        ("When “…” keeps a limit?", "way to keep a limit on servers", "When this way keeps a limit?"),
        ("… needs what?", "design", "This design needs what?"),
        ("How does the majority go on under …?", "mode in a split", "How does the majority go on under this mode?"),
        ("Does … lose what … was told?", "queue", "Does this queue lose what it was told?"),
        ("What is asked?", "queue", "What is asked?"),
        ("The … asks for what?", "the queue", "This queue asks for what?"),
        ("What does Bob's plan node “…” read?", "plan node", "What does this plan node read?"),
    ],
)  # fmt: skip
def test_a_name_is_replaced_with_what_is_before_it(ask, noun, said):
    assert unnamed(ask, noun) == said


def test_several_are_asked_about_together():
    ask = "What does a client ask for with the HTTP method …?"
    assert unnamed(ask, "HTTP method", word="each") == "What does a client ask for with each HTTP method?"


def test_every_question_of_the_shipped_library_stays_one():
    rows = {(fact.ask, fact.noun or "option") for page in shipped_library().texts for fact in page.facts if fact.ask}
    assert len(rows) > 500
    for ask, noun in rows:
        for word in ("this", "each"):
            said = unnamed(ask, noun, word=word)
            assert len(re.findall(rf"(?i)\b{word}\b", said)) == 1 + len(re.findall(rf"(?i)\b{word}\b", ask)), said
            assert not re.search(rf"…|\b(?:an?|the) {word}\b|\b(\w{{3,}}) {word} (?:\w+ )?\1\b", said), said
            assert asks(said, ask), said
