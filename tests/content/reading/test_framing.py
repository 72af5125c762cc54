"""What an author says beside the facts: how questions speak of them, why they differ, which needs decide."""

import pytest

from content.reading.source import TopicSource
from content.reading.topic import ReadTopic, read_topic
from content.rendering.html import render

BODY = """\
## The strategies {#options option="cache strategy"}

### Aside {aliases="lazy loading, look-aside"}

**Best for**

- Reads that repeat {because: the first miss pays for all that follow}
- Anything else

Table: Moves {#moves options=columns core option="cache strategy"}

| Aspect | Aside | Through | Behind {noask} |
| --- | --- | --- | --- |
| Filled by {ask="Who fills the cache with …?" exclusive} | the caller | the library | {noask} the library |
| Loss {ask="What is lost with …?" overlaps scale="none < some"} | none | none | some |
| Place: first | a | b | c |
| Example {noask} | x | y | z |

**Why**

- Filled by: only the library
  sees the miss [@x].
- Place: first: habit.

**Needs**

- Loss: no write may be lost → aside, Through
"""


def read(body: str) -> ReadTopic:
    return read_topic(TopicSource("t", "T", "", "foundation", 1, body, 1, "t.md"))


@pytest.fixture(scope="module")
def topic() -> ReadTopic:
    return read(BODY)


def test_framing_of_cells(topic: ReadTopic) -> None:
    facts = {fact.key: fact for fact in topic.facts}
    filled = facts["t/moves/aside/filled-by"]
    assert (filled.ask, filled.noun, filled.exclusive) == ("Who fills the cache with …?", "cache strategy", True)
    assert filled.why == "only the library sees the miss."
    assert filled.aliases == ("lazy loading", "look-aside"), "an alias of the heading holds in every table"
    loss = facts["t/moves/through/loss"]
    assert (loss.exclusive, loss.scale, loss.why, loss.aliases) == (False, ("none", "some"), "", ())
    assert facts["t/moves/aside/place-first"].why == "habit."
    assert facts["t/moves/aside/place-first"].exclusive is None
    assert not topic.warnings


def test_noask_of_row_column_cell(topic: ReadTopic) -> None:
    silent = {fact.key for fact in topic.facts if fact.noask}
    assert silent == {
        *(f"t/moves/behind/{row}" for row in ("filled-by", "loss", "place-first", "example")),
        "t/moves/aside/example",
        "t/moves/through/example",
    }


def test_untyped_of_row_column_cell() -> None:
    body = BODY.replace("| the caller |", "| the caller {untyped} |").replace("Behind {noask}", "Behind {untyped}")
    topic = read(body.replace("scale=", "untyped scale="))
    assert {fact.key for fact in topic.facts if fact.untyped} == {
        "t/moves/aside/filled-by",
        *(f"t/moves/{option}/loss" for option in ("aside", "through", "behind")),
        *(f"t/moves/behind/{row}" for row in ("filled-by", "place-first", "example")),
    }
    assert "untyped" not in render(topic.document, topic.tables).html


def test_framing_of_bullets(topic: ReadTopic) -> None:
    first, second = (fact for fact in topic.facts if fact.label == "best-for")
    assert (first.why, first.noun) == ("the first miss pays for all that follow", "cache strategy")
    assert first.value == "Reads that repeat"
    assert (second.why, second.aliases) == ("", ("lazy loading", "look-aside"))


def test_needs(topic: ReadTopic) -> None:
    (table,) = topic.comparisons
    (need,) = table.needs
    assert (need.row, need.text, need.options) == ("loss", "no write may be lost", ("aside", "through"))
    assert BODY.splitlines()[need.line - 1].startswith("- Loss")


def test_framing_is_hidden_or_shown_on_the_page(topic: ReadTopic) -> None:
    html = render(topic.document, topic.tables).html
    assert "noask" not in html
    assert "lazy loading" not in html
    assert 'class="because">because the first miss pays' in html
    assert html.index("<summary>Why they differ") < html.index("habit") < html.index("<summary>Needs that decide")
    assert "habit" not in topic.document.text, "it is no part of what a reader reads from top to bottom"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("- Nothing: of the kind.", "“Nothing: of the kind.” does not begin with the name of a row and a colon"),
        ("- Loss: one.\n- Loss: two.", "“Loss” has a second reason"),
    ],
)
def test_reason_without_row(line: str, fault: str) -> None:
    said = read(BODY.replace("- Place: first: habit.", line)).warnings
    assert [warning.message for warning in said] == [fault]


@pytest.mark.parametrize(
    ("need", "fault"),
    [
        ("- Loss: no arrow", "a need reads “Row: need → option, option”"),
        ("- Loss: no write may be lost → Sideways", "“Sideways” is no option of the table"),
        ("- Loss: it works → Aside, Through, Behind", "every option meets “it works”, so it decides nothing"),
    ],
)
def test_need_that_cannot_be_used(need: str, fault: str) -> None:
    topic = read(BODY.replace("- Loss: no write may be lost → aside, Through", need))
    assert [warning.message for warning in topic.warnings] == [fault]
    assert not topic.comparisons[0].needs


def test_question_without_its_option() -> None:
    said = read(BODY.replace('with …?" overlaps', 'with it?" overlaps')).warnings
    assert [w.message for w in said] == ["“What is lost with it?” has no “…” where the option's name goes"]


def test_list_named_why_that_follows_no_table() -> None:
    topic = read("## A\n\n**Why**\n\n- Filled by: x\n")
    assert not topic.warnings
    assert "<strong>Why</strong>" in render(topic.document).html


def test_no_more_aliases_and_needs_are_read_than_are_good_for_anything() -> None:
    many = ", ".join(f"name {n}" for n in range(100))
    assert len(read(BODY.replace("lazy loading, look-aside", many)).facts[0].aliases) == 12
    needs = "\n".join(f"- Loss: need {n} → aside" for n in range(30))
    topic = read(BODY.replace("- Loss: no write may be lost → aside, Through", needs))
    assert [warning.message for warning in topic.warnings] == ["of a table 24 needs are read, not 30"]
    assert len(topic.comparisons[0].needs) == 24
