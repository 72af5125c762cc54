"""Design reviews: which parts of a design are faults, and what follows from each?

Pure. The faults are common mistakes of a mock interview, worded as parts of a design. Beside them stand points of its
rubric, which are sound, so that nothing else can be a fault; those are left out that a mistake replaces.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from content.practice.followups import main_topic
from content.practice.records import Interview, Mistake, Point
from quizzes.bank.generate.categorise import joined as joined_keys
from quizzes.bank.generate.questions import expected
from quizzes.bank.kinds import CONSEQUENCES, REVIEW
from quizzes.bank.reasons import because
from quizzes.bank.records import Bank, Choice, Question, Refusal, joined
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import balanced
from quizzes.bank.wording.leaks import held_alone

PARTS = (6, 5)  # of a design, the more the better; as many for one fault as for two, so that they tell nothing
LEAST, MOST = 3, 6  # faults to match with their consequences

Around = Mapping[str, Bank]


def of_interviews(interviews: Sequence[Interview]) -> Around:
    """What is asked about these interviews, by the slug of the main topic of each."""
    found: dict[str, Bank] = {}
    for interview in interviews:
        topic = main_topic(interview.points)
        found[topic] = joined(found.get(topic, Bank()), reviews(interview))
    return found


def reviews(interview: Interview) -> Bank:
    """The questions about an interview's design, and a reason for each that is not fair; none where it has no brief.

    The faults stand in a ring. From every second one on there are two in a design, from each other one it is alone: so
    each is in one design or in two, and how many there are is not known beforehand.
    """
    faults = shuffled(interview.slug, (one for one in interview.mistakes if one.says), lambda one: one.key)
    if not interview.brief or not faults:
        return Bank()
    made: list[Question | Refusal] = []
    for n, fault in enumerate(faults):
        two = n % 2 == 0 and len(faults) > 1
        made.append(mark_the_faults(interview, [fault, faults[(n + 1) % len(faults)]] if two else [fault]))
    if len(faults) >= LEAST:
        made.append(what_follows(interview, faults))
    return Bank(
        questions=tuple(expected(one, {}) for one in made if isinstance(one, Question)),
        refusals=tuple(one for one in made if isinstance(one, Refusal)),
    )


def mark_the_faults(interview: Interview, faults: Sequence[Mistake]) -> Question | Refusal:
    """Which parts of a design are faults?"""
    topic = main_topic(interview.points)
    about = f"{topic}/{interview.slug}/{joined_keys(sorted(fault.key for fault in faults))}"
    key = f"{REVIEW}/{about}"
    sound = next(_beside(interview, faults, key), None)
    if sound is None:
        return Refusal(REVIEW, about, "length", because("statements-length"))
    choices = [_fault(interview, fault) for fault in faults]
    choices += [
        Choice(point.says, False, f"Sound. {point.because}.", "", _place(interview, "point", point.key))
        for point in sound
    ]
    return Question(
        key=key,
        kind=REVIEW,
        topic=topic,
        context=interview.title,
        ask=f"{interview.brief}\nWhich parts of this design are faults? There may be one or several.",
        choices=tuple(shuffled(key, choices, lambda choice: choice.text)),
        explanation=_explained(interview, faults),
        facts=(),
    )


def _beside(interview: Interview, faults: Sequence[Mistake], key: str) -> Iterator[tuple[Point, ...]]:
    """Sound parts that can stand beside these faults, so that none stands out by its length."""
    replaced = {point for fault in faults for point in fault.replaces}
    fair = [point for point in interview.points if point.says and point.key not in replaced]
    for size in PARTS:
        for sound in combinations(shuffled(key, fair, lambda point: point.key), size - len(faults)):
            if balanced([*(fault.says for fault in faults), *(point.says for point in sound)]):
                yield sound


def what_follows(interview: Interview, faults: Sequence[Mistake]) -> Question | Refusal:
    """Which consequence has each of these faults?"""
    topic = main_topic(interview.points)
    about = f"{topic}/{interview.slug}"
    key = f"{CONSEQUENCES}/{about}"
    asked = [fault for fault in faults if not tells(fault, faults)][:MOST]
    if len(asked) < LEAST:
        return Refusal(CONSEQUENCES, about, "leak", because("statements-name", options=interview.title))
    if not (balanced(fault.says for fault in asked) and balanced(fault.consequence for fault in asked)):
        return Refusal(CONSEQUENCES, about, "length", because("statements-length"))
    choices = [
        Choice(
            fault.says, True, _instead(interview, fault), "", _place(interview, "mistake", fault.key), fault.consequence
        )
        for fault in asked
    ]
    return Question(
        key=key,
        kind=CONSEQUENCES,
        topic=topic,
        context=interview.title,
        ask=f"{interview.brief}\nThese parts of a design for it are faults. Match each with what follows from it.",
        choices=tuple(shuffled(key, choices, lambda choice: choice.text)),
        explanation=_explained(interview, asked),
        facts=(),
        targets=tuple(shuffled(f"{key}/targets", (fault.consequence for fault in asked), str)),
    )


def tells(fault: Mistake, among: Sequence[Mistake]) -> bool:
    """Whether a consequence holds a word that of all the faults its own alone has, so that it is matched by that."""
    return held_alone(fault.consequence, fault.says, [other.says for other in among if other is not fault])


def _fault(interview: Interview, fault: Mistake) -> Choice:
    place = _place(interview, "mistake", fault.key)
    said = " ".join(filter(None, (f"A fault. {fault.consequence}.", _instead(interview, fault))))
    return Choice(fault.says, True, said, "", place)


def _instead(interview: Interview, fault: Mistake) -> str:
    """What a strong answer does where this mistake is made, if the rubric says it."""
    points = {point.key: point for point in interview.points}
    return f"A strong answer: {_lowered(points[fault.replaces[0]].text)}." if fault.replaces else ""


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _explained(interview: Interview, faults: Sequence[Mistake]) -> str:
    """The faults with what follows, in the order in which the interview has them."""
    order = [fault for fault in interview.mistakes if fault in faults]
    return " ".join(f"{fault.text}: {_lowered(fault.consequence)}." for fault in order)


def _place(interview: Interview, kind: str, key: str) -> str:
    return f"interviews/{interview.slug}#{kind}-{key}"
