"""Limits of drills as their file has them: what is read, and what is refused, by line."""

import pytest

from content.practice import formula
from content.practice.read import plain, read_drills
from content.practice.records import Change

TEXT = """- slug: small
  title: A small one
  topics: [one]
  prompt: "{rate} a second: how many a minute?"
  inputs:
    - {name: rate, choices: [10, 100]}
  formula: rate * 60
  tolerance: 0
  steps: ["{rate} × 60 = {rate * 60}"]
  checks: [{inputs: {rate: 10}, answer: 600}]
  design: "{rate} requests a second arrive."
  limits:
    - resource: front servers
      need: rate
      capacity: 2 * 25
      unit: requests/s
      because: "Two were measured."
      change: {do: "Add servers", things: servers, each: 25}
    - {resource: link, need: rate / 1000, capacity: 10, unit: MB/s, because: "Bought."}
    - {resource: disk, need: rate / 2, capacity: 80, unit: writes/s, because: "Measured."}
- slug: other
  title: Another
  topics: [one]
  prompt: "{a}"
  inputs: [{name: a, choices: [1]}]
  formula: a
  tolerance: 0
  steps: ["{a}"]
  checks: [{inputs: {a: 1}, answer: 1}]
"""


def read(text=TEXT):
    return read_drills(text, "drills.yaml", {"one"})


def test_limits_are_read_with_what_raises_them():
    first, other = read().drills
    assert [limit.key for limit in first.limits] == ["front-servers", "link", "disk"]
    assert first.limits[0].change == Change("Add servers", "servers", "25")
    assert first.limits[1].change is None
    assert (other.design, other.limits) == ("", ())
    assert read().faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("      need: rate\n", "", 13, "the field “need” is missing"),
        ("need: rate\n", "need: rate +\n", 14, "“rate +” is no formula"),
        ("need: rate\n", "need: speed\n", 14, "“speed” uses “speed”, which is no input"),
        ("need: rate\n", "need: __import__('os')\n", 14, "which is no input"),
        ("capacity: 2 * 25", "capacity: 0", 15, "“capacity” is more than 0"),
        ("capacity: 2 * 25", "capacity: 1 / 0", 15, "has no value"),
        ("unit: requests/s", "unit: parsecs", 16, "unknown unit “parsecs”"),
        ('      because: "Two were measured."\n', "", 13, "the field “because” is missing"),
        ("things: servers, ", "", 18, "“things” and “each” go together"),
        ("each: 25", "each: 0", 18, "“each” is more than 0"),
        ("unit: MB/s, ", "unit: MB/s, source: x, ", 19, "unknown field “source”"),
        ("resource: disk", "resource: link", 12, "the resource “link” stands twice"),
        ('design: "{rate} requests', 'design: "{speed} requests', 11, "“speed” uses “speed”"),
        ('design: "{rate} requests', 'design: "Some requests', 14, "the design does not say “rate”"),
        ('  design: "{rate} requests a second arrive."\n', "", 1, "the field “design” is missing"),
    ],
)
def test_fault_of_a_limit_is_named_by_line_and_the_rest_of_the_file_stays(old, new, line, said):
    assert TEXT.count(old) == 1
    found = read(TEXT.replace(old, new))
    assert [drill.slug for drill in found.drills] == ["small", "other"]
    assert found.drills[0].limits == ()
    (fault,) = found.faults
    assert (fault.file, fault.line) == ("drills.yaml", line)
    assert said in fault.message


def test_two_limits_are_too_few():
    lines = TEXT.splitlines(keepends=True)
    (fault,) = read("".join(line for line in lines if "resource: disk" not in line)).faults
    assert (fault.line, fault.message) == (12, "a design has 3 to 6 limits, this one has 2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rate * size / 10 ** 6", "400,000 × 800 ÷ 10⁶"),
        ("rate - size", "400,000 − 800"),
        ("rate * (100 - hit) / 100", "400,000 × (100 − 95.5) ÷ 100"),
        ("rate / (size * 2)", "400,000 ÷ (800 × 2)"),
        ("rate - (size - 2)", "400,000 − (800 − 2)"),
        ("rate + (size - 2)", "400,000 + 800 − 2"),
        ("(size + 1) ** 2", "(800 + 1)²"),
        ("max(rate, size)", "max(400,000, 800)"),
        ("-size", "-800"),
    ],
)
def test_formula_is_spelt_as_one_writes_it(text, said):
    assert formula.spelt(text, {"rate": 400_000.0, "size": 800.0, "hit": 95.5}, plain) == said
