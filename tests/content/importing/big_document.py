"""A document in the form that the first owner's documents have, in words of our own: a path, then chapters."""

WIDE = """\
# Choices side by side

Each row stands on its own.

| Subject | Option A | Option B | Tradeoffs | Use Cases (A) | Use Cases (B) |
| --- | --- | --- | --- | --- | --- |
| Rowing or sailing | Rowing boat | Sailing boat | **Rowing:** - **Pros:** quiet, no wind needed (or wanted, ever). \
- **Cons:** tired arms.<br>**Sailing:** - **Pros:** far range.<br>- **Cons:** calm days. | ponds, short trips | \
open sea, long trips |
| Tea or coffee | Green tea | Black coffee | **Tea:**<br>- **Pros:** mild.<br>- **Cons:** slow to brew.<br>\
**Coffee:**<br>- **Pros:** strong.<br>- **Cons:** bitter. | evenings | mornings, deadlines |
| Half a row | Only one | | | | |
"""


def damaged(text: str) -> str:
    """Text as it looks when its UTF-8 is read as Mac OS Roman."""
    return text.encode().decode("mac_roman")


PHASES = {
    "Ground": ["Boats and rafts", "Ropes"],
    "Craft": ["Knots"],
    "Signals": ["Flags"],
    "Weather & Water": ["Tides"],
    "Safety": ["Life jackets"],
    "Far Trips": ["Star maps"],
    "Home": ["Paint"],
}

CHAPTERS = {
    "Star maps": """\
Nothing is compared here.

```bash
# Not a heading
## Phase 9: Not a phase
## Knots
echo "6 phases"
```
""",
    "Ropes": f"""\
Ropes differ {damaged("—")} a lot.

### Comparison of ropes

| Feature | Hemp | Nylon | Steel |
|---------|------|-------|-------|
| Weight | Medium | Low | High |
| Stretch | Little, when dry | A great deal | {damaged("≈")} none |
| Rot | Yes | **No** | `rust` only |

### Hemp

**Best for**

- Old ships
- Rope walks & museums

**Disadvantages**:

- Rots when wet

### Nylon

**Best for:** towing, climbing (indoors, outdoors), anchors
""",
    "Boats and rafts": """\
| Craft type | Speed | Best for |
| --- | --- | --- |
| Boat | Fast | Rivers, lakes |
| Raft | Slow | Calm water |

| Strategy | Effort | Risk |
| --- | --- | --- |
| Row | High | Low |
| Drift | None | High |
| Sail | Low |
""",
    "Knots": f"""\
{damaged("📚")} Further reading

| Resource | Link |
| --- | --- |
| The book | https://example.com/book |
| The film | https://example.com/film |

| Knot | Holds | Slips |
| Bowline | Yes | No |
| Granny | No | Yes |
""",
    "Tides": """\
## Not wanted by the path

This stands under a heading that no phase lists.
""",
    "Flags": """\
### Meaning

One.

### Meaning

Two.
""",
    "Paint": """\
| | Oil | Water |
| --- | --- | --- |
| Drying | A day | An hour |
| Cost | High | Low |
""",
    # Life jackets has no chapter.
}


def big_document() -> str:
    """Seven phases where the text says six, chapters out of order, and something wrong in most of them."""
    lines = [
        "# The boating guide",
        "",
        f"Welcome aboard {damaged('→')} read on.",
        "",
        "## How to use this guide",
        "",
        "- **Beginner**: all 6 phases in order",
        "- **In a hurry**: Phases 1, 3 and 5",
        "",
        "## Learning path",
        "",
    ]
    number = 0
    for position, (phase, topics) in enumerate(PHASES.items(), 1):
        lines += [f"### Phase {position}: {phase} (week {position})", "", f"**Goal**: Know {phase.lower()}.", ""]
        for topic in topics:
            number += 1
            lines.append(f"{number}. **[{topic}](#{topic.lower().replace(' ', '-')})** - All about {topic.lower()}")
        lines.append("")
    for title, text in CHAPTERS.items():
        lines += [f"## {title}", "", *text.split("\n")]
    return "\n".join(lines)


def line_of(text: str, needle: str) -> int:
    """The number of the first line that holds the needle."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if needle in line)
