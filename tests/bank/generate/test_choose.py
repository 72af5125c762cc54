"""Decisions under constraints: of the whole library, of random needs, and of needs that decide nothing."""

import random
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.reading.source import TopicSource
from content.reading.topic import read_topic
from quizzes.bank.generate.choose import MOST, decisions
from quizzes.bank.generate.questions import generate
from tests.bank.generate.fairness_of_decisions import GIVEN, Needs, check, decided
from tests.bank.generate.test_fairness_of_single import CRITICAL
from tests.shipped import shipped_library

ANTS = """\
Table: Helpers {#t options=columns option="helper"}

| Aspect | Ant | Bee | Cow | Dog |
| --- | --- | --- | --- | --- |
| Legs | six | six | four | four |
| Food | leaves | nectar | grass | meat |
| Noise | none | some | much | much |

**Needs**

- Legs: it has to walk on six legs → Ant, Bee
- Food: it may not need flowers → Ant, Cow, Dog
- Noise: it must be heard → Bee, Cow, Dog
- Food: it must live on plants → Ant, Bee, Cow
"""


def source_of(body):
    return TopicSource("page", "Page", "", "p", 1, body, 1, "page.md")


def asked(source):
    read = read_topic(source)
    return decisions(source.title, read.facts, read.needs)


@pytest.fixture(scope="module")
def shipped():
    """Each text of the library with its decisions."""
    return [(read, decisions(read.source.title, read.facts, read.needs)) for read in shipped_library().texts]


def test_every_decision_of_the_library_is_fair(shipped):
    for read, questions in shipped:
        page = Needs(read.source)
        for question in questions:
            assert list(check(page, question)) == [], question.key


def test_library_has_decisions_in_its_topics_and_not_too_many_in_any(shipped):
    counts = {}
    for read, questions in shipped:
        page, found = Needs(read.source), set()
        for question in (one for one in questions if one.kind == "choose"):
            _, _, table, key, _ = question.key.split("/")
            found |= {(table, key, need) for need in GIVEN.fullmatch(question.ask)[1].casefold().split("; ")}
        counts[read.source.slug] = len(found)
        assert len(found) <= MOST
        assert sum(question.kind == "reason" for question in questions) <= MOST
        assert bool(questions) == bool(page.tables)
    assert sum(1 for count in counts.values() if count) >= 18
    assert sum(counts.values()) >= 400


def test_customers_needs_leave_one_option_and_each_rules_one_out():
    (choose,) = (q for q in asked(source_of(ANTS)) if q.key.startswith("choose/page/t/ant/"))
    assert choose.ask.startswith("Needs: It ")
    assert choose.ask.endswith("Which helper meets both of them?")
    assert choose.context == "Page"
    reasons = {choice.text: choice.reason for choice in choose.choices}
    assert reasons["Ant"] == "Ant · Food: leaves. Ant · Legs: six."
    assert reasons["Bee"] == "It does not meet “it may not need flowers”. Bee · Food: nectar."


def test_needs_of_which_one_is_idle_are_not_put_together():
    # Whoever walks on six legs and may not need flowers is the ant already.
    for question in asked(source_of(ANTS)):
        if question.kind == "choose" and "/ant/" in question.key:
            assert "live on plants" not in question.ask


@pytest.mark.parametrize(
    "needs",
    [
        "- Legs: it has to walk on six legs → Ant, Bee\n- Food: it must live on plants → Ant, Bee, Cow\n",
        "- Legs: it has to walk on six legs → Ant, Bee\n",
        "- Food: it must eat leaves → Ant\n- Legs: it has to walk on six legs → Ant, Bee\n",
        "- Legs: it walks; on six legs → Ant, Bee\n- Food: it may not need flowers → Ant, Cow, Dog\n",
        "- Legs: an ant or a bee will do → Ant, Bee\n- Food: it may not need flowers → Ant, Cow, Dog\n",
        "- Legs: it has to walk on six legs → Ant, Bee\n- Food: it may not need flowers → Ant, Cat\n",
    ],
    ids=["two are left", "one need", "one is enough", "a semicolon", "a name", "an unknown option"],
)
def test_needs_that_decide_nothing_fair_give_nothing(needs):
    head = ANTS[: ANTS.index("- Legs: it")]
    assert asked(source_of(head + needs)) == []


def test_need_that_names_no_option_of_the_table_is_named_with_its_line():
    body = ANTS + "- Food: it may not need meat → Ant, Cat\n"
    (warning,) = read_topic(source_of(body)).warnings
    assert (warning.line, "“Cat” is no option" in warning.message) == (len(body.splitlines()), True)


