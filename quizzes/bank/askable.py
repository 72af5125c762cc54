"""Which facts a review may ask: live ones whose flashcard, if they have one, is live too.

The rule stands here once as SQL and once for querysets; a test holds the two together. `quizzes.reviews.askable` adds
what a learner's card has to say.
"""

from django.db.models import Q

# For a fact ``f`` with its flashcard ``s``, if any.
ASKABLE_FACT = "f.retired_at IS NULL AND s.retired_at IS NULL"
FLASHCARD_OF_FACT = "LEFT JOIN quizzes_flashcard s ON s.fact_id = f.id"

# The ids of the facts of which that does not hold. They are few: what an edit takes away is retired once.
UNASKABLE_FACTS = """
SELECT id FROM quizzes_fact WHERE retired_at IS NOT NULL
UNION SELECT fact_id FROM quizzes_flashcard WHERE retired_at IS NOT NULL
"""


def askable_fact(fact: str = "") -> Q:
    """`ASKABLE_FACT` as a condition of a queryset; ``fact`` leads to the fact from there ("fact__")."""
    return Q(**{f"{fact}retired_at__isnull": True, f"{fact}flashcard__retired_at__isnull": True})
