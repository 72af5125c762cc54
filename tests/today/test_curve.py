"""The memory that an answer on the front page would begin: the model's figures, and a picture that says them."""

import re
from xml.etree import ElementTree

import pytest

from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL
from quizzes.today.curve import DAYS, RETENTION, begun_by
from quizzes.today.words import CURVE, curve

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def with_class(tree, name):
    return [node for node in tree.iter() if node.get("class") == name]


def test_without_a_review_the_memory_falls_by_the_model():
    first = begun_by(right=False, choices=4)
    again = DEFAULT_MODEL.parameters[0]  # the stability after a first Again
    assert first.lost == pytest.approx(recall_after(DAYS, again, model=DEFAULT_MODEL))


def test_a_right_answer_lasts_longer_the_less_luck_it_can_be():
    wrong, two, four = (begun_by(right=right, choices=n) for right, n in ((False, 4), (True, 2), (True, 4)))
    assert wrong.lost < two.lost < four.lost < RETENTION < four.kept
    assert wrong.returns[0] <= four.returns[0]


def test_reviews_come_further_and_further_apart():
    returns = begun_by(right=True, choices=4).returns
    gaps = [after - before for before, after in zip((0, *returns), returns, strict=False)]
    assert len(returns) > 1
    assert gaps == sorted(gaps)
    assert all(0 < day < DAYS for day in returns)


@pytest.mark.parametrize("right", [True, False])
def test_the_picture_has_a_dot_for_each_review_and_says_what_it_shows(right):
    found = begun_by(right=right, choices=4)
    tree = parsed(found.svg)
    assert len(with_class(tree, "curve-review")) == len(found.returns)
    assert tree.find(f"{SVG}title").text == CURVE
    assert tree.find(f"{SVG}desc").text == curve(found.returns, DAYS, found.kept, found.lost)
    numbers = [float(n) for n in re.findall(r"[ML ]?(-?\d+\.\d)", with_class(tree, "curve-kept")[0].get("d"))]
    assert all(0 <= n <= 380 for n in numbers)
    assert not re.search(r"\s(style|on\w+)=", found.svg)


def test_the_words_name_every_review():
    told = curve((1, 5, 21), 60, 0.95, 0.58).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "The chance that you recall this in 60 days is 58 % if nothing brings it back, "
        "and 95 % if it is asked again after 1, 5 and 21 days."
    )
    assert "asked again after 1 day." in curve((1,), 60, 0.9, 0.5)
