"""Every question is held against a law that was written without the generator."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.importing.files import read_path
from content.reading.source import TopicSource
from content.reading.topic import read_topic
from quizzes.bank.generate.questions import generate, of_piece, pieces, possible
from quizzes.bank.wording.typed import Spellings
from quizzes.bank.words import said
from tests.bank.generate.fairness_of_single import SINGLE, Page, check, plain
from tests.bank.generate.random_pages import pages
from tests.conftest import LIBRARY
from tests.shipped import shipped_library

SHIPPED = Path(django_settings.LIBRARY_DIR)


def questions_of(source):
    return single(possible(source.title, read_topic(source).facts))


def unfair(source):
    page = Page(source)
    return [f"{question.key}: {said}" for question in questions_of(source) for said in check(page, question)]


@pytest.fixture(scope="module")
def shipped():
    """Each topic of the shipped library with its facts and its bank."""
    reads = shipped_library().topics
    return [(read.source, read.facts, possible(read.source.title, read.facts)) for read in reads]


def single(bank):
    return [question for question in bank.questions if question.kind in SINGLE]


def test_every_question_of_the_shipped_library_is_fair(shipped):
    asked = 0
    for source, _, bank in shipped:
        page = Page(source)
        for question in single(bank):
            assert list(check(page, question)) == [], question.key
            asked += 1
    assert asked > 700


def test_every_question_of_a_small_library_is_fair():
    for source in (topic.source for topic in read_path(LIBRARY).topics):
        assert unfair(source) == []
        assert len(questions_of(source)) > 5


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages())
def test_every_question_of_a_random_page_is_fair(source):
    assert unfair(source) == []


# The upper left corner of what can go wrong, each by name.
SHAPES = {
    "a column alone": "| Attribute | A |\n|---|---|\n| x | 1 |\n| y | 2 |",
    "two columns": "| Attribute | Ant | Bee |\n|---|---|---|\n| x | crawls | flies |",
    "all the same": "| Attribute | Ant | Bee | Cow |\n|---|---|---|---|\n| x | yes | yes | Yes |",
    "one differs": "| Attribute | Ant | Bee | Cow |\n|---|---|---|---|\n| x | small | small | large |",
    "near ties": "| Attribute | Ant | Bee | Cow |\n|---|---|---|---|\n| x | One copy | one copy. | **One** copy |",
    "empty cells": "| Attribute | Ant | Bee | Cow |\n|---|---|---|---|\n| x | | — | n/a |\n| y | a | | b |",
    "own name": "| Attribute | Ant | Bee | Cow |\n|---|---|---|---|\n| x | ant hill | hive | stable |",
    "sibling's name": "| Attribute | Ant | Bee | Cow |\n|---|---|---|---|\n| x | eats bees | hive | stable |",
    "one name twice": "| Attribute | Ant | Ant | Cow |\n|---|---|---|---|\n| x | hill | hive | barn |",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("side", ["columns", "rows"])
def test_table_of_a_difficult_shape_makes_fair_questions_or_none(text, side):
    if side == "rows":
        header, _, *rows = text.split("\n")
        cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in (header, *rows)]
        turned = list(zip(*cells, strict=True))
        text = "\n".join("| " + " | ".join(row) + " |" for row in turned)
        text = text.replace("\n", "\n" + "|---" * len(turned[0]) + "|\n", 1)
    body = f"Table: T {{#t options={side}}}\n\n{text}\n"
    assert unfair(TopicSource("page", "Page", "", "p", 1, body, 1, "page.md")) == []


def test_value_that_another_table_or_list_claims_for_an_option_is_no_distractor():
    body = (
        "### Ant\n\n**Strengths**\n\n- Carries leaves\n\n"
        "Table: T {#t options=columns}\n\n| Attribute | Ant | Bee | Cow | Dog |\n|---|---|---|---|---|\n"
        "| Work | Digs tunnels | Carries leaves | Gives cheese | Guards doors |\n\n"
        "Table: U {#u options=rows}\n\n| Animal | Other work |\n|---|---|\n| Bee | Gives cheese |\n| Dog | Barks |\n"
    )
    source = TopicSource("page", "Page", "", "p", 1, body, 1, "page.md")
    asked = {question.key: {c.text for c in question.choices} for question in questions_of(source)}
    assert "Carries leaves" not in asked.get("value/page/t/ant/work", ())
    assert "Bee" not in asked.get("option/page/t/cow/work", ())
    assert "Ant" not in asked.get("option/page/t/bee/work", ())
    assert unfair(source) == []


def test_negative_control_the_law_sees_every_kind_of_fault():
    source = read_path(LIBRARY).topics[-1].source
    page = Page(source)
    fair = next(q for q in questions_of(source) if q.kind == "value")
    right = next(c for c in fair.choices if c.correct)
    wrong = next(c for c in fair.choices if not c.correct)

    def broken(**changed):
        return list(check(page, type(fair)(**{**vars(fair), **changed})))

    def with_choice(old, **changed):
        return tuple(type(c)(**{**vars(c), **changed}) if c == old else c for c in fair.choices)

    assert broken() == []
    assert "2 marked" in broken(choices=with_choice(wrong, correct=True))[0]
    assert "0 marked" in broken(choices=with_choice(right, correct=False))[0]
    assert any("is said of" in s for s in broken(choices=with_choice(wrong, text=right.text, fact=right.fact)))
    assert any("no sibling's value" in s for s in broken(choices=with_choice(wrong, text="Something else")))
    assert any("stands out" in s for s in broken(choices=with_choice(wrong, text="x" * 300)))
    assert any("of the above" in s for s in broken(choices=with_choice(wrong, text="None of the above")))
    assert any("source is nowhere" in s for s in broken(choices=with_choice(wrong, source="x#y")))
    assert any("topic and dimension" in s for s in broken(context="Something"))
    assert any("a coin" in s for s in broken(choices=(right, wrong)))


def test_law_has_a_normaliser_of_its_own():
    assert plain("**Low** (often), or `high`!") == ("low", "or", "high")
    assert plain("(x)") == ("x",)
    assert plain("≤ 5 ms") != plain("≥ 5 ms")


# 0.999 quantiles of chi-square with 1, 2 and 3 degrees of freedom.
CRITICAL = {2: 10.828, 3: 13.816, 4: 16.266}


def test_key_stands_in_each_place_equally_often(shipped):
    places = defaultdict(Counter)
    for _, _, bank in shipped:
        for question in single(bank):
            places[len(question.choices)][[c.correct for c in question.choices].index(True)] += 1
    assert set(places) <= set(CRITICAL)
    assert sum(sum(found.values()) for found in places.values()) > 700
    for size, found in places.items():
        expected = sum(found.values()) / size
        statistic = sum((found[place] - expected) ** 2 / expected for place in range(size))
        assert statistic < CRITICAL[size], (size, found)


def test_longest_choice_is_no_hint(shipped):
    # The right choice is the longest one about as often as any other: at most half as often again as by chance.
    longest, chance = 0, 0.0
    for _, _, bank in shipped:
        for question in (q for q in bank.questions if q.kind == "value"):
            lengths = [len(c.text) for c in question.choices]
            if lengths.count(max(lengths)) == 1:
                longest += next(c for c in question.choices if len(c.text) == max(lengths)).correct
                chance += 1 / len(lengths)
    assert longest < 1.5 * chance


def test_same_facts_give_the_same_questions_in_whatever_order_they_come(shipped):
    for source, facts, bank in shipped[:6]:
        assert possible(source.title, facts) == bank
        turned = possible(source.title, facts[::-1])
        assert {q.key: q for q in turned.questions} == {q.key: q for q in bank.questions}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages(), st.randoms(use_true_random=False))
def test_order_of_facts_changes_no_question(source, random):
    facts = list(read_topic(source).facts)
    once = {q.key: q for q in generate(source.title, facts).questions}
    random.shuffle(facts)
    again = {q.key: q for q in generate(source.title, facts).questions}
    assert again == once


def contradicted(title, facts):
    """The pieces of a page that would be asked about otherwise if all of the page stood around them."""
    names = sorted({fact.option for fact in facts})
    for own, around in pieces(facts):
        rest = tuple(fact for fact in facts if fact.group != own[0].group or fact.noask)
        assert set(around) <= set(rest)
        apart, whole = (of_piece(title, own, found, tuple(names), Spellings(names, {})) for found in (around, rest))
        if apart != whole:
            yield own[0].group


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pages())
def test_a_piece_of_a_random_page_is_asked_about_as_if_all_of_the_page_stood_around_it(source):
    assert list(contradicted(source.title, read_topic(source).facts)) == []


def test_a_piece_of_a_shipped_page_is_asked_about_as_if_all_of_the_page_stood_around_it(shipped):
    for source, facts, _ in shipped:
        assert list(contradicted(source.title, facts)) == []


RANKED = """\
Table: A {#a options=columns}

| Aspect | Ant | Bee | Cow | Dog |
| --- | --- | --- | --- | --- |
| Cost | Low: a day | Medium: a week | High: a month | None: at once |

Table: B {#b options=columns}

| Aspect | Ant | Emu |
| --- | --- | --- |
| Cost | High: another way to buy it | Low: as it is |
"""


def test_what_another_table_ranks_otherwise_stands_around_a_piece():
    facts = read_topic(TopicSource("page", "Page", "", "p", 1, RANKED, 1, "page.md")).facts
    around = {own[0].group: {fact.key for fact in others} for own, others in pieces(facts)}
    assert "page/b/ant/cost" in around["a"]
    assert list(contradicted("Page", facts)) == []
    orders = [set(q.facts) for q in possible("Page", facts).questions if q.kind == "order"]
    assert orders == [{"page/a/bee/cost", "page/a/cow/cost", "page/a/dog/cost"}]


def test_negative_control_without_what_stands_around_it_a_piece_is_asked_about_otherwise(shipped):
    names = sorted({fact.option for _, facts, _ in shipped for fact in facts})
    spellings = Spellings(names, {})
    found = [(source.title, own, around) for source, facts, _ in shipped for own, around in pieces(facts) if around]
    made = [
        [of_piece(title, own, given, tuple(names), spellings) for given in ((), around)] for title, own, around in found
    ]
    assert 0 < sum(alone != within for alone, within in made) < len(made)


def test_every_fact_is_asked_or_refused_with_a_reason(shipped):
    for _, facts, bank in shipped:
        cards = {card.fact for card in bank.flashcards}
        refused = {refusal.fact for refusal in bank.refusals}
        assert {fact.key for fact in facts} <= cards | refused
        assert all(refusal.code and said(refusal.why) for refusal in bank.refusals)


def test_large_table_is_worked_through_in_little_time(deadline):
    head = "| Attribute | " + " | ".join(f"Option n{n}" for n in range(30)) + " |"
    rows = [
        f"| Row {r} {{exclusive}} | " + " | ".join(f"value {r * n % 97} of {n}" for n in range(30)) + " |"
        for r in range(12)
    ]
    body = "\n".join([head, "|---" * 31 + "|", *rows]) + "\n"
    with deadline(15):
        assert len(questions_of(TopicSource("page", "Page", "", "p", 1, body, 1, "page.md"))) > 500
