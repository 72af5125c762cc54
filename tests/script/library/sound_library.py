"""A library of one topic that satisfies every rule of `script.library.check`; tests break it in one place each."""

from pathlib import Path

from script.library.corrections import POINTS

FILLER = "The queue keeps each message until a worker takes it, so a slow worker delays its own work only.\n"

TOPIC = f"""---
title: Pull vs push
phase: first
position: 1
summary: >
  Workers fetch work, or work is sent to them. Fetching costs empty requests.
  Sending needs a list of receivers. Interviewers ask because the choice decides who is overloaded.
sources:
  - id: book
    title: "A book about queues"
    url: https://example.com/queues
    kind: book
---

## How to think about it {{#think}}

Look at [the options](#options), the [glossary](/glossary/#term-queue) and [practice](/review/).
A queue holds work [@book].

{FILLER * 45}
## The options {{#options option="way to move work"}}

### Pull {{#pull}}

The worker asks.

**Strengths**

- A pace set by the worker

**Limits**

- Empty requests while there is no work

**Best for**

- Batch work of uneven length {{because: the worker takes the next piece once it is done}}

**Seen in the wild**

- Workers that read from a queue

### Push {{#push}}

The server sends.

**Strengths**

- News without a question

**Limits**

- Receivers that drown when they are slow

**Best for**

- Notices that few people wait for {{because: a receiver hears of it without a question}}

**Seen in the wild**

- Mail servers

## Side by side

Table: Two ways to move work {{#ways options=columns option="way to move work"}}

| Aspect | Pull {{#pull}} | Push {{#push}} |
| --- | --- | --- |
| Who starts {{ask="Who starts with …?" overlaps}} | The worker | The server |
| Idle cost {{ask="What does idling cost with …?" overlaps}} | Empty requests | Open connections |
| Delay {{ask="How long does news take with …?" overlaps}} | Half the interval | One way |
| Overload {{ask="What happens on overload with …?" overlaps}} | Work waits | Receivers drown |
| Requests {{ask="How many requests does … need?" overlaps}} | n × 60 | One each |
| Version {{ask="Which version does … need?" overlaps}} | HTTP/2 over IPv6 | Since 2015 [@book] |

![Two boxes, a worker and a queue, joined by an arrow.](diagrams/ways.svg)

## Pitfalls

- Asking so often that most answers are empty

## What interviewers ask next

**Which one is simpler?**

The one with fewer parts.

**Which one is faster?**

Sending, as no interval passes.

**What if a worker stops?**

Its work waits in the queue.

**What if the queue stops?**

Work is refused until it returns.
"""

GLOSSARY = """- term: queue
  definition: A line of messages that wait for a worker.
- term: worker
  definition: A process that takes messages and handles them.
"""

PATH = """phases:
  - slug: first
    title: First phase
"""


def points() -> list[str]:
    return [f"{topic}-{n:02}" for topic, count in POINTS.items() for n in range(1, count + 1)]


def corrections() -> str:
    """A table of all points, each treated in the one topic."""
    rows = [f"| {point} | corrected | [pull](topics/pull-vs-push.md): #ways | As it is |\n" for point in points()]
    total = f"{len(rows)} points: {len(rows)} corrected, 0 qualified, 0 left out."
    return f"# Corrections\n\n{total}\n\n| Point | Treatment | Where | How |\n| --- | --- | --- | --- |\n" + "".join(
        rows
    )


def write(folder: Path) -> Path:
    """Write the sound library into a folder."""
    for name in ("topics", "pages", "diagrams"):
        (folder / name).mkdir(parents=True)
    (folder / "path.yaml").write_text(PATH)
    (folder / "glossary.yaml").write_text(GLOSSARY)
    (folder / "topics" / "pull-vs-push.md").write_text(TOPIC)
    (folder / "diagrams" / "ways.svg").write_text("<svg/>")
    (folder / "diagrams" / "ways.dot").write_text("digraph ways {}")
    (folder / "CORRECTIONS.md").write_text(corrections())
    (folder / "words.txt").write_text("")
    return folder
