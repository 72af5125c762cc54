"""What stands around the topics: how drills say their numbers, how the glossary and the interviews are shown."""

import re

import pytest
from django.urls import reverse

from content.practice.models import Interview, Term
from content.practice.read import fill, say


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"), (23.148, "23.1"), (0.92, "0.92"), (347.2, "347"), (10416.7, "10,400"), (1234, "1,234"),
        (9999, "9,999"), (78840000000, "78,800,000,000"), (0.000025, "0.000025"), (-3.5, "-3.5"),
    ],
)  # fmt: skip
def test_result_is_said_in_three_figures_and_a_count_in_full(number, said):
    assert say(number) == said


def test_input_is_shown_as_it_is_and_a_result_as_one_says_it():
    inputs = {"share": 99.95, "rate": 123456.0, "small": 0.0005}
    text = fill("{share} % of {rate} is {rate * share / 100}, {small}", inputs)
    assert text == "99.95 % of 123,456 is 123,000, 0.0005"


def test_glossary_has_letters_and_leaves_out_spellings_that_one_expects(client, db):
    Term.objects.create(slug="shard", term="shard", also=["shards", "partition", "partitions"], definition="A part.")
    Term.objects.create(slug="canary", term="canary", also=["canaries"], definition="A small group.")
    html = client.get(reverse("content:glossary")).content.decode()
    assert re.findall(r'<a href="#(letter-\w)">', html) == ["letter-C", "letter-S"]
    assert re.findall(r'<h2 class="letter" id="([^"]+)"', html) == ["letter-C", "letter-S"]
    assert re.findall(r"also ([^<]+)<", html) == ["partition"]


def test_interview_shows_each_number_beside_its_name(client, db):
    Interview.objects.create(
        slug="feed", title="Feed", position=1, prompt="Design it.", minutes=45, scale=["Users: 5: or 6", "Posts: 10"]
    )
    html = client.get(reverse("content:interview", args=["feed"])).content.decode()
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html)[:2] == [("Users", "5: or 6"), ("Posts", "10")]
