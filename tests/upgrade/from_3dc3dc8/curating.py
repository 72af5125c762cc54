"""Editors, instructors and learners say something of questions, and write their own."""

from pathlib import Path

from django.core.management import call_command

from content.models import Topic
from quizzes.attempts.models import Attempt
from quizzes.bank.curation_models import CardReport, QuestionReport
from quizzes.bank.models import Question
from quizzes.bank.own import Draft, DraftChoice
from quizzes.curation import reports, services
from quizzes.reviews.models import Card
from tests.upgrade.from_3dc3dc8.clock import clock, key
from tests.upgrade.from_3dc3dc8.people import person

State = Question.State
REJECTED = "value/storage/ways/block/first-byte"
DOUBTED = "option/storage/ways/file/many-writers"
PARDONED = "option/messaging/handover/log/readers"
LOST = "option/scaling/grow/horizontal/loss-of-a-node"  # its row is taken out of the page
SPELT = "cloze/messaging/handover/log/replay"
NOTED = "match/storage/ways/first-byte"
HUSHED = "value/storage/ways/file/typical-attach"


def decide(question: str, state: State, reason: str = "") -> None:
    services.decide(
        question_id=Question.objects.get(key=question).pk,
        state=state,
        reason=reason,
        author=person("editor"),
        key=key("decision"),
        now=clock.pass_by(minutes=1),
    )


def explain(question: str, text: str, by: str = "instructor") -> None:
    services.explain(
        question_id=Question.objects.get(key=question).pk,
        text=text,
        author=person(by),
        key=key("note"),
        now=clock.pass_by(minutes=1),
    )


def judge() -> None:
    """Rejected, doubted, pardoned; notes, one of which is taken away; accepted spellings."""
    decide(REJECTED, State.REJECTED, "Depends on the disk.")
    decide(DOUBTED, State.NEEDS_REVIEW, "Is a lock a way to write?")
    decide(PARDONED, State.REJECTED, "Too easy.")
    decide(PARDONED, State.LIVE, "Not for beginners.")
    decide(LOST, State.REJECTED, "Ambiguous.")
    explain(NOTED, "Think of the *distance* that a byte goes.")
    explain(NOTED, "Think of the **distance** that a byte goes, and of who has to be asked.", by="editor")
    explain(HUSHED, "See the manual.")
    explain(HUSHED, "")
    for text in ("journal of events", "append log"):
        alias = {"question_id": Question.objects.get(key=SPELT).pk, "author": person("instructor")}
        services.accept(text=text, now=clock.pass_by(minutes=1), **alias)


def choices(*given: tuple[str, bool, str, str]) -> tuple[DraftChoice, ...]:
    return tuple(DraftChoice(text, reason, right, target) for text, right, reason, target in given)


OWN = (
    Draft(
        "Failure modes",
        "what does a client see when the leader dies during a write?",
        "Think of the *acknowledgement*.",
        choices(
            ("A timeout, then a retry", True, "The write may have happened.", ""),
            ("An error, with no retry", False, "The connection is simply gone.", ""),
            ("A success, without delay", False, "Nobody is left to say so.", ""),
        ),
    ),
    Draft(
        "Reading again",
        "which of these can be read again?",
        "",
        choices(
            ("Kafka topic", True, "Read again.", ""),
            ("Work queue", False, "Gone.", ""),
            ("Redo journal", True, "Replayed.", ""),
            ("Mail spool", False, "Gone.", ""),
        ),
        "multiple",
    ),
    Draft(
        "What is kept",
        "a log drops what was read.",
        "",
        choices(("True", False, "A work list does.", ""), ("False", True, "It keeps it.", "")),
        "true-false",
    ),
    Draft(
        "What cannot be processed",
        "where does a broker put what cannot be processed?",
        "It is looked at later.",
        choices(
            ("poison letter box", True, "It is set aside.", ""),
            ("PLB", True, "", ""),
            ("poison mailbox", True, "", ""),
        ),
        "cloze",
    ),
    Draft(
        "Who is next",
        "match each with its order.",
        "",
        choices(
            ("Tape", True, "", "by offset"),
            ("Stack", True, "What came last goes first.", "newest first"),
            ("Heap", True, "", "by weight"),
        ),
        "match",
    ),
    Draft(
        "Copies and parts",
        "put each where it belongs.",
        "",
        choices(
            ("Copies every write", True, "", "Mirror"),
            ("Answers any reader", True, "", "Mirror"),
            ("Splits by hash", True, "By the hash of the name.", "Shard"),
            ("Grows with each node", True, "", "Shard"),
        ),
        "categorise",
        ("Mirror", "Shard"),
    ),
    Draft(
        "A write",
        "put the steps of a write in order.",
        "",
        choices(
            ("The leader appends", True, "", ""),
            ("Followers copy it", True, "", ""),
            ("A client hears back", True, "", ""),
        ),
        "order",
    ),
)


def write() -> None:
    """A question of each kind; the first is reworded, the second rejected. Two more come from a file."""
    topic, made = Topic.objects.get(slug="messaging"), []
    for draft in OWN:
        now = clock.pass_by(minutes=2)
        made.append(services.write(author=person("editor"), topic=topic, draft=draft, key=key("own"), now=now))
    first, second, *_ = made
    reworded = Draft(OWN[0].dimension, "what may a client see then?", "Nobody knows.", OWN[0].choices)
    revised = {"question_id": first.pk, "version": 1, "draft": reworded, "author": person("instructor")}
    services.revise(key=key("own"), now=clock.pass_by(minutes=2), **revised)
    decide(second.key, State.REJECTED, "Kafka is a product.")
    call_command("import_questions", Path(__file__).parent / "own.gift", format="gift", topic="storage", verbosity=0)


def complain() -> None:
    """Reports of questions as they were asked, and of flashcards: open, and resolved by an editor or instructor."""
    for name, reason, words in (
        ("steady", "wrong", "The page says the opposite."),
        ("forgetful", "unclear", ""),
        ("forgetful", "ambiguous", "Two of them hold."),
    ):
        asked = Attempt.objects.filter(learner=person(name)).latest("started_at").questions.order_by("-position")[0]
        more = {"learner": person(name), "reason": reason, "words": words, "key": key("report")}
        reports.report_question(version=asked.version, now=clock.pass_by(minutes=1), **more)
    for card in Card.objects.filter(learner=person("steady"), fact__flashcard__isnull=False).order_by("pk")[:2]:
        more = {"learner": person("steady"), "reason": "outdated", "words": "", "key": key("report")}
        reports.report_card(flashcard=card.fact.flashcard, now=clock.pass_by(minutes=1), **more)
    for kind, by, note in (
        (QuestionReport, "editor", "It does not: see the second paragraph."),
        (QuestionReport, "instructor", "Reworded."),
        (CardReport, "editor", "It is as it was."),
    ):
        first = kind.objects.open().order_by("pk")[0].pk
        assert reports.resolve(kind, pk=first, note=note, by=person(by), now=clock.pass_by(minutes=1))
