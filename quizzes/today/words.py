"""What the Today page says of a day's work, in words. Pure."""

from quizzes.today.planning import Mark, Work


def parts(work: Work) -> str:
    """ "12 reviews and 5 new facts"; what there is none of is left out."""
    named = [_count(work.due, "review"), _count(work.fresh, "new fact")]
    return " and ".join(part for part in named if part)


def promise(work: Work) -> str:
    """ "12 reviews and 5 new facts, about 9 minutes"; empty where there is nothing to do."""
    return f"{parts(work)}, about {_count(work.minutes, 'minute')}" if work.total else ""


def told(mark: Mark) -> str:
    """What a day's mark shows, for those who do not see it."""
    done = _count(mark.reviews, "review") or "none"
    if mark.planned and mark.state == "part":
        done = f"{mark.reviews} of {_count(mark.planned, 'review')}"
    return f"{mark.day:%A}{', today' if mark.today else ''}: {done}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
