import re
import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.reading.text import lower_words, meaning, normalise, repair, repair_line, slugify, split_list, within
from tests.content.importing.big_document import damaged

laws = settings(deadline=None, max_examples=80)
anything = st.text(max_size=120)
WORDS = ["cache", "Ordering", "99", "p99", "at-least-once", "C", "read", "Wert", "naïve", "μ"]
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@laws
@given(anything, st.integers(20, 100))
def test_slugify_gives_a_short_key_of_plain_letters_and_is_idempotent(text, limit):
    slug = slugify(text, limit=limit)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= limit
    assert slugify(slug, limit=limit) == slug


@laws
@given(st.text(string.ascii_lowercase + " ", min_size=100, max_size=300), st.text(string.ascii_lowercase, min_size=1))
def test_slugify_keeps_long_texts_with_a_common_beginning_apart(text, tail):
    # Cut to one length they would be one key; the hash at the end tells them apart.
    assert slugify(text.strip() + "x") != slugify(text.strip() + "x" + tail)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("CAP & PACELC", "cap-and-pacelc"),
        ("C++", "c-plus-plus"),
        ("  Naïve — Bayes ", "naive-bayes"),
        ("½", "1-2"),
    ],
)
def test_slugify_reads_signs_as_words(text, slug):
    assert slugify(text) == slug.replace("1-2", slugify("½"))


def test_slugify_of_emoji_and_of_nothing_differ_and_are_not_empty():
    assert len({slugify(""), slugify("📚"), slugify("日本")}) == 3


@laws
@given(anything)
def test_normalise_is_idempotent_and_blind_to_case_and_space(text):
    # Letters whose two cases do not fold to one ("ŉ", "İ") are left out: NFKC and case folding do not commute there.
    text = "".join(c for c in text if c.lower().upper().lower() == c.lower() and unicodedata.is_normalized("NFKC", c))
    once = normalise(text)
    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


@laws
@given(phrases, phrases)
def test_normalise_drops_parentheses_however_deep(text, inside):
    assert normalise(f"{text} ({inside} [{inside} ({inside})])") == normalise(text)
    assert normalise(f"({inside})") == normalise(inside)  # nothing else is there


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("≤ 5 ms", ">= 5 ms", False),
        ("≤ 5 ms", "<= 5 MS.", True),
        ("C#", "C", False),
        ("C++", "C", False),
        ("1–5 days", "1-5 days", True),
        ("**", "", True),
        ("50 %", "50", False),
    ],
)
def test_normalise_keeps_signs_that_say_something(a, b, equal):
    assert (normalise(a) == normalise(b)) is equal


@laws
@given(phrases, st.sampled_from([".", "!", " ;", "…", "”", "  "]), st.sampled_from(["“", "", "  ", "(", "¿"]))
def test_meaning_is_blind_to_case_punctuation_and_space(text, after, before):
    assert meaning(before + text.upper() + after) == meaning(text.replace(" ", ", "))


@laws
@given(phrases, st.sampled_from(["not", "7", "≤", "<", "≥", "→", "+", "%", "€", "#"]))
def test_meaning_changes_with_a_word_a_number_or_a_sign(text, more):
    assert meaning(f"{text} {more}") != meaning(text)


@pytest.mark.parametrize(
    ("a", "b", "cosmetic"),
    [
        ("Read-only", "read only.", True),
        ("10ms", "10 ms", True),
        ("a<b", "a < b", True),
        ("1.5 ms", "1–5 ms", False),
        ("≤ 5", "≥ 5", False),
        ("10⁶", "106", False),
        ("-5", "5", False),
        ("x = y", "x != y", False),
        ("C#", "C", False),
        ("99.9 %", "999 %", False),
    ],
)
def test_meaning_tells_cosmetic_edits_from_new_statements(a, b, cosmetic):
    assert (meaning(a) == meaning(b)) is cosmetic


# Text as it is meant: words with accents, Greek, words of Cyrillic, signs, emoji.
letters = st.sampled_from("aeiouéèàçñößüøłśžγλω")
latin = st.text(letters, min_size=1, max_size=8)
cyrillic = st.text(st.sampled_from("абвгдежзиклмнопрст"), min_size=2, max_size=8)
signs = st.sampled_from(["→", "—", "≤", "≈", "📚", "✅", "“ab”", "l’eau", "№ 5", "日本語", "50 °C", "100 µs"])
meant = st.lists(st.one_of(latin, cyrillic, signs), min_size=1, max_size=8).map(" ".join)
# Undamaged text at its most treacherous: signs that are two bytes of UTF-8 when read together.
quoted = st.sampled_from(["“{}”", "‘{}’", "«{}»", "— {} –", "…{}", "l’{}", "100\u00a0{}", "({}", "{}’s", "« {} »"])
hard_words = st.sampled_from(
    ["été", "État", "≤5 ms", "±2", "µs", "°C", "élan", "à propos", "≥ 3", "©", "®tm", "∞", "öl"]
)
undamaged = st.lists(st.builds(str.format, quoted, hard_words), min_size=1, max_size=6).map(" ".join)


@laws
@given(meant)
def test_repair_mends_every_damaged_line(text):
    assert repair_line(damaged(text)) == text


@laws
@given(st.one_of(undamaged, meant, st.text(string.printable)))
def test_repair_leaves_undamaged_lines_alone(text):
    assert repair_line(text) == text


@laws
@given(st.lists(st.tuples(meant, st.booleans()), min_size=1, max_size=12))
def test_repair_names_the_lines_that_changed(lines):
    text = "\n".join(damaged(line) if broken else line for line, broken in lines)
    mended, numbers = repair(text)
    assert mended == "\n".join(line for line, _ in lines)
    assert numbers == tuple(n for n, (line, broken) in enumerate(lines, 1) if broken and not line.isascii())


@laws
@given(meant)
def test_repair_of_repaired_text_changes_nothing(text):
    once, _ = repair(damaged(text))
    assert repair(once) == (once, ())


def test_split_list_keeps_commas_in_parentheses():
    assert split_list("a (b, c), d [e, f], and g.") == ("a (b, c)", "d [e, f]", "g")
    assert split_list(" , ;") == ()
    assert split_list("a) b, (c, d") == ("a) b", "(c, d")


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("The first miss pays.", "the first miss pays."),
        ("A-B tests need it.", "A-B tests need it."),
        ("Resolvers wait.", "resolvers wait."),
        ("Redis waits.", "Redis waits."),
        ("HTTP is there.", "HTTP is there."),
        ("PostgreSQL locks.", "PostgreSQL locks."),
        ("already so", "already so"),
        ("", ""),
    ],
)
def test_a_sentence_within_another_keeps_the_capital_of_a_name(text, goes_on):
    assert within(text, lower_words(["Two resolvers of `Redis`", "redis-cli, http2"])) == goes_on
