"""Which cards may be shown: those of facts that may be asked (`quizzes.bank.askable`), unless they are suspended.

Once as SQL, once for querysets; a test holds the two together. Of these facts the core ones count for how much somebody
would recall.
"""

from django.db.models import Q

from quizzes.bank.askable import ASKABLE_FACT, FLASHCARD_OF_FACT, askable_fact

# For a card ``c`` with its fact ``f`` and the fact's flashcard ``s``.
ASKABLE_CARD = f"NOT c.suspended AND {ASKABLE_FACT}"
COUNTABLE = f"f.core AND {ASKABLE_FACT}"  # the facts that count for everybody
COUNTED = f"f.core AND {ASKABLE_CARD}"  # those of a learner's cards that do
SPOKEN = "f.kind = 'prompt'"  # what is answered aloud; no core fact
FACT_OF_CARD = f"JOIN quizzes_fact f ON f.id = c.fact_id {FLASHCARD_OF_FACT}"


def askable_card() -> Q:
    """`ASKABLE_CARD` as a condition of a queryset of cards."""
    return Q(suspended=False) & askable_fact("fact__")
