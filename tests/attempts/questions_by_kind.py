"""Questions of every kind, made by hand, in the place of a question of an attempt."""

from quizzes.attempts.models import AttemptQuestion
from quizzes.attempts.scoring import Given
from quizzes.bank.kinds import KINDS as KINDS
from quizzes.bank.kinds import Shape, of_shape
from quizzes.bank.models import Choice, Fact, Question, QuestionVersion
from tests.conftest import NOW

SORTED = {
    "match": ["Red", "Green", "Blue"], "consequences": ["Red", "Green", "Blue"], "categorise": ["Left", "Right"],
    "order": ["1", "2", "3"],
}  # fmt: skip
SEVERAL = ("multiple", "review")
NUMBERS = of_shape(Shape.NUMBER)


def ask(attempt, position, kind):
    """Ask a question of this kind at a position, about three facts of one row (storage, row 1)."""
    facts = list(Fact.objects.filter(key__contains="storage/table/", label="row-1").order_by("key"))
    question = Question.objects.create(key=f"{kind}/storage/by-hand-{position}", topic=facts[0].topic, kind=kind)
    question.facts.add(facts[0])
    version = QuestionVersion.objects.create(
        question=question, number=1, context="Storage · Row 1", ask=f"do this ({kind}).", explanation="",
        checksum="", targets=SORTED.get(kind, ["requests/s"] if kind in NUMBERS else []), created_at=NOW,
    )  # fmt: skip
    question.current = version
    question.save()
    size = {"true-false": 2, "cloze": 2, **dict.fromkeys(NUMBERS, 1)}.get(kind, 3)
    for place, fact in enumerate(facts[:size]):
        targets = SORTED.get(kind)
        Choice.objects.create(
            version=version,
            position=place,
            text="240..260" if kind in NUMBERS else f"Word {place + 1}",
            correct=bool(targets) or kind == "cloze" or place == 0 or (kind in SEVERAL and place == 1),
            target=targets[place % len(targets)] if targets else "",
            reason=f"That is {fact.option}.",
            fact=facts[0].key if kind == "cloze" else fact.key,
            source=fact.source,
        )
    order = list(version.choices.values_list("pk", flat=True))
    AttemptQuestion.objects.filter(attempt=attempt, position=position).update(version=version, order=order)
    return order


def given(kind, order, share=1):
    """The right answer (share 1), one that is partly right where that is possible, or a wrong one (share 0)."""
    if targets := SORTED.get(kind):
        right = {pk: targets[place % len(targets)] for place, pk in enumerate(order)}
        rotated = {pk: targets[(place + 1) % len(targets)] for place, pk in enumerate(order)}
        return Given(places=right if share == 1 else rotated if share == 0 else rotated | {order[0]: targets[0]})
    if kind == "cloze":
        return Given(typed="word-1" if share else "nothing")
    if kind in NUMBERS:
        return Given(typed="0.25k" if share else "9,999")
    if kind in SEVERAL:
        return Given.of(*{1: order[:2], 0: order[2:]}.get(share, order[:1]))
    return Given.of(order[0] if share else order[1])


def posted(answer, **more):
    """The answer as a browser sends it."""
    fields = {"choice": sorted(answer.chosen)} | {f"place-{pk}": value for pk, value in answer.places.items()}
    return fields | ({"text": answer.typed} if answer.typed else {}) | more
