"""What is renamed keeps its key, and what is replaced does not."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.editing import keys as pinning
from tests.editing.reading import read

PAGE = """\
## The options

### Object storage

**Strengths**

- Capacity that grows without planning
- Versions kept of each value

**Best for**

- Photographs uploaded by phone

### Block storage

**Strengths**

- Small random writes in place

## Side by side

Table: Ways to store bytes {options=columns}

| Attribute | Object | Block | File |
| --- | --- | --- | --- |
| Unit of access | Whole value | Sector | Byte range |
| First byte | Tens of ms | Under 1 ms | A few ms |
| Grows by | More keys | Resizing | More servers |
"""


def keys(text):
    return [f.key for f in read(text).facts]


def values(text):
    return {f.key: f.value for f in read(text).facts}


def pin_keys(old, new):
    return pinning.pin_keys(read(old), read(new))


def renamed(*pairs):
    new = PAGE
    for old, text in pairs:
        assert old in new
        new = new.replace(old, text)
    return pin_keys(PAGE, new)


def test_a_text_that_was_not_renamed_stays_as_it_is():
    assert pin_keys(PAGE, PAGE).text == PAGE
    longer = PAGE + "| Price | a | b | c |\n"
    assert pin_keys(PAGE, longer).text == longer


def test_a_renamed_option_keeps_its_facts():
    pinned = renamed(("| Block |", "| Volumes |"))
    assert "| Volumes {#block} |" in pinned.text
    assert keys(pinned.text) == keys(PAGE)
    assert [(p.key, p.before, p.after) for p in pinned.pins] == [("block", "Block", "Volumes")]


def test_a_renamed_dimension_keeps_its_facts():
    pinned = renamed(("| First byte |", "| Time to the first byte |"))
    assert "| Time to the first byte {#first-byte} |" in pinned.text
    assert keys(pinned.text) == keys(PAGE)


def test_a_renamed_caption_keeps_its_facts_with_a_renamed_column():
    pinned = renamed(("Ways to store bytes", "Three kinds of storage"), ("| File |", "| Shared files |"))
    assert "{options=columns} {#ways-to-store-bytes}" in pinned.text
    assert keys(pinned.text) == keys(PAGE)


def test_a_reworded_bullet_keeps_its_fact():
    pinned = renamed(("- Versions kept of each value", "- Old versions kept of each value, if asked"))
    assert "if asked {#versions-kept-of-each-value}" in pinned.text
    assert keys(pinned.text) == keys(PAGE)


def test_a_replaced_bullet_is_a_new_fact():
    assert renamed(("- Versions kept of each value", "- Cheap disks behind an HTTP front")).pins == ()


def test_a_renamed_option_of_lists_keeps_their_facts():
    pinned = renamed(("### Object storage", "### Blob stores ###"))
    assert "### Blob stores {#object-storage} ###" in pinned.text
    assert keys(pinned.text) == keys(PAGE)


def test_a_replaced_column_is_a_new_option():
    new = PAGE.replace("| File |", "| Tape |").replace("Byte range", "Whole reel").replace("A few ms", "Minutes")
    assert pin_keys(PAGE, new).pins == ()


def test_a_key_that_was_given_is_not_replaced():
    assert renamed(("| Block |", "| Volumes {#volumes} |")).pins == ()


def test_a_key_that_is_in_use_is_not_given_twice():
    swapped = renamed(("| Object | Block |", "| Block | Object |"))
    assert swapped.pins == ()
    assert len(keys(swapped.text)) == len(set(keys(swapped.text)))


def test_a_table_without_caption_gets_one_when_its_heading_is_renamed():
    old = PAGE.replace("Table: Ways to store bytes {options=columns}\n\n", "")
    new = old.replace("## Side by side", "## In comparison")
    pinned = pin_keys(old, new)
    assert "Table: In comparison {#side-by-side}\n\n| Attribute" in pinned.text
    assert keys(pinned.text) == keys(old)


def test_a_moved_and_an_added_row_need_no_key():
    rows = PAGE.split("\n")
    rows[-4], rows[-2] = rows[-2], rows[-4]
    moved = "\n".join([*rows[:-1], "| Price | low | high | medium |", ""])
    assert pin_keys(PAGE, moved).text == moved


NAME = st.text(alphabet="abcdefgh ", min_size=3, max_size=12).filter(lambda t: len(t.strip()) > 2)


@settings(deadline=None)
@given(st.lists(NAME, min_size=6, max_size=6, unique_by=lambda t: re.sub(r"\s+", " ", t.strip())))
def test_all_names_of_a_table_renamed_at_once_or_one_by_one_keep_the_values(names):
    """Renaming options one at a time keeps every key and every value, whatever the new names are."""
    text = PAGE
    for old, new in zip(("Object", "Block", "File"), names, strict=False):
        text = pin_keys(text, text.replace(f"| {old} |", f"| {new.strip()} |")).text
    assert values(text) == values(PAGE)


@settings(deadline=None)
@given(st.permutations(PAGE.split("\n")), st.integers(0, 25))
def test_pinning_takes_any_text_and_adds_nothing_but_keys(lines, cut):
    text = "\n".join(lines[cut:])
    pinned = pin_keys(PAGE, text)
    bare = re.sub(r" \{#[a-z-]+\}", "", pinned.text)
    squeezed = [re.sub(r"\s*\|\s*", "|", x) for x in bare.split("\n") if x.strip() and not x.startswith("Table:")]
    assert squeezed == [
        re.sub(r"\s*\|\s*", "|", x) for x in text.split("\n") if x.strip() and not x.startswith("Table:")
    ]
    assert pin_keys(text, text).pins == ()


def squeezed(text):
    """The lines but for captions, blank lines, and the space around cells."""
    kept = (line for line in text.split("\n") if line.strip() and not line.startswith("Table:"))
    return [re.sub(r"\s*\|\s*", "|", line) for line in kept]
