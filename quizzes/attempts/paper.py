"""An attempt as its learner sees it: the questions as asked, what was chosen and, when it may be told, why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from content.models import Topic
from quizzes.attempts.answers import asked_of, given_of, last_of, order_of
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Grading, SpellingClaim
from quizzes.attempts.scoring import Given, complete, evidence, share, verdicts
from quizzes.attempts.shown import LETTERS, ShownChoice, ShownQuestion
from quizzes.bank.kinds import KINDS, Shape
from quizzes.bank.models import Choice, Fact, QuestionVersion
from quizzes.bank.models.curation import QuestionNote
from quizzes.bank.records import Row, RowOption
from quizzes.bank.rows import rows_of


@dataclass(frozen=True)
class Saved:
    """What the server has of a question, as its square shows it. ``no_number`` is whether what was typed for a
    number is kept without being one; None where no number is asked for."""

    position: int
    sequence: int
    complete: bool
    flagged: bool
    no_number: bool | None = None


def asked(attempt: Attempt, *, reveal: bool) -> list[ShownQuestion]:
    """All questions of an attempt in their order, as they were asked and answered.

    With ``reveal``, those that are answered or, after the end, all of them also say what is right and why. Without it
    nothing that tells is read from the database.
    """
    return told(attempt, answered(attempt, reveal=reveal), reveal=reveal)


def answered(attempt: Attempt, *, reveal: bool) -> list[AttemptQuestion]:
    """All questions of an attempt in their order with their answers, for `saved` or `told`."""
    questions: list[AttemptQuestion] = list(
        attempt.questions.select_related("version__question__topic")
        .prefetch_related("answers")
        .defer(*Topic.texts_of("version__question__topic"))
        .annotate(note=Subquery(_latest_note(OuterRef("version__question"))), **(_claim() | _mark() if reveal else {}))
    )
    in_parts = [answer for q in questions for answer in q.answers.all() if answer.choice_id is None]
    prefetch_related_objects(in_parts, "parts")
    return questions


def told(attempt: Attempt, questions: Sequence[AttemptQuestion], *, reveal: bool) -> list[ShownQuestion]:
    """Some questions of an attempt, read by `answered`, as they were asked; ``reveal`` as in `asked`."""
    tells = {q.pk for q in questions if reveal and (attempt.submitted_at or q.answers.all())}
    choices = _choices([q for q in questions if q.pk in tells], [q for q in questions if q.pk not in tells])
    shown = {q.pk: _asked(q, choices, tell=q.pk in tells) for q in questions}
    # A row is quoted only while the question is what the page says today; the stored reasons stay true without it.
    current = [q for q in questions if q.pk in tells and q.version.question.current_id == q.version_id]
    rows = _rows([shown[q.pk] for q in current])
    return [_with_row(shown[q.pk], rows) for q in questions]


def saved(question: AttemptQuestion, answer: Answer | None, given: Given | None = None) -> Saved:
    """What the server has of a question, whose last answer this is; it says what is ``given``, where that is known."""
    version = question.version
    has, shape = given or given_of(answer), version.question.shape
    whole = complete(shape, len(question.order), has, version.targets)
    no_number = bool(has.typed) and not whole if shape is Shape.NUMBER else None
    return Saved(question.position, answer.sequence if answer else 0, whole, question.flagged, no_number)


def preview(
    version: QuestionVersion, *, given: Given | None = None, tell: bool = False, seed: str = ""
) -> ShownQuestion:
    """A question as a learner sees it, outside any attempt; with ``tell``, as after an answer. Its choices stand as
    they are written or, with a ``seed``, as in an attempt of that seed."""
    note = (_latest_note(version.question_id).first() or "") if tell else ""
    choices = {choice.pk: choice for choice in version.choices.all()}
    ordered = [choices[pk] for pk in (order_of(seed, version) if seed else choices)]
    shown = _shown(version, ordered, given or Given(), tell=tell, note=note)
    return _with_row(shown, _rows([shown])) if tell else shown


def _latest_note(question: OuterRef | int) -> QuerySet[QuestionNote, str]:
    """The HTML of an editor's explanation of a question."""
    return QuestionNote.objects.filter(question=question).order_by("-at", "-pk").values_list("html", flat=True)[:1]


def _claim() -> dict[str, Subquery]:
    """What became of a refused answer to a question of an attempt that its learner has put to the editors."""
    made = SpellingClaim.objects.filter(answer__question=OuterRef("pk")).order_by("-pk")
    return {name: Subquery(made.values(field)[:1]) for name, field in (("claim", "state"), ("ruling", "reason"))}


def _mark() -> dict[str, Subquery]:
    """What a question earned by the grading that holds, and how that came about."""
    latest = Grading.objects.filter(question=OuterRef("pk")).order_by("-pk")
    return {name: Subquery(latest.values(field)[:1]) for name, field in (("mark", "share"), ("marked", "rules"))}


def _choices(telling: Sequence[AttemptQuestion], silent: Sequence[AttemptQuestion]) -> dict[int, Choice]:
    found = Choice.objects.in_bulk([pk for q in telling for pk in q.order]) if telling else {}
    plain = Choice.objects.only("text", "version_id").in_bulk([pk for q in silent for pk in q.order]) if silent else {}
    return found | plain


