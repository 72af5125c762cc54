"""Documents and libraries that are refused: with file and line, and nothing half-imported."""

import shutil
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from content.importing import library
from content.importing.files import read_path
from content.models import Path, Phase, Topic
from content.reading import source
from content.reading.source import SourceError
from sdwiki import limits
from tests.conftest import LIBRARY
from tests.content.importing.big_document import big_document, line_of

GOOD = "## Phase 1: A\n\n1. [Sea](#sea)\n\n## Sea\n\ntext\n"


def counts():
    return {
        m.__name__: m.objects.count() for app in ("content", "quizzes") for m in apps.get_app_config(app).get_models()
    }


def refusal(*paths):
    """What `import_wiki` says; the database stays as it was."""
    before = counts()
    with pytest.raises(CommandError) as caught:
        call_command("import_wiki", *map(str, paths), stdout=StringIO())
    assert counts() == before
    return str(caught.value)


def library_with(tmp_path, name, text):
    """A copy of the tests' library in which one file has another text."""
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    (folder / name).write_text(text) if isinstance(text, str) else (folder / name).write_bytes(text)
    return folder


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"# Sea\n\nsalt \xff water\n", "doc.txt:3: not UTF-8: byte 12 is 0xff"),
        ("café".encode("latin-1"), "doc.txt:1: not UTF-8: byte 3 is 0xe9"),
        (GOOD.encode("utf-16"), "doc.txt:1: not UTF-8: byte 0 is 0xff"),
        (b"a\n\nb\0c\n", "doc.txt:3: holds a NUL character"),
        (b"x" * (limits.DOCUMENT_BYTES + 1), "doc.txt:1: larger than 5 MiB"),
        (b"", "doc.txt:1: no phases found"),
        (b"\n\n\n", "doc.txt:1: no phases found"),
        (b"# Sea\n\n| A | B |\n|---|---|\n| 1 | 2 |\n", "doc.txt:1: no phases found"),
        (b"## Phase 1: A\n\nNothing listed.\n", "doc.txt:1: its phases list no topics"),
        (b"## Phase 1: A\n\n1. [Sea](#sea)\n", "doc.txt:1: no topic of its path has a chapter"),
        (
            f"## Phase 1: {'A' * 90}\n\n1. [Sea](#sea)\n\n## Sea\n".encode(),
            "doc.txt:1: a phase's title of more than 80",
        ),
        (f"## Phase 1: A\n\n1. [{'S' * 170}](#sea)\n\n## Sea\n".encode(), "doc.txt:3: a title of more than 160"),
        (b"---\ntitle: Sea\n\nno end of the front matter\n", "doc.txt:1: no front matter"),
    ],
)
def test_document_that_cannot_be_read_is_refused_with_file_and_line(db, tmp_path, data, said):
    path = tmp_path / "doc.txt"
    path.write_bytes(data)
    assert refusal(path).startswith(said)


def test_path_that_is_not_there_is_refused(db, tmp_path):
    assert "none.txt:1: cannot be read: No such file" in refusal(tmp_path / "none.txt")
    assert refusal(tmp_path).endswith("path.yaml:1: missing: it names the phases of the library")


