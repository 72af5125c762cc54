"""The laws of fairness that forbid a question, and how many each of them forbids. Pure."""

from collections import Counter
from collections.abc import Iterable

from quizzes.bank.records import Refusal

# By the codes of refusals.
LAWS = {
    "only values that rule each other out are right or wrong": ("overlap",),
    "no other choice holds as well": ("claimed", "tie", "open"),
    "nothing gives the answer away": ("leak", "leans", "length"),
    "only names that the field uses are typed": ("coined", "term"),
    "grades are ordered or matched": ("grade", "ordered"),
    "two forms of a fact at most": ("enough",),
    "one question of a kind over several facts for a row": ("row-asked",),
    "there are enough fair choices": ("few",),
    "nothing is asked with a negation": ("negation",),
    "what its author keeps out is not asked": ("noask",),
}
OTHER = "other"
_OF_CODE = {code: law for law, codes in LAWS.items() for code in codes}


def by_law(refusals: Iterable[Refusal]) -> dict[str, int]:
    """How many of these each law forbids, in the laws' order, those that forbid none too."""
    counted = Counter(_OF_CODE.get(refusal.code, OTHER) for refusal in refusals)
    return {law: counted[law] for law in (*LAWS, OTHER)}
