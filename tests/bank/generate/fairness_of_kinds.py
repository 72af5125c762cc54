"""What must hold for every question, judged from the parsed facts alone, without the generator's code.

Two texts say the same here if they have the same words, case, punctuation and parentheses aside. That is narrower
than what the generator takes for near, so whatever breaks a law is plainly wrong.
"""

import re
from collections import defaultdict
from statistics import median

from tests.bank.generate.asked import asks

USUAL = {"none": 0, "very low": 1, "low": 2, "medium": 3, "moderate": 3, "high": 4, "very high": 5}
NEGATIONS = {"no", "not", "none", "never", "cannot", "without", "neither", "nor", "nothing"}


def plain(text):
    folded = text.casefold()
    while True:
        bare = re.sub(r"\([^()]*\)", " ", folded)
        if bare == folded:
            break
        folded = bare
    found = re.findall(r"[^\W_]+|[+#%<>=]", folded) or re.findall(r"[^\W_]+", text.casefold())
    return " ".join(found)


class Law:
    """Checks the questions of one page. Every method raises AssertionError with the question in its message."""

    def __init__(self, title, facts):
        self.title = title
        self.facts = {fact.key: fact for fact in facts}
        self.claims = defaultdict(set)
        self.rows = defaultdict(list)
        for fact in facts:
            self.claims[plain(fact.option)].add(plain(fact.value))
            if fact.kind == "cell":
                self.rows[fact.group, fact.label].append(fact)

    def check(self, question):
        try:
            self.common(question)
            getattr(self, question.kind.replace("-", "_"))(question)
        except AssertionError as error:
            raise AssertionError(f"{question.key}: {error}\n{question}") from error

    def says(self, fact, value):
        """Whether the page says this of the option of the fact."""
        return plain(value) in self.claims[plain(fact.option)]

    def of(self, choice):
        return self.facts[choice.fact]

    def common(self, q):
        assert q.key.startswith(f"{q.kind}/{q.topic}/")
        assert len(q.key) <= 460
        assert q.facts == tuple(sorted(q.facts)) or q.kind == "true-false"
        assert set(q.facts) <= set(self.facts)
        assert len(set(q.facts)) == len(q.facts)
        captions = {self.facts[key].caption for key in q.facts}
        titled = q.context == self.title or q.context.startswith(f"{self.title} · ")
        assert titled or (q.kind == "cloze" and captions == {q.context})
        assert q.ask
        assert q.explanation
        texts = [choice.text for choice in q.choices]
        assert len(set(texts)) == len(texts), "two choices are the same"
        assert not re.search(r"(all|none) of the above", " ".join([q.stem, *texts, *q.targets]).casefold())
        for choice in q.choices:
            fact = self.of(choice)
            assert choice.source == f"{fact.topic}#{fact.anchor}"
            assert fact.value in choice.reason or q.key.startswith("order/")
            assert not fact.noask
            assert fact.exclusive is not False or q.kind in ("match", "order"), "its values overlap"
            assert fact.label != "examples"
            assert fact.option in choice.reason
        dimensions = {self.facts[key].dimension for key in q.facts}
        if not (q.kind == "categorise" and all(self.facts[key].kind == "cell" for key in q.facts)):
            labels = {self.facts[key].label for key in q.facts}
            assert len(labels) == 1
            framed = any(asks(q.stem, ask) for ask in {self.facts[key].ask for key in q.facts} - {""})
            steps = any(self.facts[key].ordered for key in q.facts)
            assert framed or steps or any(d.lower() in q.stem.lower() for d in dimensions)
        seen = " ".join([q.stem, *texts])
        for key in q.facts:
            assert conditioned(self.facts[key], seen), "a condition is not shown"

    def balanced(self, texts):
        assert max(map(len, texts)) <= 1.5 * median(map(len, texts)), "the longest stands out"

    def one_row(self, q):
        assert len({(self.of(c).group, self.of(c).label) for c in q.choices}) == 1
        for choice in q.choices:
            assert choice.text.startswith(self.of(choice).option)

    def sorting(self, q):
        assert all(choice.correct for choice in q.choices)
        assert {choice.target for choice in q.choices} == set(q.targets)
        assert len(set(q.targets)) == len(q.targets)
        assert q.facts == tuple(sorted(choice.fact for choice in q.choices))

    def match(self, q):
        self.one_row(q)
        self.sorting(q)
        self.balanced(q.targets)
        assert 3 <= len(q.choices) == len(q.targets) <= 6
        for choice in q.choices:
            assert choice.target == self.of(choice).value
            rest = {word for other in q.targets if other != choice.target for word in plain(other).split()}
            own = set(plain(choice.target).split()) - rest
            assert own.isdisjoint(plain(self.of(choice).qualifier).split()), "its condition tells"
            for other in q.choices:
                if other is not choice:
                    assert not self.says(self.of(other), choice.target), f"{choice.target} is true of {other.text} too"
                assert f" {plain(self.of(other).option)} " not in f" {plain(choice.target)} "

    def categorise(self, q):
        self.sorting(q)
        self.balanced([choice.text for choice in q.choices])
        assert 4 <= len(q.choices) <= 6
        assert 2 <= len(q.targets) <= 4
        assert len({self.of(choice).group for choice in q.choices}) == 1
        holders = {choice.target: self.of(choice) for choice in q.choices}
        for choice in q.choices:
            fact = self.of(choice)
            assert choice.target == fact.option
            assert fact.value in choice.text
            assert fact.dimension in choice.text or fact.dimension.lower() in q.stem
            for target, holder in holders.items():
                assert f" {plain(target)} " not in f" {plain(fact.value)} "
                if target != choice.target:
                    assert not self.says(holder, fact.value), f"{fact.value} is true of {target} too"
                    if fact.kind == "cell":
                        row = self.rows[fact.group, fact.label]
                        assert any(other.option_key == holder.option_key for other in row), "open world"

    def multiple(self, q):
        self.one_row(q)
        self.balanced([choice.text for choice in q.choices])
        assert q.ask.endswith(" of which this is true.")
        true = [choice for choice in q.choices if choice.correct]
        assert 2 <= len(true) < len(q.choices) <= 6
        assert q.facts == tuple(sorted(choice.fact for choice in true))
        value = next(f.value for f in self.facts.values() if f"“{f.value}”." in q.ask)
        for choice in q.choices:
            if choice.correct:
                assert f"{plain(self.of(choice).value)} ".startswith(f"{plain(value)} "), "does not hold it"
            else:
                assert not self.says(self.of(choice), value), f"{value} is true of {choice.text} too"
                assert plain(self.of(choice).value) != plain(value)

    def odd(self, q):
        self.one_row(q)
        self.balanced([choice.text for choice in q.choices])
        assert 3 <= len(q.choices) <= 6
        (key,) = [choice for choice in q.choices if choice.correct]
        single = self.of(key)
        row = [fact for fact in self.rows[single.group, single.label] if fact is not single]
        for fact in row:
            assert plain(fact.value) != plain(single.value)
            assert not self.says(single, fact.value)
            assert not self.says(fact, single.value)
            assert f"{plain(fact.value)} ".startswith(f"{min((plain(f.value) for f in row), key=len)} ")

    def rank(self, fact):
        row = self.rows[fact.group, fact.label]
        scale = next((other.scale for other in sorted(row, key=lambda f: f.key) if other.scale), ())
        steps = {plain(word): n for n, step in enumerate(scale) for word in step.split("=")} or USUAL
        lead = plain(re.split(r"[:;,(–—]", fact.value)[0])
        return steps[lead]

    def order(self, q):
        self.sorting(q)
        assert q.targets == tuple(str(n) for n in range(1, len(q.choices) + 1))
        assert 3 <= len(q.choices) <= 6
        placed = [self.of(choice) for choice in sorted(q.choices, key=lambda choice: int(choice.target))]
        if placed[0].ordered:
            page = list(self.facts)
            places = [page.index(fact.key) for fact in placed]
            assert len({(fact.option_key, fact.label) for fact in placed}) == 1
        else:
            self.one_row(q)
            places = [self.rank(fact) for fact in placed]
        assert places == sorted(set(places)), "no strict order"

    def cloze(self, q):
        (fact,) = {self.of(choice).key: self.of(choice) for choice in q.choices}.values()
        assert q.facts == (fact.key,)
        assert all(choice.correct for choice in q.choices)
        answer = q.choices[0].text
        assert 1 <= len(plain(answer).split("-")) <= 3
        assert answer in (fact.option, fact.value)
        hidden = q.ask + fact.dimension
        if answer == fact.option:
            hidden = f"{hidden} {q.context}"
            assert f"“{fact.value}”" in q.ask
            for other in self.rows[fact.group, fact.label]:
                if other is not fact:
                    assert not self.says(other, fact.value), f"{fact.value} is true of {other.option} too"
                    assert plain(other.option) not in {plain(choice.text) for choice in q.choices}
        assert plain(answer) not in USUAL
        assert f" {plain(answer)} " not in f" {plain(hidden)} ", "the answer stands in the stem"

    def true_false(self, q):
        assert not q.graded
        assert [choice.text for choice in q.choices] == ["True", "False"]
        (right,) = [choice.text for choice in q.choices if choice.correct]
        fact = self.facts[q.facts[0]]
        row = self.rows[fact.group, fact.label]
        assert "True or false? " in q.ask
        assert fact.option in q.ask
        if right == "True":
            assert q.ask.endswith(f"“{fact.value}”.")
            assert len(q.facts) == 1
        else:
            rival = self.facts[q.facts[1]]
            assert q.ask.endswith(f"“{rival.value}”.")
            assert rival in row
            assert not self.says(fact, rival.value), f"{rival.value} is true of {fact.option}"
        assert not NEGATIONS & set(plain(f"{q.ask} {fact.dimension}").split())


def conditioned(fact, text):
    """Whether a text says the condition under which a fact holds, in its own words or the author's for a sentence."""
    return any(said.lower() in text.lower() for said in (fact.qualifier, fact.case) if said or not fact.qualifier)


def check_card(law, card):
    fact = law.facts[card.fact]
    assert card.both_ways
    assert not card.reverse
    assert card.answer == fact.value
    assert fact.option in card.prompt
    assert f" {plain(fact.option)} " not in f" {plain(card.prompt_back)} "
    assert f"“{fact.value}”" in card.prompt_back
    assert conditioned(fact, card.prompt)
    assert conditioned(fact, card.prompt_back)
    assert fact.exclusive is not False
    assert f" {plain(fact.option)} " not in f" {plain(fact.value)} "
    assert card.context.startswith(law.title)
    for other in law.rows[fact.group, fact.label]:
        if other is not fact:
            assert not law.says(other, fact.value)
