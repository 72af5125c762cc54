"""What is stored as HTML holds nothing but what a page needs, whatever was typed."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from content.diagrams import sizes
from content.practice.records import Term
from content.reading.facts import compare
from content.reading.markdown import parse
from content.rendering.allowed import clean
from content.rendering.html import render, render_text

TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
    "img", "li", "ol", "p", "pre", "s", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
VOID = {"br", "hr", "img"}
ATTRIBUTES = {
    "id", "class", "href", "rel", "src", "alt", "loading", "start", "scope", "data-option", "data-dimension",
    "data-table", "data-options", "role", "tabindex", "aria-label", "aria-labelledby", "width", "height",
}  # fmt: skip


class Oracle(HTMLParser):
    """Reads the output as a browser would and holds every name in it against the lists above."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.text = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), names
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "id":
                self.ids.append(value)
                assert re.match(r"(s|table)-", value), value
            if name == "href":
                self.links.append(value)
                assert re.match(r"(https?://|mailto:|/(?![/\\])|#)", value, re.IGNORECASE), value
            if name == "src":
                assert re.fullmatch(r"/static/wiki/[a-z0-9-]+\.svg", value), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data):
        raise AssertionError(f"an instruction: {data}")

    unknown_decl = handle_decl


def read(html):
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    assert oracle.open == []
    return oracle


def page(text, **options):
    document = parse(text)
    tables = [compare(table) for table in document.tables]
    return render(document, tables, **options)


HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><button formaction=javascript:alert(1)>x</button></form>",
    "<!-- --><!DOCTYPE x><?php x ?><![CDATA[ x ]]>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<div hx-get='/accounts/logout/' hx-trigger='load' data-hx-post='/x' hx-on::load='alert(1)'>x</div>",
    "<input autofocus onfocus=alert(1)><details open ontoggle=alert(1)>",
    "{{ constructor.constructor('alert(1)')() }} {% include '/etc/passwd' %} ${alert(1)} #{7*7} <%= 7*7 %>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1) )",
    "[x](vbscript:msgbox(1)) [x](data:text/html,<script>alert(1)</script>)",
    "[x](data:image/svg+xml;base64,PHN2Zy8+) [x](file:///etc/passwd) [x](blob:x) [x](ftp://a.b/)",
    "[x](//evil.example) [x](/\\evil.example) [x](\\\\evil.example) [x](/%5Cevil.example) [x](/\t/evil.example)",
    "[x][1]\n\n[1]: javascript:alert(1) 'title\" onclick=\"alert(1)'",
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    '[x](https://a.example/"onmouseover=alert(1))',
    "[x](https://a.example/'><script>alert(1)</script>)",
    "![x](javascript:alert(1)) ![x](https://evil.example/pixel.gif) ![x](diagrams/../../x.svg)",
    '![" onerror="alert(1)](diagrams/a.svg) ![<script>alert(1)</script>](diagrams/a.svg)',
    "![x](diagrams/a.svg?onload=alert(1)) ![x](diagrams/A.SVG) ![x](diagrams/a.png)",
    "<https://evil.example/<script>> <javascript:alert(1)> <a@b.c>",
    '```html" onclick="alert(1)\n<script>alert(1)</script>\n```',
    "```python\nx = '<script>alert(1)</script>'\n```",
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    '## <script>alert(1)</script> {#x" onclick="alert(1)}',
    "## a {#main}\n\n## b {#s-main}\n\n## c {#../../x}",
    "## javascript:alert(1) <img src=x onerror=alert(1)>",
    'Table: <script>alert(1)</script> {#t"><script>}\n\n| Feature | A | B |\n|---|---|---|\n| x | 1 | 2 |',
    '| Feature | <b onclick=x>A</b> | B" onclick="x |\n|---|---|---|\n| <script> | <i onerror=y> | [j](javascript:x) |',
    '| <script> | {#a onclick=x} |\n|:-:|--:|\n| a{#"><script>} | b |',
    "**Best for**\n\n- <script>alert(1)</script>",
    "### x\n\n**Best for**\n\n- <script>alert(1)</script> {if: <img src=x onerror=alert(1)>}",
    'a {if: " onclick="x} [@x] [@"><script>] {#"><script>}',
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62; &#x3c;script&#x3e; &amp;lt;b&amp;gt;",
    "<br onload=alert(1)> <br/onload=x> <br/> <BR>",
    "\u202e<script>\u2028alert(1)\u2029</script> \ufeff\u200b",
    "<\u017fcript>alert(1)</\u017fcript> \uff1cscript\uff1e",
    "1. a\n\n0. b\n\n999999999. c\n\n12345678901. d",
    "> > > <script>\n> - <img src=x onerror=x>",
    "x<y>z </p></div></article><script>alert(1)</script>",
    "*[**[`](javascript:a)**](b)* <a <b <c <script",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_allowed_html_only(text):
    terms = (Term("alert", "alert", (), "Noise.", ""), Term("script", "script", (), "Text.", ""))
    sources = [{"id": "x", "title": "X"}]
    for nested in (text, f"> {text}", f"- {text}", f"| {text} | B |\n|---|---|\n| {text} | c |"):
        found = page(nested, sources=sources, terms=terms)
        read(found.html)
        assert "<script" not in found.html.lower()
    read(render_text(text))


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from([*HOSTILE, "|", "\n", "\n\n", " ", "*", "`", "[", "](", ")", "<", ">", "|---|"]), max_size=9
    )
)
def test_hostile_pieces_in_any_order_give_allowed_html_only(pieces):
    read(page("".join(pieces)).html)