def test_cell_that_is_not_to_be_asked_about_takes_no_part():
    body = ANTS.replace("| Food |", "| Food {noask} |")
    assert all("/food" not in fact for question in asked(source_of(body)) for fact in question.facts)


def test_negative_control_the_law_sees_every_kind_of_fault(shipped):
    read, questions = next((read, found) for read, found in shipped if any(q.kind == "reason" for q in found))
    page = Needs(read.source)
    for kind in ("choose", "reason"):
        fair = next(question for question in questions if question.kind == kind)
        right = next(choice for choice in fair.choices if choice.correct)
        wrong = next(choice for choice in fair.choices if not choice.correct)
        other = tuple(replace(c, correct=c == wrong) for c in fair.choices)
        assert list(check(page, fair)) == []
        assert list(check(page, replace(fair, choices=other)))
        assert list(check(page, replace(fair, choices=(right, wrong))))
        assert list(check(page, replace(fair, facts=fair.facts[:-1])))
        assert list(check(page, replace(fair, ask=f"{fair.ask} Say so.")))
        assert list(check(page, replace(fair, choices=tuple(replace(c, reason="So it is.") for c in fair.choices))))
    needs = GIVEN.fullmatch((choose := next(q for q in questions if q.kind == "choose")).ask)[1].split("; ")
    fewer = choose.ask.replace(f"; {needs[-1]}", "")
    assert any("these meet all" in said for said in check(page, replace(choose, ask=fewer)))


# Names of one length and needs of one length, which name none of them: nothing but the solver then says what is asked.
NAMES = ("Ash", "Elm", "Fig", "Oak", "Yew", "Bay")
WORDS = ("quick", "cheap", "quiet", "clean", "solid", "light", "tough", "green")


@st.composite
def weighed(draw):
    """A table of three to six options, and what is needed in its rows, met by whichever."""
    options = NAMES[: draw(st.integers(3, len(NAMES)))]
    words = WORDS[: draw(st.integers(2, len(WORDS)))]
    few = st.sets(st.sampled_from(options), min_size=1, max_size=len(options) - 1)
    lines = ['Table: Trees {#t options=columns option="tree"}', "", f"| Aspect | {' | '.join(options)} |"]
    lines.append("|" + " --- |" * (len(options) + 1))
    rows = [f"Row {n}" for n in range(draw(st.integers(1, 4)))]
    lines += [f"| {row} | {' | '.join(f'{row}, {n}' for n in range(len(options)))} |" for row in rows]
    lines += ["", "**Needs**", ""]
    lines += [f"- {draw(st.sampled_from(rows))}: it must be {word} → {', '.join(sorted(draw(few)))}" for word in words]
    return source_of("\n".join(lines) + "\n")


@settings(deadline=None, max_examples=150)
@given(weighed())
def test_random_needs_give_fair_decisions_about_each_option_that_they_leave(source):
    page, questions = Needs(source), asked(source)
    for question in questions:
        assert list(check(page, question)) == [], question.key
    options = {question.key.split("/")[3] for question in questions}
    assert options == {key for table in page.tables.values() for key in decided(table)}
    assert len({question.key for question in questions}) == len(questions)


def test_order_of_facts_and_needs_changes_no_decision(shipped):
    shuffle = random.Random(7).shuffle
    for read, questions in shipped:
        facts, needs = list(read.facts), [(key, list(found)) for key, found in read.needs]
        for mixed in (facts, needs, *(found for _, found in needs)):
            shuffle(mixed)
        turned = decisions(read.source.title, facts, tuple((key, tuple(found)) for key, found in needs))
        assert turned == questions


def test_line_above_a_table_changes_no_need():
    lower = read_topic(source_of(f"Some words.\n\n{ANTS}"))
    assert lower.needs == read_topic(source_of(ANTS)).needs


def test_bank_of_a_topic_holds_its_decisions(shipped):
    read, questions = next((read, found) for read, found in shipped if found)
    bank = {q.key: q for q in generate(read.source.title, read.facts, {}, read.needs).questions}
    assert all(replace(bank[q.key], facility=q.facility) == q for q in questions)
    without = {q.key for q in generate(read.source.title, read.facts).questions}
    assert bank.keys() - without == {q.key for q in questions}


@pytest.mark.parametrize("kind", ["choose", "reason"])
def test_key_stands_in_each_place_equally_often(shipped, kind):
    places = defaultdict(Counter)
    for _, questions in shipped:
        for question in (one for one in questions if one.kind == kind):
            places[len(question.choices)][[c.correct for c in question.choices].index(True)] += 1
    assert set(places) <= set(CRITICAL)
    for size, found in places.items():
        expected = sum(found.values()) / size
        statistic = sum((found[place] - expected) ** 2 / expected for place in range(size))
        assert statistic < CRITICAL[size], (size, found)