def topic(**changed):
    """A topic's file; a field set to None is left out."""
    fields = {"title": "Sea", "phase": "foundation", "position": "9", "summary": "Salt."} | changed
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None)
    return f"---\n{lines}---\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (topic(title=None), 2, "the field “title” is missing"),
        (topic(summary=None), 2, "the field “summary” is missing"),
        (topic(summary="''"), 5, "the field “summary” is missing"),
        (topic(phase=None), 2, "the field “phase” is missing"),
        (topic(phase="nowhere"), 3, "unknown phase “nowhere”; there are: foundation, communication"),
        (topic(title="Two-phase: a commit", phase="nowhere"), 2, "not YAML: mapping values are not allowed here"),
        (topic(title="'Two-phase: x'", phase="nowhere"), 3, "unknown phase “nowhere”"),
        (topic(position="first"), 4, "“position” is a number from 1 to 999"),
        (topic(position="0"), 4, "“position” is a number from 1 to 999"),
        (topic(position="99999"), 4, "“position” is a number from 1 to 999"),
        (topic(position="true"), 4, "“position” is a number from 1 to 999"),
        (topic(position="1"), 1, "position 1 of foundation is taken by topics/"),
        (topic(colour="blue"), 6, "unknown field “colour”"),
        (topic(title="[a, b]"), 2, "“title” is a text"),
        (topic(title="x" * 161), 2, "“title” is longer than 160 characters"),
        (topic(title='"a\\0b"'), 2, "not YAML: the control character U+0000 is not stored"),
        (topic(title='"\\ud800"'), 2, "not YAML: the control character U+D800 is not stored"),
        (topic(title="a\x01b"), 2, "the control character U+0001 is not stored"),
        (topic(title="!!binary aGk="), 2, "not YAML: tag:yaml.org,2002:binary is not read"),
        (topic(title="!!python/name:os.system"), 2, "not YAML: could not determine a constructor"),
        (topic(slug="Sea Side"), 6, "“Sea Side” is no slug"),
        (topic(slug="storage"), 1, "slug “storage” is taken by topics/"),
        (topic(sources="5"), 6, "“sources” is missing or no list"),
        (topic(sources="\n  - id: a"), 7, "the field “title” is missing"),
        (topic(sources="\n  - id: a\n    title: A\n    colour: red"), 9, "unknown field “colour”"),
        (topic(sources="\n  - id: a\n    title: A\n    url: javascript:alert(1)"), 9, "not an address: javascript:"),
        (topic(sources="\n  - {id: a, title: A}\n  - {id: a, title: B}"), 8, "source “a” stands twice"),
        (topic(sources="\n  - {id: A b, title: A}"), 7, "“A b” cannot be cited"),
        (topic(sources="[a]"), 6, "expected fields"),
        (topic(terms=".nan"), 6, "not YAML: a number has an end"),
        (topic(terms="&a [*a]"), 6, "not YAML: an alias"),
        (topic(terms="[" * 2000), 2, "not YAML: "),
        (topic(title="a\ntitle: b"), 3, "not YAML: the field “title” stands twice"),
        (topic(title="'open"), None, "not YAML: "),
        ("Just text.\n", 1, "no front matter"),
        ("---\n- a\n- b\n---\n", 1, "expected fields"),
        ("---\n---\n", 1, "expected fields"),
        (topic() + "\nCited [@nobody] here.\n", 10, "cites “nobody”, which is not among its sources"),
        (topic() + "\n| Feature | A | B |\n|---|---|---|\n| x | y [@who] | z |\n", 12, "cites “who”"),
        (
            topic() + "\n| Feature | A | B |\n|---|---|---|\n| x | y |\n",
            12,
            "table row has 2 cells where the header has 3",
        ),
        (topic() + "\n| Feature | A | B |\n| x | y | z |\n", 10, "lines that look like a table are none"),
        (
            topic() + "\n| Feature | A | B |\n|---|---|\n| x | y | z |\n",
            10,
            "header and its rule have different widths",
        ),
        (topic() + "\n| Feature | A | A |\n|---|---|---|\n| x | y | z |\n", 10, "“A” names two rows or columns"),
        (topic() + "\n| Feature | A | B |\n|---|---|---|\n| x | 1 | 2 |\n| x | 3 | 4 |\n", 13, "“x” names two rows"),
        (topic() + "\n| Feature | A | B |\n|---|---|---|\n", 10, "table has no rows"),
        (topic() + "\n## Same\n\n## Same\n", 12, "heading “Same” stands twice"),
    ],
)
def test_topic_that_is_wrong_is_refused_with_file_and_line(db, tmp_path, text, line, said):
    message = refusal(library_with(tmp_path, "topics/sea.md", text))
    assert "Traceback" not in message
    place, _, rest = message.partition(": ")
    assert rest.startswith(said) or said in rest
    file, _, number = place.partition(":")
    # Of two files in one place either may be named.
    assert file == "topics/sea.md" or "is taken by" in said
    assert line is None or int(number) == line


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "expected fields"),
        ("phases: 3\n", 1, "“phases” is missing or no list"),
        ("phases: [foundation]\n", 1, "expected fields"),
        ("phases:\n  - slug: a\n    title: A\n  - slug: b\n", 4, "the field “title” is missing"),
        ("phases:\n  - slug: a\n    title: A\n  - slug: a\n    title: B\n", 4, "slug “a” stands twice"),
        (f"phases:\n  - slug: a\n    title: {'x' * 81}\n", 3, "“title” is longer than 80 characters"),
        (f"phases:\n  - slug: {'x' * 51}\n    title: A\n", 2, "“slug” is longer than 50 characters"),
        ("phases:\n  - slug: A B\n    title: A\n", 2, "“A B” is no slug"),
        (
            "phases:\n  - {slug: a, title: A}\npaths:\n  - slug: p\n    title: P\n    phases: [b]\n",
            6,
            "unknown phase “b”",
        ),
        (
            "phases:\n  - {slug: a, title: A}\npaths:\n  - slug: p\n    title: P\n    phases: [a, a]\n",
            6,
            "“a” stands twice",
        ),
        (
            "phases:\n  - {slug: a, title: A}\npaths:\n  - slug: p\n    title: P\n    topics_per_day: two\n",
            6,
            "“topics_per_day” is a number",
        ),
        ("phases:\n  - slug: a\n\ttitle: A\n", 3, "not YAML: "),
        ("phases: {a: [1}\n", 1, "not YAML: "),
    ],
)
def test_plan_that_is_wrong_is_refused_with_file_and_line(db, tmp_path, text, line, said):
    message = refusal(library_with(tmp_path, "path.yaml", text))
    assert message.startswith(f"path.yaml:{line}: ")
    assert said in message


