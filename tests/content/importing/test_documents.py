"""What is read from a big document: its path, its tables, its lists, and what is said about what is wrong in it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from content.importing.files import read_path
from content.reading.facts import compare
from content.reading.markdown import parse
from tests.content.importing.big_document import CHAPTERS, PHASES, WIDE, big_document, damaged, line_of

TEXT = big_document()


@pytest.fixture
def report(tmp_path, db):
    """What `import_wiki --dry-run` says of the big document and of the wide table."""
    (tmp_path / "boats.txt").write_text(TEXT)
    (tmp_path / "wide.txt").write_text(WIDE)
    out = StringIO()
    paths = [str(tmp_path / "boats.txt"), str(tmp_path / "wide.txt")]
    call_command("import_wiki", *paths, "--dry-run", "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def tables_of(report, topic):
    return [t for t in report["tables"] if t["topic"] == topic]


def test_phases_and_topics_stand_in_the_order_of_the_path(report):
    assert [p["title"] for p in report["phases"]] == list(PHASES)
    assert [p["position"] for p in report["phases"]] == [1, 2, 3, 4, 5, 6, 7]
    listed = [t for topics in PHASES.values() for t in topics if t in CHAPTERS]
    assert [t["title"] for t in report["topics"]] == listed
    assert [p["topics"] for p in report["phases"]][:2] == [["boats-and-rafts", "ropes"], ["knots"]]


def test_disagreement_about_the_number_of_phases_is_a_warning(report):
    said = [w for w in report["warnings"] if "says 6 phases" in w["message"]]
    assert [(w["file"], w["line"]) for w in said] == [("boats.txt", line_of(TEXT, "all 6 phases"))]


def test_topic_without_chapter_and_chapter_without_topic_are_named(report):
    missing = [w for w in report["warnings"] if "has no chapter" in w["message"]]
    assert [(w["line"], "Life jackets" in w["message"]) for w in missing] == [(line_of(TEXT, "(#life-jackets)"), True)]
    ignored = {n["message"]: n["line"] for n in report["ignored"]}
    assert ignored["“Not wanted by the path” is not a topic of the path"] == line_of(TEXT, "## Not wanted")
    assert "“How to use this guide” is not a topic of the path" in ignored


def test_headings_in_code_are_neither_phases_nor_chapters(report):
    assert "phase-9" not in json.dumps(report["phases"])
    stars = next(t for t in _library().topics if t.source.slug == "star-maps")
    assert stars.document.sections == ()
    assert "## Knots" in stars.source.body


def _library():
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "boats.txt"
        path.write_text(TEXT)
        return read_path(path)


def test_repaired_lines_are_counted_and_numbered(report):
    repaired = {r["file"]: r["lines"] for r in report["repaired"]}
    places = ["Welcome aboard", "Ropes differ", "| Stretch", "Further reading"]
    assert repaired == {"boats.txt": sorted(line_of(TEXT, place) for place in places)}
    assert report["repaired_lines"] == 4
    cells = {c["text"] for c in tables_of(report, "ropes")[0]["cells"]}
    assert "≈ none" in cells


def test_tables_in_every_orientation_are_understood(report):
    found = {(t["topic"], t["key"]): t["orientation"] for t in report["tables"]}
    assert found == {
        ("ropes", "comparison-of-ropes"): "options-in-columns",
        ("boats-and-rafts", "table"): "options-in-rows",
        ("boats-and-rafts", "table-2"): "options-in-rows",
        ("knots", "table"): "not-a-comparison",
        ("paint", "table"): "options-in-columns",
        ("choices-side-by-side", "rowing-or-sailing"): "wide",
        ("choices-side-by-side", "tea-or-coffee"): "wide",
    }


def test_table_is_reported_with_its_cells_and_what_they_are_called(report):
    table = tables_of(report, "ropes")[0]
    assert table["options"] == ["Hemp", "Nylon", "Steel"]
    assert table["dimensions"] == ["Weight", "Stretch", "Rot"]
    assert len(table["cells"]) == 9
    cell = next(c for c in table["cells"] if c["key"] == "ropes/comparison-of-ropes/nylon/rot")
    assert cell == {
        "option": "Nylon",
        "dimension": "Rot",
        "text": "No",
        "key": "ropes/comparison-of-ropes/nylon/rot",
        "line": line_of(TEXT, "| Rot"),
    }
    assert "reason" not in table
    assert "links" in tables_of(report, "knots")[0]["reason"]


def test_wide_row_is_a_comparison_of_two_options(report):
    rowing, tea = tables_of(report, "choices-side-by-side")
    assert rowing["options"] == ["Rowing boat", "Sailing boat"]
    assert sorted(rowing["dimensions"]) == ["Cons", "Pros", "Use cases"]
    said = {(c["option"], c["dimension"], c["text"]) for c in rowing["cells"]}
    assert ("Rowing boat", "Pros", "no wind needed (or wanted, ever)") in said
    assert ("Sailing boat", "Cons", "calm days") in said
    assert ("Sailing boat", "Use cases", "open sea") in said
    assert {c["option"] for c in tea["cells"]} == {"Green tea", "Black coffee"}


def test_broken_tables_are_warned_of_with_their_lines(report):
    warned = {w["line"]: w["message"] for w in report["warnings"] if w["file"] == "boats.txt"}
    assert "2 cells where the header has 3" in warned[line_of(TEXT, "| Sail | Low |")]
    assert "no rule of dashes" in warned[line_of(TEXT, "| Knot | Holds |")]
    second = 1 + TEXT.split("\n").index("### Meaning", TEXT.split("\n").index("### Meaning") + 1)
    assert "stands twice" in warned[second]


def test_lists_under_an_option_are_facts_of_it():
    ropes = next(t for t in _library().topics if t.source.slug == "ropes")
    said = {(f.option, f.label, f.value) for f in ropes.facts if f.kind == "trait"}
    assert said == {
        ("Hemp", "best-for", "Old ships"),
        ("Hemp", "best-for", "Rope walks & museums"),
        ("Hemp", "limits", "Rots when wet"),
        ("Nylon", "best-for", "towing"),
        ("Nylon", "best-for", "climbing (indoors, outdoors)"),
        ("Nylon", "best-for", "anchors"),
    }


def test_paths_name_their_phases():
    paths = {p.slug: p for p in _library().paths}
    assert paths["in-a-hurry"].phases == ("ground", "signals", "safety")
    assert paths["beginner"].phases == ()


def test_phases_numbered_from_one_each_keep_the_order_of_the_path(tmp_path):
    text = (
        "## Phase 1: Low\n\n1. [Sea](#sea)\n2. [Beach](#beach)\n\n## Phase 2: High\n\n1. [Hill](#hill)\n\n"
        "## Hill\n\ntext\n\n## Beach\n\ntext\n\n## Sea\n\ntext\n"
    )
    path = tmp_path / "doc.md"
    path.write_text(text)
    sources = [topic.source for topic in read_path(path).topics]
    assert [(s.slug, s.phase, s.position) for s in sources] == [
        ("sea", "low", 1),
        ("beach", "low", 2),
        ("hill", "high", 1),
    ]


def test_stages_within_a_chapter_are_no_phases(tmp_path):
    path = tmp_path / "doc.md"
    path.write_text(
        "There are two phases.\n\n## Phase 1: Start\n\n1. [Commit](#commit)\n\n## Commit\n\n"
        "### Phase 1: Prepare\n\ntext\n\n### Phase 2: Decide\n\ntext\n"
    )
    library = read_path(path)
    assert [p.title for p in library.phases] == ["Start"]
    assert [(n.line, n.message[:30]) for n in library.notices] == [
        (1, "says two phases, but lists 1; "),
        (9, "phase “Prepare” lists no topics"[:30]),
        (13, "phase “Decide” lists no topics"[:30]),
    ]


def test_chapter_is_found_by_its_title_where_the_anchor_is_written_otherwise(tmp_path):
    path = tmp_path / "doc.md"
    path.write_text("## Phase 1: A\n\n1. [C# & .NET](#c--net)\n\n## C# & .NET\n\ntext\n")
    assert [t.source.title for t in read_path(path).topics] == ["C# & .NET"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| **bold** | `code` | [link](/wiki/x/) |", ["code", "link"]),
        (r"| a | b \| c | d&amp;e |", ["b | c", "d&e"]),
        ("| a | ~~b~~ *c* | 📚 d |", ["b c", "📚 d"]),
        ("| a | b<br>c | <b>d</b> |", ["b c", "<b>d</b>"]),
        ("| a | — | n/a |", []),
        ("| a | b [@x] | c {if: d} |", ["b", "c"]),
        (r"| a | `b \| c` | \*d\* |", ["b | c", "*d*"]),
    ],
)
def test_markup_in_cells_is_plain_text_in_facts(row, cells):
    text = f"| Feature | One | Two |\n|---|---|---|\n| first | x | y |\n{row}\n"
    (table,) = parse(text).tables
    (comparison,) = compare(table)
    assert [c.text for c in comparison.cells if c.line == 4] == cells
    assert parse(text).warnings == ()


def test_pipe_in_code_ends_a_cell_and_is_warned_of():
    document = parse("| Feature | One | Two |\n|---|---|---|\n| a | `b|c` | d |\n")
    assert [(w.line, w.message) for w in document.warnings] == [(3, "table row has 4 cells where the header has 3")]


@pytest.mark.parametrize(
    ("header", "rows", "where"),
    [
        ("Aspect | X | Y", ["a | 1 | 2", "b | 3 | 4"], "options-in-columns"),
        ("Protocol | Latency | Cost", ["x | 1 | 2", "y | 3 | 4"], "options-in-rows"),
        ("Load balancing algorithm | Latency | Cost", ["x | 1 | 2", "y | 3 | 4"], "options-in-rows"),
        ("Thing | Latency | Cost", ["x | 1 | 2", "y | 3 | 4"], "options-in-rows"),
        (" | X | Y", ["a | 1 | 2", "b | 3 | 4"], "options-in-columns"),
        ("Thing | X | Y", ["Latency | 1 | 2", "Cost | 3 | 4"], "options-in-columns"),
        ("Step | What | Who", ["1 | b | c", "2 | e | f"], "not-a-comparison"),
        ("Endpoint | Method | Use", ["/a | GET | x", "/b | PUT | y"], "not-a-comparison"),
        ("Method | Path | Use", ["GET | /a | /b", "PUT | /b | /c"], "not-a-comparison"),
        ("Task | Done | Note", ["x | [x] | [ ]", "y | [ ] | [x]"], "not-a-comparison"),
        ("Strategy | Effort | Risk", ["x | 1 | 2"], "not-a-comparison"),
        ("Aspect | X | Y", ["a | – | n/a", "b | ? | 4"], "not-a-comparison"),
        ("Name | Mail | Site", ["x | a@b.c | https://a.b", "y | c@d.e | https://c.d"], "not-a-comparison"),
    ],
)
def test_orientation_is_read_from_headers_and_shape(header, rows, where):
    width = header.count("|") + 1
    text = "\n".join(f"| {line} |" for line in (header, " | ".join(["---"] * width), *rows))
    (table,) = parse(text).tables
    (comparison,) = compare(table)
    assert comparison.orientation == where
    assert bool(comparison.reason) is (where == "not-a-comparison")


def test_author_decides_what_a_table_compares():
    text = "Table: X {{#x options={}}}\n\n| Strategy | Cost | Risk |\n|---|---|---|\n| a | 1 | 2 |\n| b | 3 | 4 |\n"
    for said, found in (("columns", "options-in-columns"), ("rows", "options-in-rows"), ("none", "not-a-comparison")):
        assert compare(parse(text.format(said)).tables[0])[0].orientation == found
    odd = parse(text.format("sideways"))
    assert [(w.line, "options=sideways" in w.message) for w in odd.warnings] == [(3, True)]


def test_catalogue_is_not_taken_for_a_comparison():
    rows = "".join(f"| thing {n} | {n} ms | {n} EUR |\n" for n in range(1000))
    (found,) = compare(parse(f"| Strategy | Latency | Cost |\n|---|---|---|\n{rows}").tables[0])
    assert found.reason == "it lists 1000 options; a comparison has at most 60"


def test_damaged_marker_is_really_damaged():
    assert damaged("→") == "‚Üí"  # the arrow as the first owner's documents have it
