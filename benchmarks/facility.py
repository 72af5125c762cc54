"""How well the wording tells which questions are hard: what is expected (`quizzes.bank.facility`) against what a
simulated population earns, by Spearman's ρ.

The population does not know that formula. Its assumptions:

- An ability θ ~ N(0, 1) for each of `PEOPLE`, who know a fact of difficulty b with the chance 1/(1 + e^(b − θ)).
- b is 0.5 for the rarity of the value's words in the library (mean standardised −log frequency), 0.4 for a fact that is
  not core, and N(0, 0.8) that no wording tells. It is one draw for a fact, whatever asks for it.
- Who knows the fact behind the right choice takes it, but slips to another by half the share of words (Jaccard) that
  its nearest rival has in common with it. Who does not leaves out each wrong choice whose own fact is known, and takes
  one of those left by chance. A decision takes all facts that it probes.
- A term is recalled by 0.7 of those who know it, less by a fifth for each further ten letters.
- What sorts is done part by part: what is known is put right, the rest is spread by chance over the places left (pairs,
  sequences) or all places (buckets).

So luck and the number of choices are in both, which is most of what differs between kinds; ρ within kinds is without
that. The scatter of what is earned about what is expected says how many answers the prior is worth.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log
from statistics import fmean, median, pstdev

from django.conf import settings

from benchmarks.measure import Result
from content.importing.files import read_path
from content.reading.facts import Fact
from quizzes.bank.generate.questions import generate
from quizzes.bank.kinds import KINDS, Shape
from quizzes.bank.records import Choice, Question
from quizzes.statistics.theory import rank_correlation

PEOPLE = 200
SEED = 5
FEWEST = 30  # questions of a kind, before its own figure says something
_RARE, _NOT_CORE, _UNTOLD = 0.5, 0.4, 0.8


def facility() -> Iterator[Result]:
    """ρ over all questions, its median over the kinds, and the answers that the prior is worth."""
    expected: list[float] = []
    earned: list[float] = []
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for question, share in _simulated():
        expected.append(question.facility)
        earned.append(share)
        kinds[question.kind].append((question.facility, share))
    within = [_agreement(pairs) for pairs in kinds.values() if len(pairs) >= FEWEST]
    found = [rho for rho in within if rho is not None]
    yield Result("facility-rank-correlation", _agreement(list(zip(expected, earned, strict=True))) or 0.0,
                 "ρ", None, None, "", len(expected))  # fmt: skip
    yield Result("facility-within-kinds", median(found), "ρ", None, None, "", len(found))
    bias = fmean(earned) - fmean(expected)
    scatter = fmean((e - p - bias) ** 2 for e, p in zip(earned, expected, strict=True))
    worth = fmean(p * (1 - p) for p in expected) / scatter - 1
    yield Result("facility-prior-answers", worth, "answers", None, None, "", len(expected))


def _agreement(pairs: Sequence[tuple[float, float]]) -> float | None:
    return rank_correlation([expected for expected, _ in pairs], [earned for _, earned in pairs])


def _simulated() -> Iterator[tuple[Question, float]]:
    """Every question of the library with the share of marks that the population earns."""
    library = read_path(settings.LIBRARY_DIR)
    terms = {term.term: term.also for term in library.terms}
    chance = random.Random(SEED)
    people = [chance.gauss(0, 1) for _ in range(PEOPLE)]
    hardness = _hardness([fact for read in library.topics for fact in read.facts], chance)
    for read in library.topics:
        facts = {fact.key: fact for fact in read.facts}
        for question in generate(read.source.title, read.facts, terms, read.needs).questions:
            crowd = _Crowd(question, facts, hardness, chance)
            yield question, fmean(crowd.earns(ability) for ability in people)


def _hardness(facts: Sequence[Fact], chance: random.Random) -> dict[str, float]:
    seen = Counter(word for fact in facts for word in _words(fact.value))
    rarity = {fact.key: fmean([-log(seen[word]) for word in _words(fact.value)] or [0.0]) for fact in facts}
    middle, spread = fmean(rarity.values()), pstdev(rarity.values())
    return {
        fact.key: _RARE * (rarity[fact.key] - middle) / spread + _NOT_CORE * (not fact.core) + chance.gauss(0, _UNTOLD)
        for fact in facts
    }


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2)


class _Crowd:
    """What people of an ability do with one question."""

    def __init__(
        self, question: Question, facts: Mapping[str, Fact], hardness: Mapping[str, float], chance: random.Random
    ) -> None:
        self.question, self.shape = question, KINDS[question.kind].shape
        self.facts, self.hardness, self.chance = facts, hardness, chance
        right = [choice for choice in question.choices if choice.correct]
        wrong = [choice for choice in question.choices if not choice.correct]
        self.slip = max((self._common(right[0], other) for other in wrong), default=0.0) / 2

    def _common(self, a: Choice, b: Choice) -> float:
        here, there = (_words(self.facts[c.fact].value if c.fact in self.facts else c.text) for c in (a, b))
        return len(here & there) / max(len(here | there), 1)

    def earns(self, ability: float) -> float:
        """The share of marks that one of this ability earns."""
        if self.shape is Shape.TYPED:
            letters = len(self.question.choices[0].text)
            recalled = 0.7 * 0.8 ** max(letters / 10 - 1, 0)
            return float(self._knows(ability, self.question.facts[0]) and self.chance.random() < recalled)
        if self.shape is Shape.JUDGED:
            return float(self._knows(ability, self.question.facts[0]) or self.chance.random() < 1 / 2)
        if self.shape is Shape.SEVERAL:
            return self._several(ability)
        return self._placed(ability) if self.shape.placed else self._one(ability)

    def _knows(self, ability: float, fact: str) -> bool:
        return self.chance.random() < 1 / (1 + exp(self.hardness.get(fact, 0.0) - ability))

    def _one(self, ability: float) -> float:
        if all(self._knows(ability, fact) for fact in self.question.facts) and self.chance.random() >= self.slip:
            return 1.0
        left = [c for c in self.question.choices if c.correct or not self._knows(ability, c.fact)]
        return float(self.chance.choice(left).correct)

    def _several(self, ability: float) -> float:
        choices = self.question.choices
        took = [
            c.correct if self._knows(ability, c.fact) else self.chance.random() < 1 / 2 for c in choices
        ]  # taken or left
        right = sum(c.correct for c in choices)
        hits = sum(t for t, c in zip(took, choices, strict=True) if c.correct) / right
        misses = sum(t for t, c in zip(took, choices, strict=True) if not c.correct) / (len(choices) - right)
        return max(0.0, hits - misses)

    def _placed(self, ability: float) -> float:
        choices = self.question.choices
        known = [self._knows(ability, c.fact) for c in choices]
        open_ones = [c for c, knows in zip(choices, known, strict=True) if not knows]
        if self.shape is Shape.BUCKETS:
            guessed = [self.chance.choice(self.question.targets) for _ in open_ones]
        else:
            guessed = [c.target for c in open_ones]
            self.chance.shuffle(guessed)
        lucky = sum(c.target == put for c, put in zip(open_ones, guessed, strict=True))
        return (sum(known) + lucky) / len(choices)
