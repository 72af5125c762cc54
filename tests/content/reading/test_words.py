import pytest

from content.reading.words import NUMBERS, singular


@pytest.mark.parametrize(
    ("words", "one"),
    [("caches", "cach"), ("cache", "cach"), ("policies", "policy"), ("apis", "api"), ("axis", "axis"),
     ("analysis", "analysis"), ("status", "status"), ("class", "class"), ("https", "https"), ("redis", "redis"),
     ("single points", "single point"), ("as", "as"), ("", "")],
)  # fmt: skip
def test_plural_endings_are_cut(words, one):
    assert singular(words) == one


def test_numbers_count_on_from_one():
    assert list(NUMBERS.values()) == list(range(1, len(NUMBERS) + 1))