def _asked(question: AttemptQuestion, choices: dict[int, Choice], *, tell: bool) -> ShownQuestion:
    last = last_of(question)
    note = (getattr(question, "note", None) or "") if tell else ""
    shown = _shown(question.version, [choices[pk] for pk in question.order], given_of(last), tell=tell, note=note)
    marked = (getattr(question, "marked", None) or "") if tell else ""
    return replace(
        shown,
        share=(getattr(question, "mark", None) or 0.0) if marked else shown.share,
        marked=marked,
        position=question.position,
        sequence=last.sequence if last else 0,
        sureness=last.sureness if last else "",
        late=bool(last and last.late),
        flagged=question.flagged,
        claim=(getattr(question, "claim", None) or "") if tell else "",
        ruling=(getattr(question, "ruling", None) or "") if tell else "",
    )


def _shown_choice(choice: Choice, letter: str, given: Given, right: bool | None, *, tell: bool) -> ShownChoice:
    return ShownChoice(
        pk=choice.pk,
        letter=letter,
        text=choice.text,
        chosen=choice.pk in given.chosen,
        place=given.places.get(choice.pk, ""),
        correct=choice.correct if tell else None,
        right=right,
        target=choice.target if tell else "",
        reason=choice.reason if tell else "",
        source=choice.address if tell else "",
        fact=choice.fact if tell else "",
    )


def _shown(
    version: QuestionVersion, choices: Sequence[Choice], given: Given, *, tell: bool, note: str
) -> ShownQuestion:
    """A question with these choices in their order. Nothing that tells is read without ``tell``."""
    kind = KINDS[version.question.kind]
    asked = asked_of(version, choices) if tell else None
    judged = verdicts(asked, given) if asked else {}
    lettered = zip(LETTERS, choices, strict=False)
    shown = tuple(_shown_choice(one, letter, given, judged.get(one.pk), tell=tell) for letter, one in lettered)
    if tell:
        shown = _told_order(kind.shape, shown, choices)
    return ShownQuestion(
        position=1,
        kind=kind,
        context=version.context,
        ask=version.ask[:1].upper() + version.ask[1:],
        topic=version.question.topic,
        choices=() if kind.shape.typed and not tell else shown,  # its choices are what is asked for
        targets=tuple(version.targets),
        typed=given.typed,
        sequence=int(bool(given)),
        answered=bool(given),
        complete=complete(kind.shape, len(choices), given, version.targets),
        sureness="",
        late=False,
        flagged=False,
        share=share(asked, given) if asked else 0.0,
        note=note,
        question_id=version.question_id,
        private=version.question.owner_id is not None,
        missed=frozenset(key for key, right in evidence(asked, given).items() if not right) if asked else frozenset(),
    )


def _told_order(shape: Shape, shown: tuple[ShownChoice, ...], choices: Sequence[Choice]) -> tuple[ShownChoice, ...]:
    """Choices as an answer is told: steps by their rank, and of spellings the wiki's own name first."""
    if shape is Shape.SEQUENCE:
        return tuple(sorted(shown, key=lambda choice: int(choice.target)))
    if shape is Shape.TYPED:
        places = {choice.pk: choice.position for choice in choices}
        return tuple(sorted(shown, key=lambda choice: places[choice.pk]))
    return shown


def _with_row(question: ShownQuestion, rows: dict[str, Row]) -> ShownQuestion:
    """The question with the row of its right choice's cell, if that is in a table."""
    first = question.right_choice
    row = rows.get(first.fact) if first else None
    if row is None:
        return question
    marked = row.marked(
        right={choice.fact for choice in question.choices if choice.correct},
        wrong={choice.fact for choice in question.choices if choice.right is False and not choice.correct},
    )
    places = {choice.fact: n for n, choice in enumerate(question.choices)} if question.in_order else {}

    def first_asked(option: RowOption) -> tuple[int, int]:
        """What was in question comes first, and in an order that was asked for: a phone shows no more at once."""
        asked = (places.get(value.fact, len(places)) for value in option.values)
        return ("right", "wrong", "").index(option.mark), min(asked, default=0)

    options = sorted(marked.options, key=first_asked)
    return replace(question, row=replace(marked, options=tuple(options)))


def _rows(questions: Sequence[ShownQuestion]) -> dict[str, Row]:
    """For the fact of each first right choice, the row of its table; a bullet's row is its list, and is not quoted."""
    keys = [question.right_choice.fact for question in questions if question.right_choice and question.one_row]
    return rows_of(Fact.objects.live().filter(key__in=keys, kind=Fact.Kind.CELL)) if keys else {}


@dataclass(frozen=True)
class TopicScore:
    """How many marks a topic's questions earned."""

    topic: Topic
    right: float
    asked: int


def by_topic(questions: Sequence[ShownQuestion]) -> list[TopicScore]:
    """The score of each topic, in the order in which the topics were asked."""
    groups: dict[Topic, list[ShownQuestion]] = defaultdict(list)
    for question in questions:
        groups[question.topic].append(question)
    return [TopicScore(topic, sum(q.share for q in asked), len(asked)) for topic, asked in groups.items()]
