"""The laws on tables nobody would write: ties, near-ties, holes, doubles, markup, one row, many columns."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank.enemies import enemies
from tests.bank.generate.fairness_of_kinds import Law, check_card
from tests.bank.generate.written_tables import both_ways, extra_questions, lists, read, table

OPTIONS = [
    "Cache-aside", "Read-through", "Write-through", "Write-behind", "Token bucket", "Leaky bucket", "Leaky queue",
    "Poll", "Polling", "Push", "Open", "Half-open", "Closed", "gRPC", "REST API", "Kafka", "`Redis`",
    "**Bold** one", "Low tier", "C", "C++", "A/B test", "Queue", "Queues", "Stateful", "Stateless", "Ärger", "数据",
    "100 %", "X" * 70,
]  # fmt: skip
VALUES = [
    "", "—", "Low", "low", "**Low**", "Low (a bit)", "Low: restart", "Low to medium", "Very low", "Medium", "Moderate",
    "High", "Very high", "High, low under load", "None", "None, one copy", "Yes", "No", "Not possible", "Possible",
    "One held connection", "One held connections", "A held connection", "One open connection", "16 bytes", "8 bytes",
    "`SELECT 1`", "[a link](https://example.org/)", "About 1/(N + 1)", "About 1/(N - 1)", "Number of workers",
    "Number of partitions", "Each poll asks again", "The token waits in its bucket", "Read-through only", "Raft", "TCP",
    "TCP and UDP", "HTTP/2", "UUIDv7", "5 %", "< 5 ms", "> 5 ms", "Copies of every key", "Copies of each key",
    "A rather long value that goes on and on until nobody would want to read it", "?", "“quoted”",
    "a \\| b",
    "Cost & effort", "x", "1", "one", "first", "Stale by design {if: without TTL}", "Fresh {if: version 2}", "数据",
    "(only)", "None of the above", "All of the above",
]  # fmt: skip
DIMENSIONS = [
    "Cost",
    "Cost of a write",
    "Latency",
    "Order",
    "Not for",
    'Scope {scale="one < some = few < all"}',
    "Push",
]
BULLETS = ["Best for", "Strengths", "Limits", "Steps#"]

options = st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=7)
cells = st.one_of(
    st.sampled_from(VALUES), st.sampled_from(["Low", "Medium", "High", "None", "one", "some", "all", "few"])
)


@st.composite
def pages(draw):
    text = ""
    for n in range(draw(st.integers(1, 2))):
        names = draw(options)
        dimensions = draw(st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=6))
        rows = [(d, draw(st.lists(cells, min_size=len(names), max_size=len(names)))) for d in dimensions]
        text += table(names, rows, key=f"t{n}")
    if draw(st.booleans()):
        bullets = st.lists(st.sampled_from([v for v in VALUES if v]), min_size=1, max_size=5)
        labels = st.dictionaries(st.sampled_from(BULLETS), bullets, min_size=1, max_size=3)
        text += lists(draw(st.dictionaries(st.sampled_from(OPTIONS), labels, min_size=1, max_size=4)))
    return read(text)


def lawful(title, facts, terms=None):
    questions, _ = extra_questions(title, facts, terms or {})
    law = Law(title, facts)
    for question in questions:
        law.check(question)
    assert len({question.key for question in questions}) == len(questions)
    for card in both_ways(title, facts)[0]:
        check_card(law, card)
    return questions


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(facts=pages(), seed=st.integers(0, 99))
def test_questions_of_any_table_are_lawful_and_free_of_positions(facts, seed):
    questions = lawful("Some title", facts)
    mixed = list(facts)
    random.Random(seed).shuffle(mixed)
    steps = iter([fact for fact in facts if fact.ordered])  # their order is what they say, so it stays
    mixed = [next(steps) if fact.ordered else fact for fact in mixed]
    assert extra_questions("Some title", mixed, {})[0] == questions
    hostile = enemies(questions, facts)
    assert all(key in hostile[other] for key, others in hostile.items() for other in others)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("rows", "columns"), [(30, 12), (12, 30), (1, 12), (30, 1), (30, 2)])
def test_questions_of_a_large_table_are_lawful(rows, columns, seed):
    chance = random.Random(f"{rows}/{columns}/{seed}")
    words = re.findall(r"\w+", "cache key log node write read copy lease quorum page byte shard token clock index")
    names = [f"{chance.choice(['Elm', 'Oak', 'Yew', 'Fig'])} {chr(65 + n % 26)}{n}" for n in range(columns)]

    def cell():
        return chance.choice(VALUES) if chance.random() < 0.3 else " ".join(chance.choices(words, k=3))

    drawn = [(f"Dimension {chance.choice(words)} {{exclusive}}", [cell() for _ in names]) for _ in range(rows)]
    facts = read(table(names, drawn))
    questions = lawful("Some title", facts)
    if rows > 1 and columns > 2:
        assert {question.kind for question in questions} >= {"match", "categorise", "cloze", "true-false"}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=4))
def test_questions_of_a_transposed_table_are_lawful(rows):
    head = "Table: Some ways {#t options=rows}\n\n| Way | Cost | Latency | Order | Scope |\n" + "| --- " * 5 + "|\n"
    body = "".join(f"| {name} | {' | '.join(row)} |\n" for name, row in zip(OPTIONS, rows, strict=False))
    lawful("Some title", read(head + body))


def test_a_page_without_facts_gives_nothing():
    assert extra_questions("Empty", (), {}) == ([], [])
    assert both_ways("Empty", ()) == ([], [])
