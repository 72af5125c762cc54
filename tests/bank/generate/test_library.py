"""Every question of these kinds that the shipped library gives, against laws that do not know the generator."""

import hashlib
import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from quizzes.bank.generate.questions import generate
from quizzes.bank.kinds import AROUND, KINDS
from quizzes.bank.wording.balance import balanced
from quizzes.bank.wording.sameness import NearValues, near
from quizzes.bank.words import said
from tests.bank.generate.fairness_of_kinds import Law, check_card
from tests.bank.generate.written_tables import both_ways, extra_questions
from tests.shipped import shipped_library

RULES = {
    "tie", "leak", "claimed", "few", "length", "term", "negation", "leans", "coined", "overlap", "grade", "open",
}  # fmt: skip
# what tables and lists give besides the kinds about one fact; other kinds are written or come from needs and designs
EXTRA_KINDS = set(KINDS) - AROUND - {"option", "value", "scenario", "choose", "reason", "number"}


def test_every_question_of_the_library_is_lawful(library, spellings):
    found: Counter[str] = Counter()
    keys = set()
    for title, facts in library:
        law = Law(title, facts)
        for question in extra_questions(title, facts, spellings)[0]:
            law.check(question)
            found[question.kind] += 1
            keys.add(question.key)
    assert set(found) == EXTRA_KINDS
    assert len(keys) == found.total()
    assert min(found["match"], found["true-false"]) > 300
    assert found["cloze"] > 150
    assert found["categorise"] > 100
    assert min(found["multiple"], found["order"], found["odd"]) >= 5


def test_every_card_that_is_asked_both_ways_of_the_library_is_lawful(library):
    for title, facts in library:
        law = Law(title, facts)
        cards, refusals = both_ways(title, facts)
        for card in cards:
            check_card(law, card)
        cells = {fact.key for fact in facts if fact.kind == "cell" and not fact.noask}
        assert {card.fact for card in cards} | {refusal.fact for refusal in refusals} == cells


def test_every_condition_is_woven_into_what_it_is_asked_with(library, spellings):
    for title, facts in library:
        bank = generate(title, facts, spellings)
        cards = [text for card in bank.flashcards for text in (card.prompt, card.prompt_back)]
        assert [said for said in (*cards, *(q.ask for q in bank.questions)) if re.search(r"\bCondition: ", said)] == []


def test_refusing_is_no_way_out(generated):
    """What is fair must also be enough: of each topic, and of the rows that everybody should know."""
    core, graded = set(), set()
    for read, bank in generated:
        asked = [question for question in bank.questions if question.graded]
        assert len(asked) >= 60, read.source.slug
        facts = {fact.key: fact for fact in read.facts}
        assert {card.fact for card in bank.flashcards} >= {
            f.key for f in read.facts if f.kind == "cell" and not f.noask
        }
        rows = {key: (fact.topic, fact.group, fact.label) for key, fact in facts.items() if fact.kind == "cell"}
        core |= {row for key, row in rows.items() if facts[key].core and not facts[key].noask}
        graded |= {rows[key] for question in asked for key in question.facts if key in rows}
    assert len(core & graded) >= 0.96 * len(core)


def test_shuffled_facts_give_the_same_questions(library):
    shuffle = random.Random(4).shuffle
    for title, facts in library:
        mixed = list(facts)
        shuffle(mixed)
        assert extra_questions(title, mixed, {}) == extra_questions(title, facts, {})
        assert both_ways(title, mixed) == both_ways(title, facts)


def test_another_process_gives_the_same_bytes():
    texts = shipped_library().texts
    made = repr([generate(page.source.title, page.facts, {}, page.needs) for page in texts])
    script = (
        "import hashlib, pathlib\n"
        "from content.importing.files import read_path\n"
        "from quizzes.bank.generate.questions import generate\n"
        "found = read_path(pathlib.Path('content/library'))\n"
        "made = repr([generate(page.source.title, page.facts, {}, page.needs) for page in found.texts])\n"
        "print(hashlib.sha256(made.encode()).hexdigest())\n"
    )
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(made.encode()).hexdigest()


def test_half_of_the_statements_are_true(library):
    made = [q for title, facts in library for q in extra_questions(title, facts, {})[0] if q.kind == "true-false"]
    true = sum(q.choices[0].correct for q in made)
    assert abs(true - len(made) / 2) < 3.3 * (len(made) / 4) ** 0.5


def test_a_refusal_names_its_rule_and_what_it_is_about(library):
    for title, facts in library:
        for refusal in extra_questions(title, facts, {})[1]:
            assert refusal.kind in EXTRA_KINDS
            assert refusal.code in RULES
            assert any(fact.key.startswith(refusal.fact.split("/")[0]) for fact in facts)
            assert said(refusal.why)


def test_the_index_of_near_values_finds_all_that_near_finds(library):
    for _, facts in library:
        values = sorted({fact.value for fact in facts})
        near_to = NearValues(values)
        for value in values:
            assert near_to(value) == {other for other in values if near(value, other)}


def test_balanced_is_the_rule_that_the_law_measures():
    assert balanced(["aaaa", "aaaa", "aaaaaa"])
    assert not balanced(["aaaa", "aaaa", "aaaaaaa"])