@settings(deadline=None, max_examples=80)
@given(st.text("<>\"'`&;#:=/*_[](){}|-\\!~@ \n\tabjs", max_size=200))
def test_random_signs_give_allowed_html_only(text):
    read(page(text).html)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            ['<a href="', "javascript:", '">', "<td data-option=", "<svg", " onload=", "'", "x", ">", "<p>", "<!--"]
        )
    )
)
def test_sanitiser_is_a_wall_of_its_own(pieces):
    class Wall(HTMLParser):
        def handle_starttag(self, tag, attrs):
            assert tag in TAGS | {"abbr", "dfn", "sub"}
            for name, value in attrs:
                assert name in ATTRIBUTES
                assert not re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE)

    wall = Wall()
    wall.feed(clean("".join(pieces)))
    wall.close()


def test_negative_control_the_oracle_sees_what_is_not_allowed():
    for html in ("<script>", '<p onclick="x">', '<a href="javascript:x">', '<p id="main">', "<p>", "<!-- x -->"):
        with pytest.raises(AssertionError):
            read(html)


def test_headings_lead_to_themselves():
    html = page("## One\n\n### Two `x`\n").html
    assert '<h2 id="s-one"><a href="#s-one">One</a></h2>' in html
    assert '<h3 id="s-two-x"><a href="#s-two-x">Two <code>x</code></a></h3>' in html


def test_a_heading_that_holds_a_link_is_none_itself():
    html = page("## See [there](/wiki/x/) for it\n").html
    assert '<h2 id="s-see-there-for-it">See <a href="/wiki/x/">there</a> for it</h2>' in html


def test_reasons_go_on_in_lower_case_unless_they_begin_with_a_name():
    html = page(
        "Many resolvers answer.\n\n"
        "- a {because: Resolvers wait.}\n- b {because: Redis waits.}\n- c {because: The rest waits.}\n"
    ).html
    for told in ("because resolvers wait.", "because Redis waits.", "because the rest waits."):
        assert told in html


def test_ids_are_prefixed_and_links_within_the_page_follow():
    found = page(
        "## One {#main}\n\n[to one](#main) [cell](#cell=t/a/b) [out](https://a.example/#x) [topic](/wiki/x/#y)\n"
    )
    oracle = read(found.html)
    assert oracle.ids == ["s-main"]
    assert oracle.links == ["#s-main", "#s-main", "#cell=t/a/b", "https://a.example/#x", "/wiki/x/#s-y"]
    assert [(e.id, e.title, e.level) for e in found.contents] == [("s-main", "One", 2)]
    assert 'rel="noopener noreferrer"' in found.html


def test_citations_are_numbered_by_the_sources_and_unknown_ones_are_left_out():
    sources = [{"id": "b", "title": "B"}, {"id": "a", "title": "A"}]
    found = page("First [@a], then [@b] and [@c].\n", sources=sources)
    assert re.findall(r'<sup class="cite"><a href="#source-(\w)">(\d)</a></sup>', found.html) == [
        ("a", "2"),
        ("b", "1"),
    ]
    assert "[@c]" not in found.html


def test_commas_part_citations_that_stand_side_by_side():
    html = page("One [@a] [@none]\n[@b], two [@a].", sources=({"id": "a"}, {"id": "b"})).html
    assert re.sub(r"</?(?:a|sup)\b[^>]*>", "", html) == "<p>One1, 2, two1.</p>\n"


def test_caption_shows_what_its_table_cites():
    text = "Table: All of it {#t} [@a]\n\n| Feature | A | B |\n|---|---|---|\n| x | 1 [@b] | 2 |\n"
    found = page(text, sources=[{"id": "a"}, {"id": "b"}])
    assert 'id="table-t-caption">All of it<sup class="cite"><a href="#source-a">1</a></sup></figcaption>' in found.html
    assert '1<sup class="cite"><a href="#source-b">2</a></sup></td>' in found.html
    assert "Table:" not in found.html


def test_table_that_compares_nothing_keeps_its_caption():
    found = page("Table: Useful links {#links options=none}\n\n| A | B | C |\n|---|---|---|\n| x | 1 | 2 |\n")
    assert "<figcaption>Useful links</figcaption>" in found.html
    assert "data-option" not in found.html


