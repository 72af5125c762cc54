"""Questions made by hand, of every kind, and random ones with every sign that a format treats in a special way."""

from hypothesis import strategies as st

from quizzes.bank.exchange.records import ExchangeChoice, ExchangeQuestion
from quizzes.bank.kinds import (
    AMOUNT,
    BREAKS,
    CATEGORISE,
    CHANGE,
    CHOOSE,
    CLOZE,
    CONSEQUENCES,
    KINDS,
    MATCH,
    MULTIPLE,
    NUMBER,
    ODD,
    OPTION,
    ORDER,
    REASON,
    REVIEW,
    SCENARIO,
    TRUE_FALSE,
    VALUE,
)

SINGLE = frozenset({OPTION, VALUE, SCENARIO, CHOOSE, REASON, BREAKS, CHANGE, ODD})
SEVERAL = frozenset({MULTIPLE, REVIEW})
PAIRS = frozenset({MATCH, CATEGORISE, ORDER, CONSEQUENCES})

NASTY = "a ~ b = c # d { e } f : g \\ h \\n i -> j <b> & \"q\" 'r' ::s:: %50% [html] ü 漢 🙂"


def question(kind, choices, *, key="", stem="Queues · Ordering: what holds?", explanation="Because."):
    key = key or f"{kind}/queues/ordering"
    tags = ("phase::one", "topic::queues", f"kind::{kind}")
    made = tuple(ExchangeChoice(*choice) for choice in choices)
    return ExchangeQuestion(key, kind, key, stem, made, explanation, tags, "queues")


BY_HAND = [
    question(OPTION, [("Queue", False, "No."), ("Log", True, "Yes."), ("Topic", False, "")]),
    question(VALUE, [("Strict", True, "Yes."), ("None", False, "No."), ("Per key", False, "No.")]),
    question(SCENARIO, [("Queue", True, "Yes."), ("Log", False, "No.")]),
    question(CHOOSE, [("Queue", True, "Yes."), ("Log", False, "No."), ("Bus", False, "No.")]),
    question(REASON, [("In order", False, "No."), ("Kept for days", True, "Yes."), ("Cheap", False, "No.")]),
    question(BREAKS, [("Disks", True, "8 TB of 4 TB: 200 %."), ("Link", False, "10 %."), ("Cores", False, "50 %.")]),
    question(CHANGE, [("Add disks", True, "200 %."), ("Add a link", False, "10 %."), ("Add cores", False, "50 %.")]),
    question(ODD, [("Queue", True, "Yes."), ("Log", False, "No."), ("Bus", False, "No.")]),
    question(MULTIPLE, [("A", True, "Yes."), ("B", True, ""), ("C", True, "Y"), ("D", False, "No."), ("E", False, "")]),
    question(MATCH, [("Queue", True, "", "none"), ("Log -> x", True, "", "key -> y"), ("%5% [html] =", True, "", "b")]),
    question(CATEGORISE, [("S1", True, "", "Queue"), ("S2", True, "", "Log"), ("S3", True, "", "Queue")]),
    question(ORDER, [("Third", True, "Last.", "3"), ("First", True, "", "1"), ("Second", True, "", "2")]),
    question(REVIEW, [("One copy", True, "A fault."), ("Two zones", False, "Sound."), ("A key", False, "Sound.")]),
    question(CONSEQUENCES, [("One copy", True, "", "It is lost"), ("One queue", True, "", "It waits")]),
    question(CLOZE, [("dead-letter queue", True, "It is."), ("DLQ", True, "")]),
    question(NUMBER, [("240..260", True, "a -> b", "requests/s")]),
    question(NUMBER, [("3.14 ± 0.05", True, "")], key="number/margin"),
    question(AMOUNT, [("13 (10..15)", True, "13, rounded up.", "disks")], key="amount/uneven"),
    question(AMOUNT, [("25..31", True, "27, rounded up.", "login instances")]),
    question(NUMBER, [("-7", True, "Below.", "°C")], key="number/alone"),
    question(TRUE_FALSE, [("True", True, "Right."), ("False", False, "Wrong.")]),
    question(TRUE_FALSE, [("True", False, ""), ("False", True, "Indeed.")], key="true-false/b"),
    question(OPTION, [(NASTY, True, NASTY), ("%50% half", False, "[plain] x"), ("[html]<b>", False, "-> y")],
             key="option/nasty::key", stem=NASTY, explanation=NASTY),
    question(CLOZE, [("a -> b", True, "c -> d"), ("a → b", True, "")], key="cloze/arrow", explanation="e -> f"),
    question(OPTION, [("one\ntwo", True, "three\nfour"), ("-1", False, "+1"), ("=SUM(A1)", False, "@x")],
             key="option/lines", stem="first\n\nsecond", explanation="// no comment"),
]  # fmt: skip
assert {q.kind for q in BY_HAND} == KINDS.keys()

SIGNS = "*~=#{}:\\\n\"'%[]-><&;,/+@$ \t\u00a0\u2028\x0b\x85nTab01éß漢🙂"


def texts(*, least=1):
    """Texts without blanks around them, which no format keeps, and without what no text file holds."""
    signs = st.text(
        st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8", exclude_characters="\0\r")), max_size=30
    )
    return signs.map(lambda text: text.strip(" \t\n\r")).filter(lambda text: len(text.strip()) >= least)


WORDS = st.from_regex(r"[a-z0-9:/.-]{1,20}", fullmatch=True)


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(sorted(KINDS)))
    if kind == TRUE_FALSE:
        true = draw(st.booleans())
        choices = [("True", true, draw(texts(least=0))), ("False", not true, draw(texts(least=0)))]
    elif kind in PAIRS:
        target = texts() if kind != ORDER else st.integers(1, 9).map(str)
        choices = [(draw(texts()), True, "", draw(target)) for _ in range(draw(st.integers(2, 5)))]
    elif kind in (AMOUNT, NUMBER):
        low, more = draw(st.integers(-(10**9), 10**9)), draw(st.integers(1, 999))
        text = draw(st.sampled_from([f"{low}", f"{low}..{low + more}", f"{low} ± {more}", f"{low}.5 ± 0.25"]))
        choices = [(text, True, draw(texts(least=0)), draw(st.sampled_from(["", "ms", "requests/s", "%", "°C"])))]
    else:
        size = draw(st.integers(2, 5))
        right = {0} if kind in SINGLE else set(range(size)) if kind == CLOZE else {0, size - 1} - {1}
        choices = [(draw(texts()), n in right, draw(texts(least=0))) for n in range(size)]
    return ExchangeQuestion(
        key := draw(texts().filter(lambda text: "\n" not in text)),
        kind,
        key,
        draw(texts()),
        tuple(ExchangeChoice(*choice) for choice in choices),
        draw(texts(least=0)),
        (f"kind::{kind}", *draw(st.lists(WORDS, max_size=2))),
        "",
    )