def test_file_that_is_not_utf8_in_a_library_is_named(db, tmp_path):
    folder = library_with(tmp_path, "topics/sea.md", topic().encode() + b"\n\xe9\n")
    assert refusal(folder).startswith("sea.md:10: not UTF-8")


def test_page_with_a_phase_is_refused(db, tmp_path):
    assert refusal(library_with(tmp_path, "pages/sea.md", topic())).startswith("pages/sea.md:3: a page outside")


def test_single_file_of_an_unknown_phase_is_refused_where_it_names_it(wiki, tmp_path):
    path = tmp_path / "sea.md"
    path.write_text(topic(phase="nowhere"))
    assert refusal(path) == "sea.md:3: unknown phase “nowhere”"


@pytest.mark.parametrize("phase", ["foundation", "Foundation", "1"])
def test_single_file_names_its_phase_by_slug_title_or_number(wiki, tmp_path, phase):
    path = tmp_path / "sea.md"
    path.write_text(topic(phase=phase))
    call_command("import_wiki", str(path), stdout=StringIO())
    assert Topic.objects.get(slug="sea").phase == Phase.objects.get(slug="foundation")


def test_single_file_that_cites_nobody_is_refused(wiki, tmp_path):
    path = tmp_path / "sea.md"
    path.write_text(topic() + "\n[@nobody]\n")
    assert refusal(path).startswith("sea.md:10: cites “nobody”")


def test_citation_in_code_is_no_citation(wiki, tmp_path):
    path = tmp_path / "sea.md"
    path.write_text(topic() + "\n```python\nnames = [@property]\n```\n\n`[@property]`\n")
    call_command("import_wiki", str(path), stdout=StringIO())


def test_two_documents_with_one_topic_are_refused(db, tmp_path):
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text(GOOD)
    assert refusal(tmp_path / "a.txt", tmp_path / "b.txt") == "b.txt:6: slug “sea” is taken by a.txt"


