"""From how many people on a figure may be shown: the one rule for pages, files and statistics.

A figure about a question, a row or an exam is everybody's from `PEOPLE` different people on, and nobody's before:
"100 %, n = 1" is one person's answer. Below that it is not zero and not rounded but left out, for editors too, and
nothing is sorted by it. What is put together from several questions takes those alone that enough people have met, or a
whole less its parts would tell what the rest said. Pure; figures leave by `quizzes.statistics.queries`, which asks it.

Only members are people here. A visitor is a cookie, and whoever throws theirs away four times would be four people
beside the fifth whose answer they are after; so visitors' answers enter no figure.

And figures grow by whole groups of five: of twelve members, the first ten to hand in count. Nobody then learns an
answer from the difference between two figures, whoever computes them and how often: there are five people at least in
it. It needs no memory of what was shown before; computing again changes nothing.

What a class's staff see of its members, by name, is another matter: they joined to be seen (`Cohort.taught_by`).
"""

PEOPLE = 5  # different members


def shown(people: int) -> bool:
    """Whether a figure about so many different people may be shown."""
    return people >= PEOPLE


def in_groups(people: str) -> str:
    """How many of so many people count, in SQL: whole groups, or all of too few, which `shown` keeps from everybody."""
    return f"CASE WHEN {people} < {PEOPLE} THEN {people} ELSE {people} - mod({people}, {PEOPLE}) END"


def halves_shown(people: int) -> bool:
    """Whether figures about half of so many people may be shown beside those about all."""
    return shown(people // 2)
