"""From how many people on a figure may be shown: the one rule for pages, files and statistics.

A figure about a question, a row or an exam is everybody's from `PEOPLE` different people on, and nobody's before:
"100 %, n = 1" is one person's answer. Below that it is not zero and not rounded but left out, for editors too, and
nothing is sorted by it. What is put together from several questions takes those alone that enough people have met, or a
whole less its parts would tell what the rest said. Pure; figures leave by `quizzes.statistics.queries`, which asks it.

What a class's staff see of its members, by name, is another matter: they joined to be seen (`Cohort.taught_by`).
"""

PEOPLE = 5  # different ones: members, and visitors by their browser


def shown(people: int) -> bool:
    """Whether a figure about so many different people may be shown."""
    return people >= PEOPLE


def halves_shown(people: int) -> bool:
    """Whether figures about half of so many people may be shown beside those about all."""
    return shown(people // 2)
