"""What people type may run from right to left: wherever a page shows it, it stands apart from the words around it."""

import re
import unicodedata
import uuid
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from content.models import Revision, Withdrawal
from quizzes.attempts.models import Answer, SpellingClaim
from quizzes.attempts.scoring import Given
from quizzes.attempts.services import save_answer, submit
from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.bank.models.curation import CardReport, QuestionAlias, QuestionDecision, QuestionNote, QuestionReport
from quizzes.classes.models import Cohort
from quizzes.curation import reports
from quizzes.curation.services import write
from sdwiki.accounts.models import User
from tests.access.routes import OWN
from tests.access.world import Visit, read
from tests.curation.conftest import DRAFT

# What people type, by the model that keeps it. Add to it what a page shows of a new one.
TYPED = {
    User: ["name"],
    Cohort: ["name"],
    QuestionVersion: ["context", "ask", "explanation"],
    Choice: ["text", "reason"],
    QuestionDecision: ["reason"],
    QuestionNote: ["text", "html"],
    QuestionAlias: ["text"],
    QuestionReport: ["words", "resolution"],
    CardReport: ["words", "resolution"],
    SpellingClaim: ["text", "reason"],
    Revision: ["note"],
    Withdrawal: ["reason"],
}
HEBREW = "\u05e2\u05d1\u05e8\u05d9\u05ea"
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
# Elements without an end.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}
# What holds nothing but one text, which a browser draws by itself, or which is not drawn.
ALONE = {"textarea", "option", "script", "style"}


class Shown(HTMLParser):
    """The texts from right to left that are not isolated, each with the element that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[SimpleNamespace] = []
        self.seen = 0
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            apart = tag == "bdi" or dict(attrs).get("dir") == "auto"
            self.open.append(SimpleNamespace(tag=tag, css=dict(attrs).get("class") or "", apart=apart, text=""))

    def handle_endtag(self, tag):
        if tag not in [one.tag for one in self.open]:
            return
        while (ended := self.open.pop()).tag != tag:
            pass
        # words of ours within what is set by the first strong sign of theirs
        if ended.apart and turned(ended.text) and re.search("[A-Za-z]", ended.text):
            self.faults.append(f"{ended.tag}.{ended.css} holds more than what was typed: {ended.text.strip()[:60]}")

    def handle_data(self, data):
        apart = next((one for one in reversed(self.open) if one.apart), None)
        if apart:
            apart.text += data
        if not turned(data) or {one.tag for one in self.open} & ALONE:
            return
        self.seen += 1
        if not apart and turned(ISOLATED.sub("", data)):
            self.faults.append(" > ".join(f"{one.tag}.{one.css}" for one in self.open[-3:]) + f": {data.strip()[:60]}")


def turned(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) == "R" for sign in text)


@pytest.fixture
def typed(world):
    """Everything that people can type, from right to left."""
    now = timezone.now()
    own = write(author=world.editor, topic=world.topic, draft=DRAFT, key=uuid.uuid4(), now=now)
    question = Question.objects.get(pk=world.question)
    asked = world.attempt.questions.get(position=1)
    given = Given(frozenset({asked.order[0]}))
    save_answer(attempt_id=world.attempt.pk, position=1, given=given, sequence=0, key=uuid.uuid4(), now=now)
    more = {"learner": world.learner, "reason": "wrong", "words": HEBREW, "now": now}
    reports.report_question(version=question.current, key=uuid.uuid4(), **more)
    reports.report_card(flashcard=world.card.fact.flashcard, key=uuid.uuid4(), **more)
    for one in (question, own):
        QuestionDecision.objects.create(
            question=one, state="live", reason=HEBREW, author=world.editor, at=now, key=uuid.uuid4()
        )
    QuestionNote.objects.create(
        question=question, text=HEBREW, html=HEBREW, author=world.editor, at=now, key=uuid.uuid4()
    )
    QuestionAlias.objects.create(question=question, text=HEBREW, author=world.editor, at=now)
    claim = {"answer": Answer.objects.get(), "question": question, "text": HEBREW, "spelling": HEBREW, "at": now}
    SpellingClaim.objects.create(**claim)
    Withdrawal.objects.create(topic=world.topic, withdrawn=True, reason=HEBREW, author=world.editor, at=now)
    for model, names in TYPED.items():
        assert model.objects.exists(), model
        for name in names:
            words = Concat(Value(f"{HEBREW} "), Cast("pk", CharField()))
            model.objects.update(**{name: words})
    return SimpleNamespace(world=world, own=own.pk, now=now)


def addresses(typed, role):
    """Every page of the role, and those that show more of what was typed."""
    world, attempt = typed.world, reverse("quizzes:attempt", args=[typed.world.attempt.pk])
    for route in OWN:
        if route.method == "get" and route.outcomes[role] == 200:
            yield reverse(route.name, args=route.args(world)), route.data(world)
    if role == "learner":
        yield attempt, {"question": 1}
        yield attempt, {"question": 2}
        submit(attempt_id=world.attempt.pk, now=typed.now + timedelta(minutes=5))
        yield attempt, {}
        yield reverse("content:search"), {"q": HEBREW}
    if role == "editor":
        for pk in (world.question, typed.own):
            yield reverse("quizzes:question", args=[pk]), {}
            yield reverse("quizzes:question", args=[pk]), {"answer": 1}
        yield reverse("quizzes:question-edit", args=[typed.own]), {}
        yield reverse("quizzes:questions"), {"q": HEBREW}
        yield reverse("quizzes:reports"), {"about": "cards"}
        world.topic.retired_at = typed.now
        world.topic.save(update_fields=["retired_at"])
        yield reverse("quizzes:withdrawn-pages"), {}
        yield reverse("quizzes:edit-bring-back", args=[world.topic.slug]), {}


@pytest.mark.parametrize("role", ["learner", "instructor", "editor"])
def test_what_people_type_stands_apart_from_the_words_around_it(typed, role):
    visit, faults, seen = Visit(typed.world, role), [], 0
    for address, data in addresses(typed, role):
        response = visit.send("get", address, data)
        body = read(response)
        if response["Content-Type"].startswith("text/html"):
            shown = Shown(body.decode())
            seen += shown.seen
            faults += [f"{address}: {fault}" for fault in shown.faults]
    assert seen > {"learner": 15, "instructor": 20, "editor": 40}[role]
    assert faults == [], "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        (f"<p>By <bdi>{HEBREW}</bdi></p>", 0),
        (f"<p>By {HEBREW}</p>", 1),
        (f'<p dir="auto">By {HEBREW}</p>', 1),
        (f'<p dir="auto"><br>{HEBREW}</p>', 0),
        (f"<p>You are in \u2068{HEBREW}\u2069.</p>", 0),
        (f"<select><option>{HEBREW}</option></select>", 0),
        (f"<p><bdi>Ada</bdi> {HEBREW}</p>", 1),
    ],
)
def test_what_is_not_apart_is_found(html, faults):
    assert len(Shown(html).faults) == faults
