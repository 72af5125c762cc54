"""What the linter says of questions that people write, kind by kind."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.authored.drafts import Draft, DraftChoice, arranged, targets, unworded, worded
from quizzes.bank.authored.rules import faults
from quizzes.bank.kinds import KINDS
from quizzes.bank.words import said

ASK = {"true-false": "a log keeps a message after it was read."}


def draft(kind, *choices, ask="", groups=(), dimension="Delivery"):
    """Choices as texts (right ones begin with "*"), or as texts with their targets."""
    made = []
    for choice in choices:
        text, target = choice if isinstance(choice, tuple) else (choice, "")
        right = kind in ("match", "categorise", "order", "cloze", "number") or text.startswith("*")
        made.append(DraftChoice(text.removeprefix("*"), "Because.", right, target))
    ask = ask or ASK.get(kind, "which of these is it?")
    return Draft(dimension, ask, "", tuple(made), kind, tuple(groups))


SINGLE = draft("option", "*Red paint", "Green paint", "Blue paint")
SEVERAL = draft("multiple", "*Kafka topic", "Work queue", "*Redo journal")
JUDGED = draft("true-false", "*True", "False")
TYPED = draft("cloze", "dead-letter queue", "DLQ", ask="where does a broker put what cannot be processed?")
NUMBER = draft("number", ("240..260", "requests/s"), ask="how many requests come in each second?")
PAIRS = draft("match", ("Log", "by offset"), ("Stack", "newest first"), ("Heap", "by weight"))
SORTED = draft(
    "categorise",
    *[("Copies every write", "Mirror"), ("Answers any reader", "Mirror"), ("Splits by hash", "Shard")],
    ("Grows with each node", "Shard"),
    groups=("Mirror", "Shard"),
)
STEPS = draft("order", "The leader appends", "Followers copy it", "A client hears back")
WRITTEN = {code: kind.written for code, kind in KINDS.items() if kind.written}
FAIR = [SINGLE, SEVERAL, JUDGED, TYPED, NUMBER, PAIRS, SORTED, STEPS]


def choices(one, *texts):
    """The draft with other choices: those given, by place."""
    changed = list(one.choices)
    for place, text in texts:
        changed[place : place + 1] = [] if text is None else [replace(changed[place], text=text)]
    return replace(one, choices=tuple(changed))


def target(one, place, text):
    changed = list(one.choices)
    changed[place] = replace(changed[place], target=text)
    return replace(one, choices=tuple(changed))


def wrong(one, place):
    changed = list(one.choices)
    changed[place] = replace(changed[place], correct=False)
    return replace(one, choices=tuple(changed))


def longer(one, most):
    return replace(one, choices=tuple(replace(one.choices[0], text=f"number {n}") for n in range(most + 1)))


def test_every_kind_can_be_asked():
    assert {one.kind for one in FAIR} == WRITTEN.keys()
    assert [faults(one, "Messaging") for one in FAIR] == [[]] * len(FAIR)


@pytest.mark.parametrize(
    "one", [one for one in FAIR if one.kind not in ("true-false", "cloze", "number")], ids=lambda d: d.kind
)
def test_number_of_choices_is_bounded(one):
    size = WRITTEN[one.kind]
    words = f"Give {size.least} to {size.most} {size.noun}."
    assert [said(flaw.why) for flaw in faults(replace(one, choices=one.choices[: size.least - 1]))] == [words]
    assert [said(flaw.why) for flaw in faults(longer(one, size.most))] == [words]


@pytest.mark.parametrize(
    ("bad", "part", "place", "words"),
    [
        (choices(SINGLE, (1, "red paint")), "text", 1, "say nearly the same"),
        (wrong(SEVERAL, 0), "choices", 0, "Mark two or more choices as right"),
        (draft("multiple", "*A topic", "*A queue", "*A journal"), "choices", 0, "leave at least one that is wrong"),
        (choices(SEVERAL, (2, "kafka topics")), "text", 2, "say nearly the same"),
        (choices(SEVERAL, (1, "All of these")), "text", 1, "leans on the other choices"),
        (choices(SEVERAL, (1, "A work queue with a very long name")), "text", 1, "Shorten it to 18 characters"),
        (replace(SEVERAL, ask="is a redo journal one of them?"), "ask", 0, "names its answer, “Redo journal”"),
        (choices(JUDGED, (1, "Perhaps")), "choices", 0, "The answers are “True” and “False”."),
        (wrong(JUDGED, 0), "choices", 0, "Mark exactly one choice as right."),
        (replace(JUDGED, ask="is a log durable?"), "ask", 0, "Write a statement, not a question."),
        (replace(JUDGED, ask="a log is never read twice."), "ask", 0, "“never” turns the statement round"),
        (replace(JUDGED, ask="a log doesn't forget."), "ask", 0, "“doesn't” turns the statement round"),
        (choices(TYPED, (0, "a queue for dead letters")), "text", 0, "more than three words"),
        (choices(TYPED, (0, "durable")), "text", 0, "bare adjective"),
        (choices(TYPED, (0, "very high")), "text", 0, "rank on a scale"),
        (choices(TYPED, (0, "3")), "text", 0, "bare adjective or number"),
        (choices(TYPED, (1, "…")), "text", 1, "holds no word"),
        (choices(TYPED, (1, "Dead letter queues")), "text", 1, "is accepted already, with “dead-letter queue”"),
        (wrong(TYPED, 1), "choices", 0, "None of the spellings can be wrong"),
        (replace(TYPED, ask="what do you call a queue of dead letters?"), "ask", 0, "names its answer"),
        (replace(TYPED, dimension="The dead-letter queue"), "ask", 0, "what stands above it, names its answer"),
        (choices(PAIRS, (1, "the log")), "text", 1, "say nearly the same"),
        (target(PAIRS, 1, "By offset"), "target", 1, "say nearly the same"),
        (target(PAIRS, 1, "from the heap"), "target", 1, "holds a word of “Heap”"),
        (target(PAIRS, 1, "all of them"), "target", 1, "leans on the other choices"),
        (target(PAIRS, 2, "by whatever weight was given"), "target", 2, "stands out"),
        (wrong(PAIRS, 0), "choices", 0, "None of the pairs can be wrong"),
        (replace(SORTED, groups=("Mirror",)), "choices", 0, "Give 2 to 4 groups."),
        (replace(SORTED, groups=("Mirror", "Shard", "Cache")), "groups", 2, "“Cache” one to 4 statements; it has none"),
        (replace(SORTED, groups=("Mirror", "Shard", "mirrors")), "groups", 2, "say nearly the same"),
        (choices(SORTED, (2, "Makes a shard")), "text", 2, "holds a word of “Shard”"),
        (choices(SORTED, (1, "copies each write")), "text", 1, "say nearly the same"),
        (choices(SORTED, (1, "Answers any reader who asks it for a value")), "text", 1, "stands out"),
        (choices(STEPS, (1, "Then followers copy it")), "text", 1, "“Then” says which place the step has"),
        (choices(STEPS, (2, "Finally, a client hears")), "text", 2, "“Final” says which place"),
        (choices(STEPS, (2, "3. A client hears")), "text", 2, "“3” says which place"),
        (choices(STEPS, (2, "The leader appended")), "text", 2, "say nearly the same"),
        (choices(STEPS, (2, "…")), "text", 2, "holds no word"),
    ],
)
def test_faults_say_what_to_do_and_where(bad, part, place, words):
    found = [(flaw.part, flaw.place, said(flaw.why)) for flaw in faults(bad)]
    assert any((part, place) == (p, n) and words in said for p, n, said in found), found


def test_too_many_statements_in_a_group():
    many = [(f"{word} its own copy", "Mirror") for word in ("Keeps", "Sends", "Reads", "Locks", "Drops")]
    bad = draft("categorise", *many, ("Splits by hash", "Shard"), groups=("Mirror", "Shard"))
    assert "it has 5" in " ".join(said(flaw.why) for flaw in faults(bad))


def test_a_term_may_share_a_word_with_its_question():
    assert faults(replace(TYPED, ask="which queue collects what cannot be processed?")) == []
    assert faults(TYPED, "Dead-letter queues") != []


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)


@given(
    st.sampled_from(sorted(WRITTEN)),
    st.lists(st.tuples(TEXTS, TEXTS, st.booleans()), max_size=9),
    TEXTS,
    st.lists(TEXTS, max_size=5),
)
def test_faults_never_fail(kind, made, ask, groups):
    parts = tuple(DraftChoice(text, "", right, into) for text, into, right in made)
    one = Draft("About", ask, "", parts, kind, tuple(groups))
    for flaw in faults(one, "Topic"):
        assert flaw.part in ("ask", "choices", "text", "target", "groups")
        if flaw.part in ("text", "target", "groups"):
            assert flaw.place < len(groups if flaw.part == "groups" else parts)


@given(st.sampled_from(sorted(WRITTEN)), TEXTS)
def test_words_that_a_kind_owes_are_said_once(kind, ask):
    said = worded(kind, ask)
    assert worded(kind, said) == said
    assert worded(kind, unworded(kind, said)) == said


def test_stored_order_hangs_on_the_key_alone():
    for one in FAIR:
        turned = replace(one, choices=one.choices[::-1], groups=one.groups[::-1])
        if one.kind in ("true-false", "cloze"):
            assert arranged(one, "k") == list(one.choices)
        elif one.kind == "order":
            ranks = {choice.text: str(n) for n, choice in enumerate(one.choices, 1)}
            assert {choice.text: choice.target for choice in arranged(one, "k")} == ranks
            assert targets(one, "k") == ["1", "2", "3"]
        else:
            assert arranged(one, "k") == arranged(turned, "k")
            assert targets(one, "k") == targets(turned, "k")
    assert sorted(targets(PAIRS, "k")) == sorted(choice.target for choice in PAIRS.choices)
    assert sorted(targets(SORTED, "k")) == ["Mirror", "Shard"]
    assert targets(SINGLE, "k") == []
