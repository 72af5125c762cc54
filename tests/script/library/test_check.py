"""The rules of the shipped library hold, and each one catches what it is for, with file and line."""

from pathlib import Path

import pytest

from content import services
from script.library import originals, prompts, structure
from script.library.check import LIBRARY, check, main
from script.library.shelf import Shelf
from tests.script.library import sound_library

TOPIC = "topics/pull-vs-push.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound_library.write(tmp_path / "library")


def faults(folder):
    return [tuple(fault) for fault in check(folder)[0]]


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the one place that reads ``old``, and return its line."""
    text = (folder / file).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def test_shipped_library_has_no_faults():
    found, summary = check(LIBRARY)
    assert found == []
    assert summary.startswith("20 topics of ")


def test_sound_library_has_no_faults(folder):
    assert faults(folder) == []


def test_check_prints_faults_and_fails(folder, capsys):
    line = edit(folder, TOPIC, "The worker asks.", "The worker always asks.")
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out == f"{folder}/{TOPIC}:{line}: an absolute: “always”\n"


def test_check_prints_counts_and_succeeds(folder, capsys):
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == (
        "1 topics of 5 to 5 minutes, 981 words, 1 comparison tables, 20 facts, "
        "0 questions to answer aloud, 0 pages, 2 terms, 0 drills, 0 interviews: no faults\n"
    )


# What stands there, what it is replaced by, and what is then said of its line.
BROKEN = {
    "an absolute": ("The server sends.", "The server sends, obviously.", "an absolute: “obviously”"),
    "an absolute in a cell": ("| Work waits |", "| Work is never lost |", "an absolute: “never”"),
    "a misspelling": ("Mail servers", "Mail serwers", "unknown word “serwers”"),
    "American spelling": ("Mail servers", "Colored mail", "unknown word “Colored”"),
    "an unknown topic": ("(/review/)", "(/wiki/no-such-topic/)", "the link /wiki/no-such-topic/ leads to no page"),
    "an unknown heading": (
        "(#options)",
        "(/wiki/pull-vs-push/#opinions)",
        "the link /wiki/pull-vs-push/#opinions leads to no “opinions” of its page",
    ),
    "an unknown term": ("#term-queue)", "#term-line)", "the link /glossary/#term-line leads to no “term-line” there"),
    "an unknown route": ("(/review/)", "(/admin/)", "the link /admin/ leads to no page"),
    "an unknown interview": ("(/review/)", "(/interviews/x/)", "the link /interviews/x/ leads to no page"),
    "a plain http link": (
        "(/review/)",
        "(http://example.com/)",
        "the link http://example.com/ is neither internal nor https",
    ),
    "a malformed link": ("(/review/)", "(https://example/)", "the link https://example/ is not well-formed"),
    "a malformed source": (
        "https://example.com/queues",
        "http://example.com/queues",
        "the source http://example.com/queues is neither internal nor https",
    ),
    "an undefined citation": ("holds work [@book]", "holds work [@bok]", "cites “bok”, which is not among its sources"),
    "a ragged table": ("| Work waits |", "| Work | waits |", "table row has 4 cells where the header has 3"),
    "a long cell": ("| Work waits |", f"| {'wait ' * 18}a |", f"a cell of 91 characters: “{'wait ' * 18}a”"),
    "an unsourced figure": (
        "Empty requests |",
        "60 requests |",
        "a figure with neither source nor formula: “60 requests”",
    ),
    "an unknown phase": ("phase: first", "phase: last", "unknown phase “last”; there are: first"),
    "a missing picture": ("diagrams/ways.svg", "diagrams/way.svg", "diagrams/way.svg does not exist"),
    "a short alternative": (
        "Two boxes, a worker and a queue, joined by an arrow.",
        "Two boxes.",
        "the alternative “Two boxes.” does not say what diagrams/ways.svg shows",
    ),
    "a picture in a paragraph": ("![Two", "See ![Two", "a picture is a paragraph of its own"),
    "a row that asks nothing": (
        'ask="What does idling cost with …?" ',
        "",
        '“Idle cost” has neither a question (ask="…") nor noask',
    ),
    "a row's question without its option": (
        "What does idling cost with …?",
        "What does idling cost?",
        "“What does idling cost?” has no “…” where the option's name goes",
    ),
    "a row that nobody has classified": (
        '{ask="Who starts with …?" overlaps}',
        '{ask="Who starts with …?"}',
        "“Who starts” says neither exclusive nor overlaps",
    ),
    "a row that rules out without a reason": (
        '{ask="Who starts with …?" overlaps}',
        '{ask="Who starts with …?" exclusive}',
        "“Who starts” rules out and has no reason below it (**Why**)",
    ),
    "a heading whose options have no noun": (
        '## The options {#options option="way to move work"}',
        "## The options {#options}",
        '“The options” does not say what one option is called (option="…")',
    ),
    "a need without its reason": (
        " {because: the worker takes the next piece once it is done}",
        "",
        "“Batch work of uneven length” has no {because: …}",
    ),
    "a question without its mark": ("**Which one is faster?**", "**The faster one**", "a question ends with “?”"),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_line_is_named(folder, old, new, message):
    line = edit(folder, TOPIC, old, new)
    assert (TOPIC, line, message) in faults(folder)


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        ("", "“Two ways to move work” does not say options=columns, rows or none"),
        (" options=down", "“options=down” is none of columns, rows, none"),
        (
            " options=rows",
            "“Two ways to move work” is declared options-in-rows, its shape says options-in-columns",
        ),
    ],
)
def test_table_of_another_orientation_is_named(folder, declaration, message):
    caption = edit(folder, TOPIC, " options=columns", declaration)
    assert (TOPIC, caption + 2, message) in faults(folder)


def test_absolute_in_code_or_a_term_is_allowed(folder):
    edit(folder, TOPIC, "The server sends.", "The server sends `always`, with session guarantees.")
    assert faults(folder) == []


def test_line_within_a_paragraph_is_named(folder):
    line = edit(folder, TOPIC, "The server sends.", "The server\nsends\nperfectly.")
    assert faults(folder) == [(TOPIC, line + 2, "an absolute: “perfectly”")]


def test_missing_section_is_named(folder):
    edit(folder, TOPIC, "## Pitfalls\n", "")
    assert faults(folder) == [(TOPIC, 14, "the section “## Pitfalls” is missing")]


def test_sections_out_of_order_are_named(folder):
    think = edit(folder, TOPIC, "## How to think about it {#think}", "## Pitfalls")
    edit(folder, TOPIC, "## Pitfalls\n\n- Asking", "## How to think about it\n\n- Asking")
    order = "How to think about it, The options, Side by side, Pitfalls, What interviewers ask next"
    assert [fault[2] for fault in faults(folder)] == [f"the sections' order is: {order}"]
    assert think == 15


def test_option_without_a_list_is_named(folder):
    line = edit(folder, TOPIC, "### Push {#push}", "### Push {#push}\n\n### Poll {#poll}")
    # Push's lists now belong to the new option.
    wanted = [(TOPIC, line, f"the option “Push” has no list “{label}”") for label in structure.LISTS.values()]
    assert faults(folder) == sorted(wanted)


def test_table_whose_options_have_no_noun_is_named(folder):
    caption = edit(folder, TOPIC, ' options=columns option="way to move work"', " options=columns")
    message = "“Two ways to move work” does not say what one option is called (option=…)"
    assert faults(folder) == [(TOPIC, caption + 2, message)]


def test_core_row_without_a_reason_is_named(folder):
    edit(folder, TOPIC, "{#ways options=columns", "{#ways options=columns core")
    rows = ("Who starts", "Idle cost", "Delay", "Overload", "Requests", "Version")
    found = [message for _, _, message in faults(folder)]
    assert sorted(found) == sorted(f"“{row}” of a core table has no reason below it (**Why**)" for row in rows)
    lines = [(folder / TOPIC).read_text().split("\n")[line - 1] for _, line, _ in faults(folder)]
    assert all(line.startswith(f"| {row} ") for line, row in zip(lines, rows, strict=True))


def test_lone_option_is_named(folder):
    edit(folder, TOPIC, "### Push {#push}", "## Another section")
    line = (folder / TOPIC).read_text().split("\n").index('## The options {#options option="way to move work"}') + 1
    assert faults(folder) == [(TOPIC, line, "“The options” holds fewer than two options")]


def test_small_table_is_named(folder):
    row = '| Delay {ask="How long does news take with …?" overlaps} | Half the interval | One way |\n'
    edit(folder, TOPIC, row, "")
    message = "no table with options in columns has 6 dimensions; the largest has 5"
    assert faults(folder) == [(TOPIC, 14, message)]


def test_question_without_an_answer_is_named(folder):
    line = edit(folder, TOPIC, "**Which one is faster?**", "**Which one costs less?**\n\n**Which one is faster?**")
    assert faults(folder) == [(TOPIC, line, "a question without an answer")]


def test_too_few_questions_are_named(folder):
    edit(folder, TOPIC, "**Which one is faster?**\n\nSending, as no interval passes.\n\n", "")
    line = (folder / TOPIC).read_text().split("\n").index("## What interviewers ask next") + 1
    message = "“What interviewers ask next” holds 3 questions with answers, at least 4 are needed"
    assert faults(folder) == [(TOPIC, line, message)]


ANSWER = "The one with fewer parts.\n"


def answered(folder, *points):
    """Give the first question these checkpoints; the line of the first of them."""
    return edit(folder, TOPIC, ANSWER, ANSWER + "\n" + "".join(f"- {point}\n" for point in points)) + 2


def test_question_with_checkpoints_is_counted(folder, capsys):
    answered(folder, "Fewer parts {cell=ways/pull/delay}", "Less to watch", "Less to break")
    assert main([str(folder)]) == 0
    assert "20 facts, 1 questions to answer aloud" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("points", "at", "message"),
    [
        (["Fewer", "Less to watch"], 0, "“Which one is simpler?” has 2 checkpoints, not 3 to 5, and is not asked"),
        (["Fewer", "Less to watch", "Fewer.", "Less to break"], 2, "the checkpoint “Fewer” stands twice"),
        (
            ["Fewer", "Less to watch", "Less " * 25],
            2,
            f"a checkpoint of 124 characters, 120 at most: “{'Less ' * 12}…”",
        ),
        (
            ["Fewer {cell=ways/pull/dealy}", "Less to watch", "Less to break"],
            0,
            "no table has the cell “ways/pull/dealy”; “ways/pull/delay” is the nearest",
        ),
        (
            ["Fewer {cell=other/ways/pull/delay}", "Less to watch", "Less to break"],
            0,
            "no table has the cell “other/ways/pull/delay”; “pull-vs-push/ways/pull/delay” is the nearest",
        ),
    ],
)
def test_bad_checkpoint_is_named(folder, points, at, message):
    line = answered(folder, *points)
    assert faults(folder) == [(TOPIC, line + at, message)]


def test_questions_without_checkpoints_are_listed(folder):
    shelf = Shelf.read(folder)
    assert [fault.message for fault in prompts.missing(shelf)][:2] == [
        "“Which one is simpler?” has no checkpoints",
        "“Which one is faster?” has no checkpoints",
    ]


def test_source_of_no_kind_is_named(folder):
    line = edit(folder, TOPIC, "    kind: book\n", "    kind: novel\n")
    kinds = "article, book, paper, rfc, standard, vendor"
    assert faults(folder) == [(TOPIC, line - 1, f"the source “book” has no “kind” of: {kinds}")]


def test_source_that_nobody_cites_is_named(folder):
    source = "  - id: two\n    title: Another book\n    url: https://example.org/\n    kind: book\n"
    line = edit(folder, TOPIC, "---\n\n## How", f"{source}---\n\n## How")
    assert faults(folder) == [(TOPIC, line + 2, "the source “two” is cited nowhere")]


def test_summary_of_another_length_is_named(folder):
    edit(folder, TOPIC, "Sending needs a list of receivers. ", "")
    assert faults(folder) == [(TOPIC, 5, "the summary has 3 sentences, not 4")]


def test_short_topic_is_named(folder):
    text = (folder / TOPIC).read_text()
    (folder / TOPIC).write_text(text.replace(sound_library.FILLER, "", 10))
    assert faults(folder) == [
        (TOPIC, 14, "4 minutes to read; 5 to 15 are asked for"),
        (TOPIC, 14, "791 words of running text; 900 to 1900 are asked for"),
    ]


def test_reading_time_is_the_one_that_readers_see():
    assert structure.WORDS_A_MINUTE == services.WORDS_A_MINUTE


def test_picture_without_source_is_named(folder):
    (folder / "diagrams/ways.dot").unlink()
    line = (folder / TOPIC).read_text().split("\n![")[0].count("\n") + 2
    message = "diagrams/ways.svg has no source ways.dot and no comment “hand-drawn”"
    assert faults(folder) == [(TOPIC, line, message)]
    (folder / "diagrams/ways.svg").write_text("<svg><!-- hand-drawn --></svg>")
    assert faults(folder) == []


def test_topic_without_picture_is_named(folder):
    edit(folder, TOPIC, "![Two boxes, a worker and a queue, joined by an arrow.](diagrams/ways.svg)", "")
    assert faults(folder) == [
        ("diagrams/ways.dot", 1, "no page shows this picture"),
        ("diagrams/ways.svg", 1, "no page shows this picture"),
        (TOPIC, 14, "0 diagrams, at least 1 are needed"),
    ]


def test_figure_in_a_table_that_compares_nothing_may_have_its_source_beside_it(folder):
    table = (
        "Table: Sizes {#sizes options=none}\n\n| Thing | Size | From |\n| --- | --- | --- |\n| Row | 16 bytes | %s |\n"
    )
    line = edit(folder, TOPIC, "## Pitfalls", table % "Guess" + "\n## Pitfalls")
    assert faults(folder) == [(TOPIC, line + 4, "a figure with neither source nor formula: “16 bytes”")]
    for founded in ("[@book]", "Assumption", "128 ÷ 8"):
        text = (folder / TOPIC).read_text()
        (folder / TOPIC).write_text(text.replace("16 bytes | Guess |", f"16 bytes | {founded} |"))
        assert faults(folder) == []
        (folder / TOPIC).write_text(text)


@pytest.mark.parametrize(
    "cell",
    [
        "S3",
        "HTTP/2",
        "L4",
        "p99",
        "SHA-256",
        "UTF-8",
        "UUIDv7",
        "io2",
        "PostgreSQL 18",
        "RFC 9457",
        "status 429",
        "5xx",
    ],
)
def test_number_in_a_name_is_no_figure(folder, cell):
    edit(folder, TOPIC, "Work waits", f"{cell} and more")
    assert [fault for fault in faults(folder) if "figure" in fault[2]] == []


@pytest.mark.parametrize("cell", ["20 ms", "about 3", "99.9 %", "up to 1,000", "S3 in 5 s", "1–2 KB", "x ≥ 3"])
def test_quantity_is_a_figure(folder, cell):
    line = edit(folder, TOPIC, "Work waits", cell)
    assert faults(folder) == [(TOPIC, line, f"a figure with neither source nor formula: “{cell}”")]


def test_term_defined_twice_is_named(folder):
    line = edit(folder, "glossary.yaml", "- term: worker\n", "- term: Queue\n")
    assert faults(folder) == [("glossary.yaml", line, "“queue” is defined on line 1 too")]


def test_term_explained_by_itself_is_named(folder):
    line = edit(folder, "glossary.yaml", "A line of messages", "A queue of messages")
    assert faults(folder) == [("glossary.yaml", line, "“queue” is explained with “queue”")]


def test_listed_word_is_accepted_and_unneeded_or_unsorted_ones_are_named(folder):
    edit(folder, TOPIC, "Mail servers", "Istio and etcd's mail")
    (folder / "words.txt").write_text("etcd\nIstio\n")
    assert faults(folder) == []
    (folder / "words.txt").write_text("Istio\netcd\nqueue\n")
    assert faults(folder) == [("words.txt", 2, "“etcd” is out of order"), ("words.txt", 3, "no text needs “queue”")]


def test_name_is_spelled_as_it_is_listed(folder):
    line = edit(folder, TOPIC, "Mail servers", "Istio and istio")
    (folder / "words.txt").write_text("Istio\n")
    assert faults(folder) == [(TOPIC, line, "unknown word “istio”")]


CORRECTIONS = "CORRECTIONS.md"
BROKEN_CORRECTIONS = {
    "a point that stands twice": ("| 7-03 |", "| 7-02 |", "7-02 stands on line {before} too"),
    "an unknown point": ("| 7-08 |", "| 7-09 |", "7-09 is no point of the review"),
    "an unknown treatment": ("| 7-03 | corrected |", "| 7-03 | done |", "the treatment “done” is none of: "),
    "an unknown file": (
        "| 7-03 | corrected | [pull](topics/pull-vs-push.md)",
        "| 7-03 | corrected | [pull](topics/push.md)",
        "topics/push.md does not exist",
    ),
    "an unknown table": (
        "| 7-03 | corrected | [pull](topics/pull-vs-push.md): #ways",
        "| 7-03 | corrected | [pull](topics/pull-vs-push.md): #way",
        "topics/pull-vs-push.md has no table or heading “way”",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), BROKEN_CORRECTIONS.values(), ids=BROKEN_CORRECTIONS.keys())
def test_broken_correction_is_named(folder, old, new, message):
    line = edit(folder, CORRECTIONS, old, new)
    message = message.format(before=line - 1)
    assert [fault for fault in faults(folder) if fault[:2] == (CORRECTIONS, line) and fault[2].startswith(message)]


def test_missing_correction_is_named(folder):
    row = "| 20-12 | corrected | [pull](topics/pull-vs-push.md): #ways | As it is |\n"
    edit(folder, CORRECTIONS, row, "")
    assert faults(folder) == [
        (CORRECTIONS, 1, "1 points are missing: 20-12"),
        (CORRECTIONS, 1, "the totals are wrong; they are “269 points: 269 corrected, 0 qualified, 0 left out.”"),
    ]


def test_review_has_270_points():
    assert len(sound_library.points()) == 270


def test_eight_words_of_an_original_are_named(folder, tmp_path):
    sentence = "Our **Old** draft said, among other things, that work waits."
    (tmp_path / "draft.txt").write_text(f"# Draft\n\n{sentence}\n")
    runs = tmp_path / "runs.bin"
    assert originals.write_runs([tmp_path / "draft.txt"], runs) == 4
    line = edit(
        folder, TOPIC, "The server sends.", "It sends. The *old draft* said\nAmong other things that work waits."
    )
    shelf = Shelf.read(folder)
    assert [tuple(fault) for fault in originals.originals(shelf, runs)] == [
        (TOPIC, line, "eight words of an original: “old draft said among other things that work”")
    ]


def test_seven_words_of_an_original_are_allowed(folder, tmp_path):
    (tmp_path / "draft.txt").write_text("one two three four five six seven eight")
    originals.write_runs([tmp_path / "draft.txt"], tmp_path / "runs.bin")
    edit(folder, TOPIC, "The server sends.", "One two three four five six seven nine.")
    assert list(originals.originals(Shelf.read(folder), tmp_path / "runs.bin")) == []


def test_committed_runs_are_sorted_and_whole():
    data = originals.RUNS.read_bytes()
    prefixes = [data[at : at + originals.BYTES] for at in range(0, len(data), originals.BYTES)]
    assert len(data) % originals.BYTES == 0
    assert prefixes == sorted(set(prefixes))
    assert len(prefixes) > 10_000