def test_two_documents_with_phases_of_their_own_are_refused(db, tmp_path):
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text(GOOD.replace("Sea", "Hill").replace("sea", "hill").replace("A", "B"))
    assert refusal(tmp_path / "a.txt", tmp_path / "b.txt") == "b.txt:3: unknown phase “b”"


def test_paths_that_repeat_themselves_are_read_once_with_a_warning(db, tmp_path):
    text = big_document().replace("- **In a hurry**", "- **Beginner**: again\n- **In a hurry**")
    text = text.replace("Phases 1, 3 and 5", "Phases 1, 3, 3 and 1")
    (tmp_path / "doc.txt").write_text(text)
    out = StringIO()
    call_command("import_wiki", str(tmp_path / "doc.txt"), stdout=out)
    assert f"doc.txt:{line_of(text, 'again')}: path “Beginner” stands twice" in out.getvalue()
    hurry = Path.objects.get(slug="in-a-hurry")
    assert sorted(p.slug for p in hurry.phases.all()) == ["ground", "signals"]


@pytest.mark.parametrize(
    "body",
    [
        "## " + "x" * 2000,
        "| Feature | " + "A" * 400 + " | B |\n|---|---|---|\n| " + "y" * 400 + " | 1 | 2 |",
        "| " + "long header " * 40 + " | Link | Url |\n|---|---|---|\n| a | b | c |",
        "Table: " + "caption " * 80 + "\n\n| Feature | A | B |\n|---|---|---|\n| x | 1 | 2 |",
        "| Feature | A | B |\n|---|---|---|\n| x | 1 {if: " + "when " * 100 + "} | 2 |",
        "### Opt\n\n**Best for**\n\n- this {if: " + "when " * 100 + "}",
        " ".join(f"w{n:x}" for n in range(150_000)),  # more words than a search vector holds
        "control \x02 characters \x03 \x1b and \u2028 and \x0c",
        "\n".join("#" * n + " deep" for n in range(1, 8)),
    ],
    ids=["heading", "names", "reason", "caption", "qualifier", "bullet", "words", "control", "levels"],
)
def test_text_longer_than_any_column_is_imported_all_the_same(db, tmp_path, body):
    path = tmp_path / "doc.txt"
    path.write_text(GOOD + "\n" + body + "\n")
    call_command("import_wiki", str(path), stdout=StringIO())
    assert Topic.objects.get(slug="sea").current.number == 1


@pytest.mark.parametrize(
    "line",
    [
        "9" * 100_000,
        "1" + " " * 50_000 + "x",
        "## a" + " " * 50_000 + "b",
        "## Phase 1: a" + " " * 50_000 + "b",
        "1. [" + "a" * 50_000,
        "- **" + "a" * 50_000,
        "| " + "-" * 50_000 + " | x |",
        "{if: " + " " * 20_000 + "x",
        "{#" + "a" * 20_000 + "}",
        "{#" + "a" * 20_000,
        "<br" + " " * 20_000,
        "9" * 5000 + ". [x](#x)",
    ],
    ids=lambda line: line[:12],
)
def test_lines_made_to_be_slow_are_read_in_no_time(tmp_path, line, deadline):
    path = tmp_path / "doc.md"
    path.write_text(GOOD + "\n" + line + "\n\n" + line + "\n")
    with deadline(5):
        assert [t.source.slug for t in read_path(path).topics] == ["sea"]


def test_limits_of_a_source_are_those_of_the_columns():
    assert Topic._meta.get_field("title").max_length == source.TITLE
    assert Phase._meta.get_field("title").max_length == Path._meta.get_field("title").max_length == library.NAME
    assert Phase._meta.get_field("slug").max_length == Path._meta.get_field("slug").max_length == library.SLUG


def test_fault_of_a_source_names_file_line_and_message():
    error = SourceError("a.md", 3, "wrong")
    assert (str(error), error.file, error.line, error.message) == ("a.md:3: wrong", "a.md", 3, "wrong")
