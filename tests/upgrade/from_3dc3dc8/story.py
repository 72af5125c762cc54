"""A month: what people do beside their reviews, what they review, and what the workers do meanwhile."""

from collections.abc import Callable, Iterator
from functools import partial

from django.test import Client

from quizzes import tasks
from tests.upgrade.from_3dc3dc8 import curating, editing, people, teaching
from tests.upgrade.from_3dc3dc8.clock import clock
from tests.upgrade.from_3dc3dc8.quizzing import examine, examine_late, go_on, practise, visit
from tests.upgrade.from_3dc3dc8.studying import first_grade_undone, read, sit, slip, take_up

DAYS = 31
Event = Callable[[], object]
# Who sits down to review: at what hour (UTC), for how many cards, and on which days.
SITTINGS: dict[str, tuple[float, int, Callable[[int], bool]]] = {
    "steady": (6.5, 9, lambda day: day > 0),
    "forgetful": (13.2, 8, lambda day: day % 4 != 3),
    "traveller": (20.1, 8, lambda day: day % 3 != 2 and day not in (12, 14)),
    "beginner": (23.4, 4, lambda day: day % 7 in (1, 5)),
    "leaver": (9.8, 7, lambda day: day < 12 and day % 2 == 0),
    "gone": (5.1, 6, lambda day: day < 6),
    "instructor": (18.6, 3, lambda day: day % 10 == 4),
}
_scenes: list[tuple[int, float, Event]] = []


def tell() -> None:
    """All that happens, in its order."""
    for day, hour, event in sorted([*_every_day(), *_scenes], key=lambda told: told[:2]):
        clock.set(day, hour)
        event()


def _every_day() -> Iterator[tuple[int, float, Event]]:
    for day in range(DAYS):
        for hour in (0.0, 6.0, 12.0, 18.0):
            yield day, hour, _work
        for name, (hour, most, when) in SITTINGS.items():
            if when(day):
                yield day, hour, partial(sit, name, most, day)


def _work() -> None:
    """What the workers do."""
    for task in (tasks.heartbeat, tasks.close_attempts, tasks.open_days, tasks.statistics):
        task()


def scene(day: int, hour: float) -> Callable[[Event], Event]:
    """What happens on a day from an hour (UTC) on."""

    def told(event: Event) -> Event:
        _scenes.append((day, hour, event))
        return event

    return told


@scene(0, 3.0)
def beginning() -> None:
    people.arrive()
    people.settle()
    teaching.open_class()
    teaching.close_class()
    read("steady", "storage", "scaling")
    read("beginner", "storage")
    take_up("gone", "storage", deeper=False)
    take_up("steady", "storage", "scaling")
    take_up("forgetful", "storage")
    take_up("leaver", "storage")
    take_up("traveller", "scaling", "messaging")
    take_up("beginner", "messaging")


@scene(0, 6.2)
def visitor() -> None:
    visit(finish=True)


@scene(1, 8.0)
def grades_taken_back() -> None:
    slip("steady", 2)
    practise("steady", "storage", count=10, guesses=(2, 5))


@scene(2, 14.2)
def quiz_between_grade_and_undo() -> None:
    practise("forgetful", "storage", "messaging", count=8, guesses=(1,))
    slip("forgetful", 3)


@scene(3, 9.0)
def first_exams() -> None:
    examine("examinee", "foundation")
    examine("leaver", "foundation")


@scene(4, 10.0)
def more_topics() -> None:
    read("steady", "messaging")
    take_up("steady", "messaging", "serving")
    take_up("instructor", "serving")


@scene(5, 9.0)
def more_quizzes() -> None:
    examine("steady", "foundation")
    practise("gone", "scaling", count=5)


@scene(6, 8.0)
def endings() -> None:
    people.disable("gone")
    teaching.archive()
    first_grade_undone("steady")


@scene(7, 9.0)
def judgement() -> None:
    curating.judge()
    practise("traveller", "scaling", count=7, leave=5)
    practise("beginner", "serving", count=6)


@scene(8, 11.0)
def new_meaning() -> None:
    """A page says something else while a learner is asked about it."""
    editing.reword()
    read("forgetful", "scaling")
    for position in (3, 4, 5):
        go_on("traveller", position)


@scene(9, 10.0)
def own_questions() -> None:
    curating.write()
    examine("forgetful", "foundation")
    examine("examinee", "foundation", answered=4)


@scene(10, 7.0)
def complaints() -> None:
    curating.complain()
    examine_late("instructor", "foundation")


@scene(11, 15.0)
def farewells() -> None:
    editing.cut()
    editing.try_out()
    teaching.leave("leaver")
    teaching.leave("beginner")


@scene(12, 9.0)
def second_thoughts() -> None:
    people.change("steady", desired_retention=0.85)
    teaching.come_again("beginner")


@scene(13, 21.0)
def journey() -> None:
    people.travel()
    slip("traveller", 1)


@scene(15, 12.2)
def forgotten_exam() -> None:
    examine("traveller", "foundation", answered=0, hand_in=False)


@scene(16, 10.0)
def new_page() -> None:
    editing.found()
    practise("steady", "serving", count=6, kinds=("multiple", "odd", "order", "categorise"))


@scene(18, 14.2)
def slips() -> None:
    slip("forgetful", 2)
    practise("forgetful", "messaging", count=5)
    slip("forgetful", 1)


@scene(20, 9.0)
def second_exam() -> None:
    take_up("steady", "keeping")
    read("steady", "keeping", "scaling")
    examine("steady", "foundation")


@scene(24, 9.0)
def last_quizzes() -> None:
    practise("examinee", "messaging", "serving", count=10)
    practise("steady", "keeping", count=5, leave=3)


def end() -> dict[str, object]:
    """The last minutes: a second factor, a visitor in the middle of a quiz, and a learner in the middle of an exam.

    What is needed to go on in their browsers.
    """
    clock.set(DAYS, 9.0)
    browsers: dict[str, Client] = {"visitor": visit(finish=False), **people.browsers}
    factor = people.secure()
    examine("examinee", "foundation", answered=4, hand_in=False)
    return {
        "password": people.PASSWORD,
        "second_factor": {"who": "editor" + people.DOMAIN} | factor,
        "sessions": {name: people.cookie(browsers[name]) for name in ("visitor", "steady", "examinee", "editor")},
    }
