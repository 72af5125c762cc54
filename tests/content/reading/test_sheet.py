from content.reading.sheet import sheet
from content.reading.source import TopicSource
from content.reading.topic import read_topic

BODY = """
## How to think about it

Take a hit ratio of 95 %. Then the database sees one request in twenty. A hop costs 0.5 ms there and back.
In 2013 it was so.

## Side by side

Table: Beside the point {#beside options=columns}

| Aspect | Disk | Tape |
| --- | --- | --- |
| Speed | Fast | Slow |
| Price | High | Low |

Table: The key {#key options=columns core}

| Aspect | Queue | Log |
| --- | --- | --- |
| Replay | No {if: by default} | Yes |
| Order | Per queue | Per partition |

**Why**

- Replay: A queue forgets what was confirmed.

## Pitfalls

- Calling a log a queue. {#log-as-queue ask="Why is a log no queue?"}
  - Readers keep their own place
- Forgetting the 7 days of retention.

## What interviewers ask next

- Something else
"""


def made(body=BODY):
    return sheet(read_topic(TopicSource("messaging", "Messaging", "", "", 1, body, 1, "messaging.md")))


def test_a_sheet_has_the_tables_that_the_author_marked_with_their_reasons():
    (table,) = made().tables
    assert (table.caption, table.options) == ("The key", ("Queue", "Log"))
    replay, order = table.rows
    assert replay.cells == (("Queue", "No (by default)"), ("Log", "Yes"))
    assert replay.why == "A queue forgets what was confirmed."
    assert (order.dimension, order.why) == ("Order", "")


def test_without_a_marked_table_the_first_one_counts():
    (table,) = made(BODY.replace(" core}", "}")).tables
    assert table.caption == "Beside the point"


def test_figures_are_sentences_with_a_number_and_its_unit():
    assert made().figures == ("Take a hit ratio of 95 %.", "A hop costs 0.5 ms there and back.")


def test_pitfalls_come_without_the_points_below_them_and_end_with_their_section():
    assert made().pitfalls == ("Calling a log a queue.", "Forgetting the 7 days of retention.")


def test_for_a_phase_a_sheet_is_shortened():
    short = made().shortened(rows=1, pitfalls=1)
    assert [len(table.rows) for table in short.tables] == [1]
    assert (short.figures, short.pitfalls) == ((), ("Calling a log a queue.",))


def test_a_text_without_tables_gives_an_empty_sheet():
    empty = made("Nothing to compare.\n")
    assert (empty.tables, empty.figures, empty.pitfalls) == ((), (), ())
