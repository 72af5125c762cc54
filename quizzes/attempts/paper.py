"""An attempt as its learner sees it: the questions as asked, what was chosen and, when it may be told, why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet, Subquery

from content.models import Topic
from quizzes.attempts.models import Attempt, AttemptQuestion
from quizzes.bank.curation_models import QuestionNote
from quizzes.bank.models import Choice, Fact, QuestionVersion

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class ShownChoice:
    """A choice as it stands on a page. ``correct`` and ``reason`` are empty while they are not to be told."""

    pk: int
    letter: str
    text: str
    chosen: bool
    correct: bool | None
    reason: str
    source: str
    fact: str

    @property
    def keys(self) -> str:
        """The keys that press it: its letter and its number."""
        return f"{self.letter.lower()} {LETTERS.index(self.letter) + 1}"


@dataclass(frozen=True)
class RowCell:
    """One option's values in a quoted row, and whether the right or the chosen, wrong answer stands there."""

    option: str
    values: tuple[str, ...]
    right: bool
    wrong: bool


@dataclass(frozen=True)
class Row:
    """The row of the comparison table that a question was made from, as the page has it now."""

    caption: str
    dimension: str
    cells: tuple[RowCell, ...]


@dataclass(frozen=True)
class ShownQuestion:
    """A question of an attempt with what was chosen. ``sequence`` is that of the last answer, 0 for none.

    ``note`` is an editor's explanation as sanitised HTML, empty while it is not to be told.
    """

    position: int
    context: str
    ask: str
    topic: Topic
    choices: tuple[ShownChoice, ...]
    sequence: int
    guessed: bool
    late: bool
    flagged: bool
    row: Row | None = None
    note: str = ""

    @property
    def answered(self) -> bool:
        return self.sequence > 0

    @property
    def chosen(self) -> ShownChoice | None:
        return next((choice for choice in self.choices if choice.chosen), None)

    @property
    def right_choice(self) -> ShownChoice | None:
        return next((choice for choice in self.choices if choice.correct), None)

    @property
    def right(self) -> bool:
        return bool(self.chosen and self.chosen.correct)


@dataclass(frozen=True)
class Saved:
    """What the server has of a question, as its square shows it."""

    position: int
    sequence: int
    flagged: bool

    @property
    def answered(self) -> bool:
        return self.sequence > 0


def asked(attempt: Attempt, *, reveal: bool) -> list[ShownQuestion]:
    """All questions of an attempt in their order, as they were asked and answered.

    With ``reveal``, those that are answered or, after the end, all of them also say what is right and why. Without it
    nothing that tells is read from the database.
    """
    questions = list(
        attempt.questions.select_related("version__question__topic")
        .prefetch_related("answers")
        .defer("version__question__topic__body", "version__question__topic__headings")
        .annotate(note=Subquery(_latest_note(OuterRef("version__question"))))
    )
    tells = {q.pk for q in questions if reveal and (attempt.submitted_at or q.answers.all())}
    choices = _choices([q for q in questions if q.pk in tells], [q for q in questions if q.pk not in tells])
    shown = {q.pk: _shown(q, choices, tell=q.pk in tells) for q in questions}
    # A row is quoted only while the question is what the page says today; the stored reasons stay true without it.
    current = [q for q in questions if q.pk in tells and q.version.question.current_id == q.version_id]
    rows = _rows([shown[q.pk] for q in current])
    return [_with_row(shown[q.pk], rows) for q in questions]


def preview(version: QuestionVersion, *, chosen: int | None = None, tell: bool = False) -> ShownQuestion:
    """A question as a learner sees it, outside any attempt; with ``tell``, as after an answer."""
    choices = tuple(
        ShownChoice(
            pk=choice.pk,
            letter=letter,
            text=choice.text,
            chosen=choice.pk == chosen,
            correct=choice.correct if tell else None,
            reason=choice.reason if tell else "",
            source=choice.source if tell else "",
            fact=choice.fact if tell else "",
        )
        for letter, choice in zip(LETTERS, version.choices.all(), strict=False)
    )
    shown = ShownQuestion(
        position=1,
        context=version.context,
        ask=version.ask[:1].upper() + version.ask[1:],
        topic=version.question.topic,
        choices=choices,
        sequence=int(chosen is not None),
        guessed=False,
        late=False,
        flagged=False,
        note=(_latest_note(version.question_id).first() or "") if tell else "",
    )
    return _with_row(shown, _rows([shown])) if tell else shown


