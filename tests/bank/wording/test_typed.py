"""What may be typed for a name, and which typed answers are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.wording.typed import Spellings, accepts, folded, is_name, shortened, untypeable


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("write through", "Write-through"), ("WRITETHROUGH", "Write-through"), ("token buckets", "Token bucket"),
        ("Proxy", "proxies"), ("caches", "cache"), ("API", "APIs"), ("the  outbox ", "Outbox"), ("http/2", "HTTP/2"),
        ("naïve", "Naive"), ("leader's lease", "Leaders lease"), ("switches", "switch"),
        ("indexes", "Index"), ("DNS", "dns"), ("databases", "Database"), ("cookie", "Cookies"), ("classes", "class"),
        ("three replicas", "3 replicas"),
    ],
)  # fmt: skip
def test_accepts_other_spellings_of_one_name(answer, accepted):
    assert accepts(answer, [accepted])


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("", "x"), ("   ", "x"), ("-", "-"), ("write-behind", "Write-through"), ("http", "HTTPS"), ("C", "C++"),
        ("token", "Token bucket"), ("push", "pull"), ("b" * 201, "b" * 201), ("HTTP", "HTTP/2"), ("\0", "x"),
    ],
)  # fmt: skip
def test_accepts_nothing_else(answer, accepted):
    assert not accepts(answer, [accepted])


@given(st.text(max_size=60))
def test_every_name_is_accepted_for_itself_in_any_case(text):
    if folded(text):
        assert accepts(text, [text])
        assert accepts(f"  {text} ", ["other", text])
    else:
        assert not accepts(text, [text])


@pytest.mark.parametrize(
    "text", ["Low", "none", "Synchronous", "Open", "Fast", "Second", "12", "Global", "one two three four"]
)
def test_adjectives_ranks_and_long_phrases_cannot_be_asked_for(text):
    assert untypeable(text)


@pytest.mark.parametrize(
    "text", ["Canary", "Sharding", "gRPC", "ACL", "Write-behind", "Token bucket", "Least recently used"]
)
def test_names_can_be_asked_for(text):
    assert not untypeable(text)


def test_spellings_hold_aliases_and_abbreviations_once():
    terms = {"Token bucket": ["tokens bucket", "leaky meter"], "Other": ["x"]}
    assert Spellings([], terms).of("Token-bucket") == ["Token-bucket", "leaky meter"]
    assert Spellings([], {}).of("Time to live (TTL)") == ["Time to live (TTL)", "Time to live", "TTL"]


@pytest.mark.parametrize(
    ("name", "others", "short"),
    [
        ("REST API", ["GraphQL API", "WebSocket"], ["REST"]),
        ("Status 503", ["Status 429", "No response"], ["503"]),
        ("LRU order", ["LFU count", "FIFO queue"], ["LRU"]),
        ("Sidecar mesh", ["Plain DNS"], []),
        ("Index scan", ["Index only scan"], []),
        ("API key", ["Password"], []),
        ("Kafka stream", ["Kafka", "RabbitMQ streams"], []),
    ],
)
def test_a_name_is_shortened_to_what_is_its_alone(name, others, short):
    assert shortened(name, others) == short


@pytest.mark.parametrize(
    ("text", "listed", "named"),
    [("gRPC", False, True), ("HTTP/2", False, True), ("backlog", False, False), ("backlog", True, True),
     ("TCP, UDP", True, False), ("the CAP", True, False)],
)  # fmt: skip
def test_a_name_is_listed_or_looks_like_one(text, listed, named):
    assert is_name(text, listed=listed) is named
