"""Which questions must not stand in one quiz: those that probe one fact, or of which one tells the other's answer.

Pure. Only questions over the same row (one dimension of one table or list) are compared: elsewhere an option's name or
a value means something else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from content.reading.facts import Fact
from content.reading.text import normalise
from quizzes.bank.kinds import CATEGORISE, MATCH, ORDER, TRUE_FALSE
from quizzes.bank.records import Question
from quizzes.bank.wording.sameness import NearValues

# Their choices are what is sorted or judged, so that what a cell says is the answer.
_ANSWERED_BY_VALUES = {CATEGORISE, MATCH, ORDER, TRUE_FALSE}
Place = tuple[str, str, str]


def enemies(questions: Sequence[Question], facts: Iterable[Fact]) -> dict[str, frozenset[str]]:
    """For each question's key the keys of its enemies. Enmity goes both ways; nobody is an enemy of itself.

    ``facts`` are those that the questions probe. The work grows with the number of questions times those of one row.
    """
    by_key = {fact.key: fact for fact in facts}
    found: dict[str, set[str]] = {question.key: set() for question in questions}
    by_fact: dict[str, set[str]] = defaultdict(set)
    by_row: dict[Place, dict[str, Question]] = defaultdict(dict)
    for question in questions:
        for key in question.facts:
            by_fact[key].add(question.key)
            if fact := by_key.get(key):
                by_row[fact.topic, fact.group, fact.label][question.key] = question
    for sharing in by_fact.values():
        for key in sharing:
            found[key] |= sharing
    for place, row in by_row.items():
        for one, other in _told(place, list(row.values()), by_key):
            found[one].add(other)
            found[other].add(one)
    return {key: frozenset(others - {key}) for key, others in found.items()}


def _told(place: Place, row: Sequence[Question], facts: dict[str, Fact]) -> Iterable[tuple[str, str]]:
    """Pairs of a row's questions: the second one's visible text holds the first one's answer."""
    shown = {question.key: {*(c.text for c in question.choices), *question.targets} for question in row}
    read = {
        question.key: " | ".join(
            f" {normalise(text)} " for text in (question.context, question.ask, *sorted(shown[question.key]))
        )
        for question in row
    }
    showing: dict[str, list[str]] = defaultdict(list)
    for key, texts in shown.items():
        for text in texts:
            showing[text].append(key)
    near_to = NearValues(showing)
    asking: dict[str, list[str]] = defaultdict(list)
    for question in row:
        for answer in _answers(question, place, facts):
            asking[answer].append(question.key)
    for answer, askers in asking.items():
        phrase = f" {normalise(answer)} "
        tellers = {key for text in near_to(answer) for key in showing[text]}
        if phrase.strip():
            tellers.update(key for key, text in read.items() if phrase in text)
        for asker in askers:
            for teller in tellers:
                yield asker, teller


def _answers(question: Question, place: Place, facts: dict[str, Fact]) -> set[str]:
    """What one has to know to answer a question, as far as it is about this row."""
    if question.kind not in _ANSWERED_BY_VALUES:
        return {choice.text for choice in question.choices if choice.correct}
    here = (facts[key] for key in question.facts if key in facts)
    return {fact.value for fact in here if (fact.topic, fact.group, fact.label) == place}
