"""Questions about one cell: cloze, true or false.

Pure.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from content.reading.facts import Fact
from content.reading.text import normalise
from quizzes.bank.generate.order import USUAL, rank
from quizzes.bank.generate.page import DIGITS, Page, given, quote, shuffled, source
from quizzes.bank.kinds import CLOZE, KINDS, TRUE_FALSE
from quizzes.bank.records import SHAPE, Choice, Question, Refused
from quizzes.bank.wording.lint import leans, names_in

MOST_WORDS = 3
LONGEST_ANSWER = 200
ALIKE = 80.0  # values whose words are this similar (token set ratio) are not clearly different

Terms = Mapping[str, Sequence[str]]

_ENDS_LIKE_AN_ADJECTIVE = re.compile(r"(ous|al|ive|able|ible|ful|less|ed|ic|ant|ent|ish|est|ward|wards|ly|lar|ete)$")
_BARE = {
    "active", "bad", "best", "big", "binary", "bounded", "closed", "cold", "direct", "dynamic", "eager", "empty",
    "exact", "fair", "fast", "few", "first", "fixed", "free", "full", "good", "half-open", "hard", "heavy", "hot",
    "large", "last", "late", "lazy", "light", "long", "loose", "many", "more", "most", "new", "no", "old", "one",
    "open", "passive", "plain", "primary", "pure", "random", "rare", "rich", "rolling", "same", "second",
    "secondary", "short", "simple", "slow", "small", "soft", "some", "standard", "static", "strict", "strong",
    "temporary", "third", "three", "tight", "two", "weak", "wide", "yes",
}  # fmt: skip
_TECHNICAL = re.compile(r"[A-Za-z][a-z]*[A-Z0-9]|[A-Z]{2}|\d[A-Za-z]")
# What says too little to stand for a name that holds it.
_TOO_LITTLE = {"api", "get", "http", "least", "most", "only", "read", "sql", "tls", "url", "write"}
_NO_NAME = re.compile(r"[,;&]|^(a|an|the)\s", re.IGNORECASE)
_NOT_PLURAL = {"https", "redis", "kubernetes", "dns", "tls", "aws", "os", "ios", "postgres", "axis"}
NEGATION = re.compile(
    r"\b(no|not|none|never|cannot|nothing|nobody|nowhere|neither|nor|without|non|un|\w+n't)\b", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """The form in which typed answers are compared: no case, hyphens, spaces, accents or final plural s, and numbers
    up to ten as digits."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("&", " and ")).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    found = re.findall(r"[^\W_]+(?:'[^\W_]+)?|[+#%<>=/]", bare)
    while len(found) > 1 and found[0] in ("a", "an", "the"):
        found.pop(0)
    return "".join(DIGITS.get(word) or _singular(word.replace("'", "")) for word in found)


def _singular(word: str) -> str:
    """A word without its plural ending. What stays need not be a word: "caches" and "cache" both give "cach"."""
    if len(word) > 3 and word not in _NOT_PLURAL and not word.endswith(("ss", "us")):
        word = word if len(word) > 4 and word.endswith("is") else word.removesuffix("s")
    if word.endswith("ie"):
        return f"{word[:-2]}y"
    return word[:-1] if word.endswith(("che", "she", "xe", "ze", "se")) else word


def accepts(answer: str, accepted: Iterable[str]) -> bool:
    """Whether a typed answer is one of the accepted spellings, whatever its case, hyphens, spaces and plurals."""
    if len(answer) > LONGEST_ANSWER:
        return False
    typed = folded(answer)
    return bool(typed) and any(typed == folded(spelling) for spelling in accepted)


class Spellings:
    """What else is accepted for a name, by any of its spellings.

    A family of spellings that names several options of the page ("fan-out": on write, on read) is left out: it would
    take one for the other.
    """

    def __init__(self, page: Page, terms: Terms) -> None:
        named = {folded(name) for name in page.options.values()}
        self._families: dict[str, tuple[str, ...]] = {}
        for term, also in sorted(terms.items()):
            forms = {folded(text): text for text in (*reversed(also), term)}
            if len(forms.keys() & named) < 2:
                self._families |= dict.fromkeys(forms, (term, *also))

    def known(self, name: str) -> bool:
        """Whether a name is listed as a term."""
        return folded(name) in self._families

    def of(self, name: str) -> list[str]:
        """A name, an abbreviation that stands with it in parentheses, and its other spellings."""
        found = [name]
        bare = re.sub(r"\s*\([^()]*\)", "", name).strip()
        found += [bare, *re.findall(r"\(([^()]+)\)", name)] if bare else []
        for text in (name, bare):
            found += self._families.get(folded(text), ())
        distinct: dict[str, str] = {}
        for text in found:
            if form := folded(text):
                distinct.setdefault(form, text)
        return list(distinct.values())


def shortened(name: str, others: Iterable[str]) -> list[str]:
    """What is typed for a name and means none of the others: "REST" for "REST API" beside "GraphQL API", "LRU" for
    "LRU order".

    That is the name without the words that others have too, and each abbreviation in it that is its alone.
    """
    shared = _words(others)
    own = [word for word in name.split() if folded(word) not in shared]
    found = dict.fromkeys([" ".join(own), *(word for word in own if _TECHNICAL.search(word))])
    return [text for text in found if text != name and folded(text) and text.casefold() not in _TOO_LITTLE]


def _words(names: Iterable[str]) -> set[str]:
    return {folded(word) for name in names for word in name.split()}


@lru_cache(maxsize=16384)
def typeable(text: str) -> str:
    """Why nobody could be asked to type this ("" if one can): too long, a bare adjective, a rank."""
    found = normalise(text).split()
    if not found:
        return "it holds no word"
    if len(found) > MOST_WORDS:
        return "it has more than three words"
    if rank(text) is not None or " ".join(found) in USUAL:
        return "it is a rank on a scale"
    if len(found) == 1 and (found[0] in _BARE or found[0].isdigit()):
        return "it is a bare adjective or number"
    if len(found) == 1 and not text.isupper() and _ENDS_LIKE_AN_ADJECTIVE.search(found[0]):
        return "it is a bare adjective"
    return ""


def sole(page: Page, fact: Fact) -> Refused | None:
    """Why a cell's value does not tell its option from the others, or None if it does."""
    row = page.row(fact)
    siblings = [other for other in row.facts if other.key != fact.key]
    if not siblings:
        return "few", "no other option has a value in this dimension"
    if names_in(fact.value, fact.option, row.names):
        return "leak", f"“{fact.value}” holds a word of its option's name, “{fact.option}”"
    if leans(fact.value):
        return "leans", f"“{fact.value}” speaks of what is not there"
    for other in siblings:
        if other.value in page.near_to(fact.value):
            return "tie", f"{other.option} has nearly the same: “{other.value}”"
        if page.claimed(fact.value, other):
            return "claimed", f"elsewhere the page says “{fact.value}” of {other.option} too"
    for other in page.by_label[fact.label]:
        if other.value in page.near_to(fact.value) and not page.same(fact, other):
            return "claimed", f"in another table {other.option} has “{other.value}” in this dimension"
    return None


def cloze(page: Page, fact: Fact, spellings: Spellings) -> Question | Refused:
    """Type the missing term: a cell's value if that is a term, else the name of the option that alone has the value."""
    if _is_term(page, fact, spellings):
        return _cloze(fact, page, spellings.of(fact.value), f"type the term that holds for {fact.option}{given(fact)}.")
    if why := typeable(fact.option):
        return "term", f"the name “{fact.option}” cannot be asked for: {why}"
    if refused := sole(page, fact):
        return refused
    row = page.row(fact)
    about = f"{fact.dimension} {fact.caption} {fact.qualifier}"
    if names_in(about, fact.option, row.names):
        return "leak", f"its table, dimension or condition holds a word of its option's name, “{fact.option}”"
    accepted = spellings.of(fact.option)
    if other := _also_meant(page, fact, accepted):
        return "tie", f"“{other}” would be accepted too"
    accepted = _with_short(page, fact, accepted, spellings)
    where = f" of “{fact.caption}”" if fact.caption else ""
    ask = f"which option{where} does “{fact.value}” describe best{given(fact)}? Type its name."
    return _cloze(fact, page, accepted, ask)


def _also_meant(page: Page, fact: Fact, accepted: Sequence[str]) -> str:
    """Another option of the page whose name would be taken for this one's, or ""."""
    forms = {folded(text) for text in accepted}
    named = (name for name in page.options.values() if folded(name) in forms)
    return next((name for name in named if normalise(name) != normalise(fact.option)), "")


def _with_short(page: Page, fact: Fact, spelled: Sequence[str], spellings: Spellings) -> list[str]:
    """The spellings of an option's name and the short ones, without those that mean another option just as well."""
    others = [other.option for other in page.row(fact).facts if other.option_key != fact.option_key]
    named, shared = {folded(name) for name in page.options.values()}, _words(others)
    short = [text for text in shortened(fact.option, others) if folded(text) not in named]
    found = [*spelled[1:], *(other for text in short for other in spellings.of(text))]
    clear = {folded(text): text for text in reversed(found) if not _words([text]) <= shared}
    return [spelled[0], *(text for form, text in reversed(clear.items()) if form not in named)]


def _is_term(page: Page, fact: Fact, spellings: Spellings) -> bool:
    """Whether a value is a term with one spelling: listed as one, or an acronym or a name with the signs of one."""
    if typeable(fact.value) or rank(fact.value, fact.scale) is not None or _NO_NAME.search(fact.value):
        return False
    words = re.findall(r"[\w+#/.-]+", fact.value)
    known = spellings.known(fact.value) or all(_TECHNICAL.search(word) for word in words)
    stem = f"{page.title} {fact.dimension} {fact.option} {fact.qualifier}"
    return known and not names_in(stem, fact.value, [fact.value])


def _cloze(fact: Fact, page: Page, accepted: Sequence[str], ask: str) -> Question:
    return Question(
        key=f"{CLOZE}/{fact.key}",
        kind=CLOZE,
        topic=fact.topic,
        context=f"{page.title} · {fact.dimension}",
        ask=ask,
        choices=tuple(Choice(text, True, quote(fact), fact.key, source(fact)) for text in accepted),
        explanation=quote(fact),
        facts=(fact.key,),
    )


def true_false(page: Page, fact: Fact) -> Question | Refused:
    """A statement to be judged, for practice only. The false form says what clearly holds for a sibling instead.

    Either names the sibling, as values need not exclude each other: an index that "all engines" have is, strictly, also
    one that "PostgreSQL, SQLite" have. Which form is asked hangs on the fact's key alone, so half of them are true; a
    fact without a fair false form gives no question at all, lest those be all true.
    """
    row = page.row(fact)
    siblings = [other for other in row.facts if other.key != fact.key]
    if not siblings:
        return SHAPE, "no other option has a value in this dimension"
    if NEGATION.search(f"{fact.dimension} {fact.option} {fact.value} {fact.qualifier}"):
        return "negation", "the statement would hold a negation"
    if fact.key in row.telling:
        return "leak", f"“{fact.value}” holds a word of an option's name"
    rivals = [
        other
        for other in siblings
        if not page.claimed(other.value, fact)
        and not page.claimed(fact.value, other)
        and not NEGATION.search(f"{other.option} {other.value}")
        and other.key not in row.telling
        and other.qualifier == fact.qualifier
        and fuzz.token_set_ratio(fact.value, other.value, processor=str.casefold) < ALIKE
    ]
    if not rivals:
        return "few", "no sibling's value is clearly different, fair, and without a negation"
    key = f"{TRUE_FALSE}/{fact.key}"
    rival = shuffled(key, rivals, lambda other: other.key)[0]
    true = hashlib.sha256(key.encode()).digest()[0] % 2 == 0
    shown = fact if true else rival
    which = f"This holds for {fact.option} rather than for {rival.option}"
    borrowed = f"“{rival.value}” is what {rival.option} has in “{rival.dimension}”."
    return Question(
        key=key,
        kind=TRUE_FALSE,
        topic=fact.topic,
        context=f"{page.title} · {fact.dimension}",
        ask=f"true or false? {which}: “{shown.value}”{given(fact)}.",
        choices=(
            Choice("True", true, quote(fact) if true else borrowed, shown.key, source(shown)),
            Choice("False", not true, quote(fact), fact.key, source(fact)),
        ),
        explanation=quote(fact) if true else f"{quote(fact)} {borrowed}",
        facts=(fact.key,) if true else (fact.key, rival.key),
        graded=KINDS[TRUE_FALSE].graded,
    )