def test_qualifiers_are_shown():
    found = page("### A\n\n**Limits**\n\n- slow {if: before version 9}\n")
    assert '<span class="condition">before version 9</span>' in found.html
    assert '<span class="condition said">as of 2013</span>' in page("- Fast {if: as of 2013}").html
    assert '<span class="condition">sidecar</span>' in page('- Fast {if: sidecar case="In sidecar mode"}').html


def test_line_does_not_end_between_a_number_and_its_unit():
    html = page("Up to 10 MB/s at 90 % for 5 s, then 3 seconds and 2 models.").html
    assert "10&nbsp;MB/s at 90&nbsp;% for 5&nbsp;s, then 3 seconds and 2 models" in html


def test_line_ends_before_an_operator_and_not_after_it():
    html = page("So *R* + W > N, and 2 × 3 = 6; a - b, <x>, a/b.").html
    assert "</em> +&nbsp;W &gt;&nbsp;N, and 2 ×&nbsp;3 =&nbsp;6; a - b, &lt;x&gt;, a/b." in html


def test_diagrams_keep_their_place_free():
    text = "![A path.](diagrams/path.svg)\n\n![Another.](diagrams/other.svg)"
    html = page(text, sizes={"path.svg": (330, 320)}).html
    assert '<img src="/static/wiki/path.svg" alt="A path." width="330" height="320" loading="lazy">' in html
    assert '<img src="/static/wiki/other.svg" alt="Another." loading="lazy">' in html


def test_every_shipped_diagram_says_how_large_it_is():
    shipped = {path.name for path in (Path(django_settings.LIBRARY_DIR) / "diagrams").glob("*.svg")}
    assert set(sizes()) == shipped
    assert all(100 < width < 1200 and 30 < height < 1200 for width, height in sizes().values())


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("columns", {"1": ("a", "x"), "2": ("b", "x"), "3": ("a", "y"), "4": ("b", "y")}),
        ("rows", {"1": ("x", "a"), "2": ("x", "b"), "3": ("y", "a"), "4": ("y", "b")}),
    ],
)
def test_cells_carry_their_option_and_dimension(side, expected):
    text = f"Table: T {{#t options={side}}}\n\n| Which | A | B |\n|---|:-:|--:|\n| X | 1 | 2 |\n| Y | 3 | 4 |\n"
    html = page(text).html
    cells = re.findall(r"<td([^>]*)>(\d)</td>", html)
    found = {
        text: (re.search(r'data-option="(\w)"', marks)[1], re.search(r'data-dimension="(\w)"', marks)[1])
        for marks, text in cells
    }
    assert found == expected
    assert html.count('<th scope="col"') == 3
    assert html.count('<th scope="row"') == 2
    assert "style=" not in html


def test_terms_of_the_glossary_are_marked_once_a_section_and_never_in_headings_tables_code_or_links():
    terms = (Term("shard", "shard", ("shards",), "A slice.", ""), Term("cap", "CAP", (), "Three.", ""))
    text = (
        "## A shard\n\nOne shard, two shards, `shard`, [shard](/wiki/x/). CAP and cap.\n\n"
        "| Feature | shard | B |\n|---|---|---|\n| x | shard | 2 |\n\n## Next\n\nShards again.\n"
    )
    assert re.findall(r'class="term"[^>]*>([^<]+)<', page(text, terms=terms).html) == ["shard", "CAP", "Shards"]


def test_a_term_is_marked_across_the_end_of_a_line_and_not_in_bold_type_that_heads_a_paragraph():
    terms = (Term("hot-key", "hot key", (), "A busy one.", ""),)
    text = "**What is a hot key?**\n\nIt is a **bold** hot\nkey, and a hot key.\n"
    assert re.findall(r'class="term"[^>]*>([^<]+)<', page(text, terms=terms).html) == ["hot\nkey"]
    assert page("a [@x]\nb\n[@x] c", sources=({"id": "x"},)).html.count("cite") == 2


@pytest.mark.parametrize(
    "text",
    [
        "> " * 20_000 + "x",
        "- " * 5_000 + "x",
        "".join("  " * n + "- x\n" for n in range(300)),
        "*" * 30_000 + "x",
        "**a *b " * 5_000,
        "[" * 20_000 + "x",
        "![" * 10_000 + "x",
        "[a](" * 8_000,
        "`" * 20_000 + "x" + "`" * 19_999,
        "<" * 30_000,
        "&#" * 20_000,
        "~~" * 15_000 + "x",
        "{if: " * 5_000,
        "[@" * 10_000,
        "\n".join(f"[{n}]: /x" for n in range(5_000)),
        "| " * 3_000 + "|\n" + "|---" * 3_000 + "|\n" + "| a " * 3_000 + "|",
        "| Feature | A | B |\n|---|---|---|\n" + "| x | *a* | `b` |\n" * 1_200,
        "## x\n" * 1_200,
        "### x\n\n**Limits**\n\n- y\n\n" * 800,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_pathological_nesting_is_rendered_in_little_time(text, deadline):
    with deadline(20):
        read(page(text).html)
