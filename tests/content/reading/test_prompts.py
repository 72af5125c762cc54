"""Questions to answer aloud: follow-ups and pitfalls with the checkpoints of a good answer."""

import pytest

from content.reading.prompts import Checkpoint, Prompt, place
from content.reading.source import TopicSource
from content.reading.topic import ReadTopic, read_topic
from content.rendering.html import render

BODY = """\
## Side by side

Table: How they differ {#moves options=columns}

| Aspect | Aside {#aside} | Through {#through} |
| --- | --- | --- |
| Path | delete | both |
| Loss | none | none |

## Pitfalls

- One TTL for all. Entries expire `together`. {#ttl ask="What is wrong with one TTL?"}
  - Entries that were filled together expire together {cell=moves/aside/path}
  - The database meets all misses at once
  - Jitter spreads them
- A pitfall with a list of its own:
  - that is no checkpoint

## What interviewers ask next {#next}

**Why delete?** {#why}

Two writers may [race](/wiki/) [@x].

```
a
```

- The older value may win {cell=moves/aside/path}
- A delete has no order.
- One miss is the price {cell=other/moves/aside/path}

**Is that all?**

It is:

- yes
- no

Indeed.

### Aside

**Best for**

- Reads
"""


def read(body: str) -> ReadTopic:
    return read_topic(TopicSource("t", "T", "", "foundation", 1, body, 1, "t.md"))


def test_prompts_of_a_page() -> None:
    topic = read(BODY)
    assert topic.prompts == (
        Prompt(
            "pitfall",
            "ttl",
            "What is wrong with one TTL?",
            "One TTL for all. Entries expire together.",
            (
                Checkpoint("Entries that were filled together expire together", "moves/aside/path", 13),
                Checkpoint("The database meets all misses at once", "", 14),
                Checkpoint("Jitter spreads them", "", 15),
            ),
            12,
        ),
        Prompt(
            "follow-up",
            "why",
            "Why delete?",
            "Two writers may race.\n\na",
            (
                Checkpoint("The older value may win", "moves/aside/path", 29),
                Checkpoint("A delete has no order", "", 30),
                Checkpoint("One miss is the price", "other/moves/aside/path", 31),
            ),
            21,
        ),
    )
    assert not topic.unspoken
    assert not topic.warnings


def test_prompts_are_no_facts_and_no_running_text() -> None:
    topic = read(BODY)
    assert {fact.kind for fact in topic.facts} == {"cell", "trait"}
    assert "The older value may win" not in topic.document.text
    assert "that is no checkpoint" in topic.document.text
    assert "Two writers may race" in topic.document.text


def test_every_follow_up_is_known_with_its_answer() -> None:
    asked = read(BODY).document.spoken.asked
    assert [(one.question, one.checkpoints) for one in asked] == [("Why delete?", 3), ("Is that all?", 0)]
    assert asked[1].answer == "It is:\n\nyes\n\nno\n\nIndeed."


def test_page_folds_checkpoints_and_links_their_cells() -> None:
    topic = read(BODY)
    html = render(topic.document, topic.tables).html
    assert html.count('<details class="checkpoints"><summary>What a good answer says</summary>') == 2
    assert '<p id="follow-up-why"><strong>Why delete?</strong></p>' in html
    assert '<li id="pitfall-ttl">' in html
    assert 'The older value may win <a class="to-cell" href="#cell=moves/aside/path">Table</a></li>' in html
    assert 'href="/wiki/other/#cell=moves/aside/path">Table</a></li>' in html
    assert "<li>that is no checkpoint</li>" in html


@pytest.mark.parametrize(
    ("before", "after", "fault", "prompts"),
    [
        ("- Jitter spreads them\n", "- Jitter\n  - A\n  - B\n  - C\n", "has 6 checkpoints, not 3 to 5", 1),
        ("  - Jitter spreads them\n", "", "has 2 checkpoints, not 3 to 5", 1),
        ("  - Jitter spreads them\n", "  - the database meets ALL misses at once.\n", "stands twice", 1),
        ("Jitter spreads them", "J" * 121, "a checkpoint of 121 characters, 120 at most", 2),
        ("{cell=moves/aside/path}\n  - The", "{cell=moves/aside/pth}\n  - The", "“moves/aside/path” is the nearest", 2),
        ("{cell=moves/aside/path}\n  - The", "{cell=moves}\n  - The", "“moves” is no cell", 2),
        ("{#why}", "{#why}\n\nA.\n\n- 1\n- 2\n- 3\n\n**Why?** {#why}", "stands twice, or its key does", 3),
        ("Two writers may [race](/wiki/) [@x].\n\n```\na\n```\n\n", "", "", 1),
    ],
)
def test_bad_checkpoints_are_told_with_their_line(before: str, after: str, fault: str, prompts: int) -> None:
    topic = read(BODY.replace(before, after, 1))
    assert len(topic.prompts) == prompts
    assert not topic.warnings, "nothing of it stops an import"
    assert any(fault in warning.message for warning in topic.unspoken) == bool(fault)
    assert all(12 <= warning.line <= 31 for warning in topic.unspoken)


def test_pitfall_with_a_question_alone() -> None:
    (fault,) = read('## Pitfalls\n\n- One. {ask="What?"}\n- Two.\n').unspoken
    assert (fault.line, fault.message) == (3, "“What?” has no checkpoints")


def test_bad_cell_leads_nowhere() -> None:
    topic = read(BODY.replace("{cell=moves/aside/path}", "{cell=moves/aside/gone}", 1))
    assert topic.prompts[0].checkpoints[0] == Checkpoint("Entries that were filled together expire together", "", 13)


def test_sections_of_other_names_ask_nothing() -> None:
    assert not read(BODY.replace("## Pitfalls", "## Notes").replace("## What interviewers ask next", "## More")).prompts


def test_places_of_cells() -> None:
    assert place("moves/aside/path", "t") == "t#cell=moves/aside/path"
    assert place("other/moves/aside/path", "t") == "other#cell=moves/aside/path"
    assert place("", "t") == ""
