"""Common mistakes of mock interviews, and what else stands in a design: read from a file, stored, and shown."""

import pytest
from django.urls import reverse

from content.addresses import address_of
from content.models import Topic
from content.practice.read import read_interview
from content.practice.records import Mistake
from content.practice.store import apply_practice, stored_interviews
from tests.content.practice.test_follow_ups import HEAD, POINTS

FILE = "interviews/shop.yaml"
BRIEF = "brief: A shop has 5 users.\n"
MISTAKES = """\
common_mistakes:
  - Drawing before asking
  - id: one-basket
    mistake: One basket for all
    says: All customers share one basket
    consequence: People pay for what others took
    replaces: [p1, p0]
"""


def read(mistakes=MISTAKES, *, brief=BRIEF, points=POINTS):
    return read_interview(HEAD + points + brief + mistakes, FILE, {"queues", "caches"})


def said(interview):
    return [(fault.line, fault.message) for fault in interview.faults]


def line_of(text, mistakes=MISTAKES, brief=BRIEF, points=POINTS):
    lines = (HEAD + points + brief + mistakes).split("\n")
    return next(n for n, line in enumerate(lines, 1) if text in line)


def test_a_mistake_is_a_text_or_has_a_consequence():
    whole = read()
    assert whole.mistakes == (
        Mistake("drawing-before-asking", "Drawing before asking"),
        Mistake(
            "one-basket", "One basket for all", "All customers share one basket", "People pay for what others took",
            ("p1", "p0"),
        ),
    )  # fmt: skip
    assert (whole.brief, whole.faults) == ("A shop has 5 users.", ())


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("    says: All customers share one basket\n", "", "consequence",
         "there is “consequence” without “says”: nothing is asked about it"),
        ("    consequence: People pay for what others took\n", "", "says",
         "there is “says” without “consequence”: nothing is asked about it"),
        ("[p1, p0]", "[p1, p77]", "replaces",
         "it replaces “p77”, which is no point of the rubric: nothing is asked about it"),
    ],
)  # fmt: skip
def test_a_mistake_that_is_not_whole_is_named_shown_and_not_asked_about(old, new, at, message):
    text = MISTAKES.replace(old, new)
    found = read(text)
    assert said(found) == [(line_of(at, text), message)]
    assert found.mistakes[1] in (
        Mistake("one-basket", "One basket for all", replaces=("p1", "p0")),
        Mistake("one-basket", "One basket for all"),
    )


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("    mistake: One basket for all\n", "", "one-basket", "the field “mistake” is missing"),
        ("    says:", "    said:", "said:", "unknown field “said”"),
        ("id: one-basket", "id: One basket", "id: One", "“One basket” is no id (lower-case letters, digits, hyphens)"),
        ("id: one-basket", "id: drawing-before-asking", "id: draw", "the mistake “drawing-before-asking” stands twice"),
    ],
)  # fmt: skip
def test_a_consequence_without_a_mistake_is_named_and_left_out(old, new, at, message):
    text = MISTAKES.replace(old, new)
    found = read(text)
    assert said(found) == [(line_of(at, text), message)]
    assert [mistake.key for mistake in found.mistakes] == ["drawing-before-asking"]


def test_consequences_without_a_brief_are_named():
    message = "there is no “brief”: nothing is asked about its design"
    assert said(read(brief="")) == [(line_of("common_mistakes", brief=""), message)]


def test_a_sound_part_without_its_reason_is_named():
    points = POINTS.replace("{id: p3,", "{id: p3, says: Baskets are stored,")
    found = read(points=points)
    assert said(found) == [
        (line_of("id: p3", points=points), "there is “says” without “because”: nothing is asked about it")
    ]
    assert found.points[3].says == ""


@pytest.fixture
def stored(db):
    for position, slug in enumerate(("queues", "caches"), 1):
        Topic.objects.create(slug=slug, title=slug, position=position)
    points = POINTS.replace("{id: p3,", "{id: p3, says: Baskets are stored, because: They are needed later,")
    source = read(points=points)
    assert apply_practice(terms=(), drills=(), interviews=[source]).interviews
    return source


def test_an_interview_is_stored_as_it_is_read(stored):
    assert stored_interviews() == (stored,)
    assert not apply_practice(terms=(), drills=(), interviews=[stored]).interviews


def test_the_page_shows_what_follows_from_a_mistake_where_questions_lead(stored, client):
    html = client.get(reverse("content:interview", args=["shop"])).content.decode()
    assert "People pay for what others took." in html
    for place in ("interviews/shop#mistake-one-basket", "interviews/shop#point-p3"):
        page, _, anchor = address_of(place).partition("#")
        assert page == reverse("content:interview", args=["shop"])
        assert html.count(f'id="{anchor}"') == 1
