"""What breaks first: every question that the shipped drills give, reckoned again from what its stem says.

The law reads the file of the drills with plain YAML, takes the inputs out of the stem as a reader would, and computes
with fractions. It knows nothing of the generator.
"""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from statistics import median

import pytest
import yaml

from content.practice.read import read_drills
from quizzes.bank.generate.breaks import breaking, loads, of_drills
from quizzes.bank.kinds import AMOUNT, BREAKS, CHANGE
from quizzes.bank.wording.numeric import wanted
from tests.shipped import shipped_library

LIBRARY = Path("content/library")
ENDS = {
    BREAKS: r"\nWhich of these gives out first\?$",
    CHANGE: r"\nWhich one change lets this design carry the load\?$",
    AMOUNT: r"\nHow many .+, [\d,.]+ .+ each, does this load need in all( for the .+)?\?$",
}
COMMON = {"8", "1000", "10", "6", "9", "12", "100", "1", "365", "86400"}  # bits, powers of ten, per cent, calendar


@pytest.fixture(scope="module")
def drills():
    return [drill for drill in shipped_library().drills if drill.limits]


@pytest.fixture(scope="module")
def written():
    """The drills as YAML has them, by slug."""
    return {one["slug"]: one for one in yaml.safe_load((LIBRARY / "drills.yaml").read_text())}


@pytest.fixture(scope="module")
def shipped(drills):
    return [question for drill in drills for question in breaking("A topic", drill).questions]


def inputs_of(design, stem):
    """The values in a stem, found where its design has places for them."""
    pieces = re.split(r"\{(\w+)\}", " ".join(design.split()))
    pattern, seen = "", set()
    for number, piece in enumerate(pieces):
        if number % 2 == 0:  # after a single one the plural's ending is gone
            pattern += re.sub(r"s(?=\W|$)", "s?", re.escape(piece))
        else:
            pattern += f"(?P={piece})" if piece in seen else rf"(?P<{piece}>[\d,.]*\d)"
            seen.add(piece)
    found = re.match(pattern, stem)
    assert found, f"{pattern}\n{stem}"
    return {name: Fraction(value.replace(",", "")) for name, value in found.groupdict().items()}


def reckoned(text, inputs):
    exact = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"Fraction('\1')", str(text))
    return eval(exact, {"__builtins__": {}, "Fraction": Fraction}, dict(inputs))


def faults(question, drill):
    """Everything that is wrong with a question about a drill as YAML has it; nothing for a fair one."""
    inputs = inputs_of(drill["design"], question.ask)
    yield from _stated_faults(question, drill, inputs)
    shares = {
        limit["resource"]: reckoned(limit["need"], inputs) / reckoned(limit["capacity"], inputs)
        for limit in drill["limits"]
    }
    ranked = sorted(shares, key=shares.get, reverse=True)
    if shares[ranked[0]] < Fraction(3, 2) * shares[ranked[1]] * Fraction(999999, 1000000):
        yield "the two worst are too near each other"
    if not shares[ranked[1]] < 1 < shares[ranked[0]]:
        yield "not exactly one gives out"
    if question.kind == AMOUNT:
        yield from _amount_faults(question, drill, inputs, ranked[0])
        return
    named = {limit["resource"]: limit["resource"] for limit in drill["limits"]}
    if question.kind == CHANGE:
        named = {limit["resource"]: limit["change"]["do"] for limit in drill["limits"] if "change" in limit}
    shown = {choice.text: choice for choice in question.choices}
    texts = {resource: text[:1].upper() + text[1:] for resource, text in named.items()}
    if set(shown) != set(texts.values()) or len(shown) != len(question.choices):
        yield f"other choices: {sorted(shown)}"
        return
    if [text for text, choice in shown.items() if choice.correct] != [texts.get(ranked[0])]:
        yield f"the wrong one is marked; {ranked[0]} gives out"
    if max(map(len, shown)) > 1.5 * median(map(len, shown)):
        yield "a choice stands out by its length"
    for resource, text in texts.items():
        said = re.search(r": (\d[\d,]*) %\.", shown[text].reason)
        if abs(Fraction(said[1].replace(",", "")) - shares[resource] * 100) > Fraction(1, 2):
            yield f"the sum of {resource} is wrong: {shown[text].reason}"