def _latest_note(question: OuterRef | int) -> QuerySet[QuestionNote, str]:
    """The HTML of an editor's explanation of a question."""
    return QuestionNote.objects.filter(question=question).order_by("-at", "-pk").values_list("html", flat=True)[:1]


def _choices(telling: Sequence[AttemptQuestion], silent: Sequence[AttemptQuestion]) -> dict[int, Choice]:
    found = Choice.objects.in_bulk([pk for q in telling for pk in q.order]) if telling else {}
    plain = Choice.objects.only("text", "version_id").in_bulk([pk for q in silent for pk in q.order]) if silent else {}
    return found | plain


def _shown(question: AttemptQuestion, choices: dict[int, Choice], *, tell: bool) -> ShownQuestion:
    last = max(question.answers.all(), key=lambda answer: answer.sequence, default=None)
    return ShownQuestion(
        position=question.position,
        context=question.version.context,
        ask=question.version.ask[:1].upper() + question.version.ask[1:],
        topic=question.version.question.topic,
        choices=tuple(
            ShownChoice(
                pk=pk,
                letter=letter,
                text=choices[pk].text,
                chosen=last is not None and last.choice_id == pk,
                correct=choices[pk].correct if tell else None,
                reason=choices[pk].reason if tell else "",
                source=choices[pk].source if tell else "",
                fact=choices[pk].fact if tell else "",
            )
            for letter, pk in zip(LETTERS, question.order, strict=False)
        ),
        sequence=last.sequence if last else 0,
        guessed=bool(last and last.guessed),
        late=bool(last and last.late),
        flagged=question.flagged,
        note=(getattr(question, "note", None) or "") if tell else "",
    )


def _with_row(question: ShownQuestion, rows: dict[str, list[Fact]]) -> ShownQuestion:
    """The question with the row of its right choice's cell, if that is in a table."""
    right, chosen = question.right_choice, question.chosen
    facts = rows.get(right.fact, []) if right else []
    if not right or not facts:
        return question
    by_option: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_option[fact.option_key].append(fact)
    wrong = chosen.fact if chosen and not chosen.correct else ""
    cells = tuple(
        RowCell(
            option=cell[0].option,
            values=tuple(fact.value for fact in cell),
            right=any(fact.key == right.fact for fact in cell),
            wrong=any(fact.key == wrong for fact in cell),
        )
        for cell in by_option.values()
    )
    # What was in question comes first: a wide row is cut off at the edge of a phone.
    first = sorted(cells, key=lambda cell: (not cell.right, not cell.wrong))
    return replace(question, row=Row(facts[0].caption, facts[0].dimension, tuple(first)))


def _rows(questions: Sequence[ShownQuestion]) -> dict[str, list[Fact]]:
    """For the fact of each right choice, the live facts of its table's row (group and label name the row)."""
    keys = [question.right_choice.fact for question in questions if question.right_choice]
    if not keys:
        return {}
    own = {fact.key: fact for fact in Fact.objects.live().filter(key__in=keys, kind=Fact.Kind.CELL)}
    row = {key: (fact.topic_id, fact.group, fact.label) for key, fact in own.items()}
    by_row: dict[tuple[int, str, str], list[Fact]] = defaultdict(list)
    for fact in (
        Fact.objects.live()
        .filter(
            kind=Fact.Kind.CELL,
            topic__in={place[0] for place in row.values()},
            group__in={place[1] for place in row.values()},
            label__in={place[2] for place in row.values()},
        )
        .order_by("position")
    ):
        by_row[fact.topic_id, fact.group, fact.label].append(fact)
    return {key: by_row[place] for key, place in row.items()}


@dataclass(frozen=True)
class TopicScore:
    """How many of a topic's questions were answered right."""

    topic: Topic
    right: int
    asked: int


def by_topic(questions: Sequence[ShownQuestion]) -> list[TopicScore]:
    """The score of each topic, in the order in which the topics were asked."""
    groups: dict[Topic, list[ShownQuestion]] = defaultdict(list)
    for question in questions:
        groups[question.topic].append(question)
    return [TopicScore(topic, sum(q.right for q in asked), len(asked)) for topic, asked in groups.items()]
