"""A page that is not there yet: what its editor begins with. Nothing of it is stored before it is published."""

from quizzes.editing.drafts import Draft

TEXT = """\
## How to think about it

Say in a few sentences what has to be decided, and what each side costs.

## The options

### First option {#first}

How it works, in a few sentences. Cite what you claim [@source].

**Strengths**

- What it gives, in a phrase that names no option

**Limits**

- What it costs

**Best for**

- A situation in which this option is right and the other is not

### Second option {#second}

How it works.

**Best for**

- A situation in which the other one is right

## Side by side

Table: How the two compare {#comparison options=columns} [@source]

| Aspect | First option {#first} | Second option {#second} |
| --- | --- | --- |
| Latency | One round trip | Two round trips |
| Failure | Reads stop | Reads go on, and may be old |
| Cost | One machine | One machine for each copy |"""
# The lines of the example that are there to be replaced: all but headings, labels and the table's frame.
_KEPT = ("#", "**", "Table:", "| Aspect", "| ---")
PLACEHOLDERS = frozenset(line for line in TEXT.split("\n") if line and not line.startswith(_KEPT))
SOURCES = "source | Where a reader can check it | https://example.org/ | article"


def beginning(phase: str = "") -> Draft:
    """The draft of a page nobody has written: a text that shows the expected shape."""
    return Draft("", "", TEXT, SOURCES, phase)


def left_over(text: str) -> int:
    """The first line (from 1) that is still the example's; 0 where there is none."""
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.strip() in PLACEHOLDERS), 0)