def _amount_faults(question, drill, inputs, first):
    limit = next(one for one in drill["limits"] if one["resource"] == first)
    exact = reckoned(limit["need"], inputs) / reckoned(limit["change"]["each"], inputs)
    tolerance = Fraction(str(drill["tolerance"]))
    low, needed, high = (ceil(exact * part) for part in (1 - tolerance, 1, 1 + tolerance))
    (choice,) = question.choices
    asked = wanted(choice.text)
    if (asked.value, asked.low, asked.high) != (needed, low, high):
        yield f"right is {choice.text}, not {needed}, accepted from {low} to {high}"
    if low < high and not choice.reason.endswith(f"before rounding up: {low:,} to {high:,}."):
        yield f"the reason says other bounds than {low} and {high}: {choice.reason}"
    if f"rounded up: {needed:,}." not in choice.reason:
        yield f"the reason says another number than {needed}: {choice.reason}"
    if needed <= reckoned(limit["capacity"], inputs) / reckoned(limit["change"]["each"], inputs):
        yield "no more are needed than there are"
    if (choice.target,) != question.targets or choice.target != limit["change"]["things"]:
        yield "another unit"


def _stated_faults(question, drill, inputs):
    for limit in drill["limits"]:
        stated = re.search(
            rf"(?:Capacities:|;) {limit['resource']} ([\d,.]+) {re.escape(limit['unit'])}[;.]", question.ask
        )
        if not stated:
            yield f"the stem does not say what {limit['resource']} can take"
        elif abs(Fraction(stated[1].replace(",", "")) / reckoned(limit["capacity"], inputs) - 1) > Fraction(1, 200):
            yield f"the stem says another capacity of {limit['resource']}"


def test_every_question_of_the_library_is_right_when_it_is_reckoned_again(shipped, written):
    for question in shipped:
        assert not list(faults(question, written[question.key.split("/")[2]])), question.ask
        assert re.search(ENDS[question.kind], question.ask)


def test_negative_control_the_law_sees_another_key_another_figure_and_a_narrow_race(shipped, written):
    question = next(one for one in shipped if one.kind == BREAKS)
    drill = written[question.key.split("/")[2]]
    turned = tuple(replace(choice, correct=not choice.correct) for choice in question.choices)
    assert list(faults(replace(question, choices=turned), drill))
    doubled = tuple(
        replace(choice, reason=re.sub(r": (\d+) %\.", lambda found: f": {int(found[1]) * 2} %.", choice.reason))
        for choice in question.choices
    )
    assert list(faults(replace(question, choices=doubled), drill))
    first = next(choice.text.casefold() for choice in question.choices if choice.correct)
    wider = [
        limit | {"capacity": f"({limit['capacity']}) * 100"} if limit["resource"] == first else limit
        for limit in drill["limits"]
    ]
    assert "not exactly one gives out" in list(faults(question, drill | {"limits": wider}))


def test_library_has_thirty_resources_with_eight_loads_each(shipped):
    found = defaultdict(set)
    for question in shipped:
        kind, _, drill, resource, load = question.key.split("/")
        found[kind, drill, resource].add(load)
    loads_of = {pair: len(some) for pair, some in found.items() if pair[0] == BREAKS}
    assert sum(some == 8 for some in loads_of.values()) >= 30
    assert max(loads_of.values()) == 8
    assert len({question.topic for question in shipped}) >= 12
    changes = {pair[1:]: some for pair, some in found.items() if pair[0] == CHANGE}
    assert changes
    assert all(some == found[BREAKS, *pair] for pair, some in changes.items())
    amounts = {pair[1:]: some for pair, some in found.items() if pair[0] == AMOUNT}
    assert len(amounts) >= 30
    assert all(some == found[BREAKS, *pair] for pair, some in amounts.items())


