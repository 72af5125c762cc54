"""HTML and Markdown as plain text: what is kept, and what is refused because it would be lost."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.exchange.markup import MOST_MARKDOWN, Lossy, from_html, from_markdown
from quizzes.bank.words import said


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("2<sup>12</sup> is not 2<SUP>-1</SUP>", "2¹² is not 2⁻¹"),
        ("x<sup>n + 1</sup>, x<sup><i>k</i></sup>", "xⁿ⁺¹, xᵏ"),
        ("the 1<sup>st</sup>, Acme<sup>TM</sup>", "the 1st, Acme™"),
        ("log<sub>2</sub> n, H<sub>2</sub>O", "log₂ n, H₂O"),
        ("<b>bold</b> <span style='x'>and</span> <code>code</code><o:p></o:p>", "bold and code"),
        ("<p>One</p>\n\n<p>two<br/>three</p>four", "One\ntwo\nthree\nfour"),
        ("one\ntwo <b>three</b>", "one two three"),
        ("Which?<ul>\n<li>a</li>\n<li><p>b</p></li></ul>then", "Which?\n- a\n- b\nthen"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n- b\n2. c"),
        ("<pre>one line</pre>after", "one line\nafter"),
        ("<q>so</q>", "“so”"),
        ("<a href='https://example.org/?a=1&amp;b=2'>here</a>", "here (https://example.org/?a=1&b=2)"),
        ("<a href='https://example.org'>https://example.org</a> <a name=x>y</a>", "https://example.org y"),
        ("&lt;b&gt; &amp; &#50; &eacute;", "<b> & 2 é"),
        ("a<!-- <table> -->b", "ab"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<!-- not closed", "<!-- not closed"),
    ],
)
def test_html_says_the_same_as_plain_text(markup, text):
    assert from_html(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("one\ntwo", "one\ntwo"),
        ("List<String> if a<b and c>d", "List<String> if a<b and c>d"),
        ("2<sup>3</sup> &lt;b&gt;", "2³ <b>"),
    ],
)
def test_html_within_a_text_leaves_the_rest_as_it_stands(markup, text):
    assert from_html(markup, lines=True) == text


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ('<img src="a.png" alt="a > b">', "it shows a picture"),
        ("<video controls></video>", "it shows a picture"),
        ("<table><tr><td>1</td></tr></table>", "it holds a table"),
        ("is <del>not</del> so", "it strikes words through (<del>)"),
        ("<pre>if x:\n    y</pre>", "several lines of code"),
        ("x<sup>A*Q</sup>", "“A*Q” cannot be written raised"),
        ("x<sub>ß</sub>", "“ß” cannot be written raised"),
        (r"what is \(2^{12}\)?", r"a formula in TeX (\( … \))"),
        ("what is $$x$$?", "a formula in TeX ($$ … $$)"),
        ("a List<String>", "“<String>” is no HTML that is known here"),
        ("<script>x</script>", "“<script>” is no HTML that is known here"),
        ("what does <b> do", "<b> is opened and closed a different number of times"),
        ("what does </i> do", "<i> is opened and closed a different number of times"),
    ],
)
def test_what_plain_text_cannot_say_is_refused(markup, why):
    with pytest.raises(Lossy) as refused:
        from_html(markup)
    assert why in said(refused.value.why)


@pytest.mark.parametrize("markup", ["what does <p> do", "what does <b> do", "<img src=x>", "<table>"])
def test_tags_within_a_text_that_are_not_closed_are_refused(markup):
    with pytest.raises(Lossy):
        from_html(markup, lines=True)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("**bold** `x<y` 2^12", "bold x<y 2^12"),
        ("Which?\n\n- a\n- b\n\n1. c\n2. d", "Which?\n- a\n- b\n1. c\n2. d"),
        ("2<sup>8</sup> and [here](https://example.org)", "2⁸ and here (https://example.org)"),
        ("x" * (MOST_MARKDOWN + 1), "x" * (MOST_MARKDOWN + 1)),
    ],
)
def test_markdown_says_the_same_as_plain_text(markup, text):
    assert from_markdown(markup) == text


@pytest.mark.parametrize("markup", ["![a](b.png)", "a | b\n--|--\n1 | 2", "~~not~~", "```\na\nb\n```"])
def test_markdown_that_plain_text_cannot_say_is_refused(markup):
    with pytest.raises(Lossy):
        from_markdown(markup)


@given(st.text(st.sampled_from("<>/&;bpulisqre sup=\"'\n!-1"), max_size=60), st.booleans())
def test_any_text_is_read_or_refused(text, lines):
    with suppress(Lossy):
        assert len(from_html(text, lines=lines)) <= 2 * len(text)


@given(st.text(st.characters(exclude_characters="<>&\\$\ufeff\n"), max_size=40))
def test_a_text_without_markup_stays_as_it_is(text):
    assert from_html(text) == from_html(text, lines=True) == text.strip(" \t\r\n")
