"""Pages made at random, to look for a table that makes an unfair question."""

from hypothesis import strategies as st

from content.reading.source import TopicSource

NAMES = [
    "Cache", "Cache aside", "Queue", "Event log", "Log", "A", "B", "R", "C++", "C#", "One", "None", "Кэш", "日本",
    "Write-through", "Write-behind", "Stateless", "Stateful", "cache", "Queues", "SQL", "NoSQL", "**Bold**", "`code`",
    "L4", "L7", "Two words", "Option (first)", "Option (second)", "the", "push", "pull", "Strong", "Weak",
]  # fmt: skip
VALUES = [
    "Low", "low", "Low.", "Very low", "High", "High (often)", "High (rarely)", "Medium", "None", "No", "Yes", "yes!",
    "Yes, with locks", "One node", "Two nodes", "Ten nodes", "1 ms", "10 ms", "≤ 5 ms", "≥ 5 ms", "5 ms", "Per key",
    "Per partition key", "Keeps state", "No state", "Reads from the cache", "Written to the log", "Not possible",
    "Possible", "Synchronous", "Asynchronous", "at least once", "at most once", "—", "", "n/a", "?", "**Low**",
    "`Low`", "[Low](/wiki/x/)", "a \\| b", "new, then old", "old, then new", "C#", "C++", "all of it", "📚", "()",
    "(x)",
    "None of the above", "All of the above", "Whole value", "Whole value or range", "x" * 90, "Fast reads, slow writes",
    "Low {if: version 9}", "High {if: version 9}", "Fast writes, slow reads", "A queue of one", "push to the client",
    "<i>Low</i>", "Deleted on ack", "Retained for days", "Nothing is stored", "From any position",
]  # fmt: skip
LABELS = ["Latency", "Cost", "Order", "Replay", "Best for", "Use", "Readers", "Risk", "Durability", "Latency (p99)"]

names = st.sampled_from(NAMES)
values = st.sampled_from(VALUES)


@st.composite
def tables(draw, key):
    """A table of 1 to 30 options and 1 to 12 dimensions, either way round, from few values or from many."""
    many = draw(st.integers(0, 9)) == 0
    width = draw(st.integers(1, 30 if many else 6))
    height = draw(st.integers(1, 12 if many else 5))
    options = draw(st.lists(names, min_size=width, max_size=width))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=height, max_size=height))
    pool = draw(st.lists(values, min_size=1, max_size=40)) if draw(st.booleans()) else VALUES
    cells = draw(st.lists(st.integers(0, len(pool) - 1), min_size=width * height, max_size=width * height))
    # A key of its own now and then: two options or dimensions of one name.
    heads = [f"{o} {{#o{n}}}" if draw(st.integers(0, 5)) == 0 else o for n, o in enumerate(options)]
    grid = [["Attribute", *heads]]
    for row, label in enumerate(labels):
        grid.append([label, *(pool[cells[row * width + column]] for column in range(width))])
    side = "columns"
    if draw(st.booleans()):
        grid, side = [list(row) for row in zip(*grid, strict=True)], "rows"
    lines = ["| " + " | ".join(row) + " |" for row in grid]
    lines.insert(1, "|" + "---|" * len(grid[0]))
    return f"Table: T {{#{key} options={side}}}\n\n" + "\n".join(lines)


@st.composite
def lists(draw):
    """Options under headings, each with a labelled list or two."""
    found = ["## The options"]
    for name in draw(st.lists(names, min_size=1, max_size=5, unique=True)):
        found.append(f"### {name}")
        for label in draw(st.lists(st.sampled_from(["Best for", "Strengths", "Limits"]), max_size=2, unique=True)):
            items = draw(st.lists(values.filter(str.strip), min_size=1, max_size=4))
            found.append(f"**{label}**\n\n" + "\n".join(f"- {item}" for item in items))
    return "\n\n".join(found)


@st.composite
def pages(draw):
    parts = [draw(tables(f"t{n}")) for n in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), draw(lists()))
    return TopicSource("page", "Random page", "", "p", 1, "\n\n".join(parts) + "\n", 1, "page.md")