def test_figures_of_a_sum_are_said_in_the_design(written):
    for drill in written.values():
        for limit in drill.get("limits", ()):
            said = drill["design"].replace(",", "")
            numbers = set(re.findall(r"(?<![\w.*])\d+(?:\.\d+)?", str(limit["need"]))) - COMMON
            # 60 seconds of a minute
            missing = {n for n in numbers if not re.search(rf"(?<!\d){n}(?!\d)", said)} - (
                {"60"} if "minute" in said else set()
            )
            assert not missing, (drill["slug"], limit["resource"], missing)


def test_no_load_is_asked_twice_and_the_order_of_loads_is_the_same_every_time(drills):
    for drill in drills:
        first = [load.name for load in loads(drill)]
        assert len(set(first)) == len(first)
        assert first == [load.name for load in loads(drill)]


def test_bank_is_the_same_byte_for_byte_and_probes_no_memory(drills, shipped):
    breaking.cache_clear()
    again = [question for drill in drills for question in breaking("A topic", drill).questions]
    assert repr(again).encode() == repr(shipped).encode()
    assert all(question.facts == () and not any(choice.fact for choice in question.choices) for question in shipped)
    assert {choice.source for question in shipped for choice in question.choices} == {drill.place for drill in drills}


@pytest.mark.parametrize("kind", [BREAKS, CHANGE])
def test_key_stands_in_each_place_equally_often(shipped, kind):
    for size in (3, 4):
        asked = [q for q in shipped if q.kind == kind and len(q.choices) == size]
        places = Counter([choice.correct for choice in q.choices].index(True) for q in asked)
        expected = len(asked) / size
        chi = sum((places[place] - expected) ** 2 / expected for place in range(size))
        assert chi < {3: 13.8, 4: 16.3}[size], places  # one in a thousand


SMALL = """
- slug: small
  title: A small one
  topics: [one]
  prompt: "{rate} a second: how many a minute?"
  inputs:
    - {name: rate, choices: [10, 100]}
    - {name: size, choices: [1, 2]}
  formula: rate * 60
  tolerance: 0
  steps: ["{rate} × 60 = {rate * 60}"]
  checks: [{inputs: {rate: 10, size: 1}, answer: 600}]
  design: "{rate} requests a second of {size} KB arrive."
  limits:
    - {resource: front, need: rate, capacity: 50, unit: requests/s, because: "Measured."}
    - {resource: link, need: rate * size / 1000, capacity: 10, unit: MB/s, because: "Bought."}
    - {resource: disk, need: rate / 2, capacity: FLOOR, unit: writes/s, because: "Measured."}
"""


def small(floor):
    return read_drills(SMALL.replace("FLOOR", floor), "drills.yaml", {"one"}).drills


def test_resource_that_never_gives_out_is_a_refusal_and_is_asked_beside_the_others():
    bank = breaking("One", *small("1000"))
    assert [question.key.rpartition("/")[0] for question in bank.questions] == ["breaks/one/small/front"] * 2
    assert [(one.fact, one.code) for one in bank.refusals] == [
        ("one/small/link", "never-first"),
        ("one/small/disk", "never-first"),
    ]
    stem = bank.questions[0].ask
    assert stem.startswith("100 requests a second of ")
    assert (
        "Capacities: front 50 requests/s; link 10 MB/s; disk 1,000 writes/s.\nWhich of these gives out first?" in stem
    )


@pytest.mark.parametrize("floor", ["34", "49"])
def test_nothing_is_asked_where_two_give_out_or_are_near_each_other(floor):
    bank = breaking("One", *small(floor))
    assert bank.questions == ()
    assert {one.code for one in bank.refusals} == {"never-first"}


def test_single_thing_has_no_plural():
    bank = breaking("One", replace(small("1000")[0], design="{size} parts of {rate} come."))
    assert {question.ask.partition(" of ")[0] for question in bank.questions} == {"1 part", "2 parts"}


def test_drills_of_one_topic_are_one_bank_and_those_without_a_topic_none():
    (drill,) = small("1000")
    twin = replace(drill, slug="twin")
    bank = of_drills([drill, twin, replace(drill, topics=("gone",))], {"one": "One"})
    assert bank.keys() == {"one"}
    assert [question.key for question in bank["one"].questions] == sorted(
        question.key for one in (drill, twin) for question in breaking("One", one).questions
    )
