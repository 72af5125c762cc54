"""Design reviews of the whole library, against laws that read the interviews' files by themselves; and odd ones."""

import hashlib
import os
import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path
from statistics import median

import pytest
import yaml

from content.practice.followups import main_topic
from quizzes.bank.generate.review import of_interviews, reviews, tells
from quizzes.bank.kinds import KINDS
from tests.bank.conftest import LIBRARY
from tests.shipped import shipped_library

LITTLE = frozenset({
    "with", "that", "this", "from", "when", "which", "while", "their", "them", "then", "than", "each", "have", "only",
    "what", "whose", "some",
})  # fmt: skip


@pytest.fixture(scope="module")
def interviews():
    return shipped_library().interviews


@pytest.fixture(scope="module")
def asked(interviews):
    """Every question about a design, with the interview's file as plain data."""
    files = {data["slug"]: data for data in map(_data, sorted((LIBRARY / "interviews").glob("*.yaml")))}
    questions = list(chain.from_iterable(bank.questions for bank in of_interviews(interviews).values()))
    return [(question, files[question.key.split("/")[2]]) for question in questions]


def _data(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def words(text):
    """The beginnings of a text's words: "stored" and "stores" are one."""
    found = re.findall(r"[a-z0-9]{4,}", text.casefold())
    return {word[:5] for word in found if word not in LITTLE}


def balanced(texts):
    lengths = [len(text) for text in texts]
    return max(lengths) <= 1.5 * median(lengths)


def test_nothing_of_the_library_is_refused_or_left_out(interviews):
    banks = of_interviews(interviews).values()
    assert not [refusal for bank in banks for refusal in bank.refusals]
    assert not shipped_library().notices
    assert all(i.brief and len([m for m in i.mistakes if m.says]) == 4 for i in interviews)


def test_every_mistake_is_in_one_to_four_questions(asked):
    told = Counter(choice.text for question, _ in asked for choice in question.choices if choice.correct)
    mistakes = [mistake for _, data in {data["slug"]: (0, data) for _, data in asked}.values()
                for mistake in data["common_mistakes"]]  # fmt: skip
    assert len(mistakes) == 48
    assert {told[mistake["says"]] for mistake in mistakes} <= {1, 2, 3, 4}
    assert sum(told.values()) == sum(told[mistake["says"]] for mistake in mistakes)


def test_a_part_is_a_fault_exactly_if_the_interview_has_it_among_its_mistakes(asked):
    for question, data in asked:
        if question.kind != "review":
            continue
        faults = {m["says"]: m for m in data["common_mistakes"]}
        sound = {p["says"]: p for p in data["rubric"] if "says" in p}
        assert faults.keys().isdisjoint(sound)
        taken = [choice.text for choice in question.choices if choice.correct]
        left = [choice.text for choice in question.choices if not choice.correct]
        assert set(taken) <= faults.keys()
        assert set(left) <= sound.keys()
        assert len({*taken, *left}) == len(question.choices) >= 5
        assert 1 <= len(taken) <= 2
        replaced = {key for text in taken for key in faults[text].get("replaces", ())}
        assert replaced.isdisjoint(sound[text]["id"] for text in left), question.key
        assert balanced(choice.text for choice in question.choices), question.key
        assert question.ask.startswith(data["brief"])
        for choice in question.choices:
            why = faults[choice.text]["consequence"] if choice.correct else sound[choice.text]["because"]
            assert why in choice.reason


def test_each_consequence_is_that_of_its_fault_and_shares_no_word_with_it_alone(asked):
    for question, data in asked:
        if question.kind != "consequences":
            continue
        faults = {m["says"]: m["consequence"] for m in data["common_mistakes"]}
        assert {choice.text: choice.target for choice in question.choices}.items() <= faults.items()
        assert len(question.choices) >= 3
        assert sorted(question.targets) == sorted({choice.target for choice in question.choices})
        assert balanced(question.targets)
        assert balanced(choice.text for choice in question.choices)
        for choice in question.choices:
            others = set().union(*(words(other.text) for other in question.choices if other is not choice))
            assert not (words(choice.text) & words(choice.target)) - others, choice


def test_the_number_of_parts_does_not_tell_that_of_the_faults(asked):
    sizes = {1: Counter(), 2: Counter()}
    for question, _ in asked:
        if question.kind == "review":
            sizes[sum(choice.correct for choice in question.choices)][len(question.choices)] += 1
    assert min(found.total() for found in sizes.values()) >= 20
    assert {size for found in sizes.values() for size in found} == {6}


def test_faults_are_no_longer_and_no_shorter_than_sound_parts(asked):
    parts = {(choice.text, choice.correct) for q, _ in asked if q.kind == "review" for choice in q.choices}
    faults, sound = ([len(text) for text, correct in parts if correct is true] for true in (True, False))
    assert abs(median(faults) - median(sound)) <= 5
    places = Counter(n for q, _ in asked if q.kind == "review" for n, c in enumerate(q.choices) if c.correct)
    even = sum(places.values()) / 6
    assert sum((places[n] - even) ** 2 / even for n in range(6)) < 20.5  # chi-square, five degrees, 0.1 %


def test_no_turn_of_phrase_tells_faults_from_sound_parts(asked):
    """A word that many faults have and hardly a sound part, or the other way round, would be enough to answer by."""
    parts = {(choice.text, choice.correct) for q, _ in asked if q.kind == "review" for choice in q.choices}
    held = {true: Counter(w for text, c in parts if c is true for w in set(re.findall(r"[a-z]+", text.lower())))
            for true in (True, False)}  # fmt: skip
    for word in held[True] | held[False]:
        shares = [held[true][word] / sum(c is true for _, c in parts) for true in (True, False)]
        assert abs(shares[0] - shares[1]) < (0.1 if len(word) > 3 else 0.3), word


def test_questions_speak_of_no_memory_and_belong_to_the_main_topic(asked):
    for question, data in asked:
        weights = Counter()
        for point in data["rubric"]:
            weights[point["topic"]] += point.get("weight", 1)
        assert weights[question.topic] == max(weights.values())
        assert question.key.startswith(f"{question.kind}/{question.topic}/{data['slug']}")
        assert question.facts == ()
        assert {choice.fact for choice in question.choices} == {""}
        assert question.graded
        assert KINDS[question.kind].graded
    assert len({question.key for question, _ in asked}) == len(asked) == 60


def test_the_order_of_the_files_parts_changes_no_question(interviews):
    shuffle = random.Random(5).shuffle
    for interview in interviews:
        points, mistakes = list(interview.points), list(interview.mistakes)
        shuffle(points)
        shuffle(mistakes)
        mixed = replace(interview, points=tuple(points), mistakes=tuple(mistakes))
        if main_topic(mixed.points) == main_topic(interview.points):
            made, again = reviews(interview).questions, reviews(mixed).questions
            assert [replace(q, explanation="") for q in made] == [replace(q, explanation="") for q in again]


def test_another_process_gives_the_same_bytes(interviews):
    made = repr(sorted(of_interviews(interviews).items()))
    script = (
        "import hashlib, pathlib\n"
        "from content.importing.files import read_path\n"
        "from quizzes.bank.generate.review import of_interviews\n"
        "found = read_path(pathlib.Path('content/library')).interviews\n"
        "print(hashlib.sha256(repr(sorted(of_interviews(found).items())).encode()).hexdigest())\n"
    )
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONHASHSEED": "11", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(made.encode()).hexdigest()


def test_an_interview_without_a_brief_or_without_faults_is_not_asked_about(interviews):
    plain = tuple(replace(mistake, says="", consequence="") for mistake in interviews[0].mistakes)
    assert not reviews(replace(interviews[0], brief="")).questions
    assert not reviews(replace(interviews[0], mistakes=plain)).questions


def test_two_mistakes_give_designs_and_nothing_to_match(interviews):
    few = replace(interviews[0], mistakes=interviews[0].mistakes[:2])
    assert Counter(question.kind for question in reviews(few).questions) == {"review": 2}


def test_a_fault_that_stands_out_by_its_length_is_refused(interviews):
    first, *others = interviews[0].mistakes
    bank = reviews(replace(interviews[0], mistakes=(replace(first, says="Clicks wait " * 20), *others)))
    assert {refusal.code for refusal in bank.refusals} == {"length"}
    assert not [q for q in bank.questions if any(choice.text.startswith("Clicks wait") for choice in q.choices)]


def test_a_consequence_that_repeats_its_fault_is_left_out(interviews):
    first, *others = interviews[0].mistakes
    told = replace(first, consequence=f"{first.says.split(',')[0]} and so it goes on from there")
    assert tells(told, (told, *others))
    match = next(q for q in reviews(replace(interviews[0], mistakes=(told, *others))).questions
                 if q.kind == "consequences")  # fmt: skip
    assert {choice.text for choice in match.choices} == {mistake.says for mistake in others}
