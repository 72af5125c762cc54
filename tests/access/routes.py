"""Every route with what each role gets from it. Add a row for each new address; a route without one fails the tests.

A row names a method and a route, the outcome for each role, the arguments of the address, and what is sent (the last
two are made from the `World` of the test). An outcome is a status; ``LOGIN`` is the way to the login page. HEAD is
answered as GET is; a method that has no row is answered with 405, whoever asks.

The pages of allauth and of the administration are in `tests.access.borrowed_routes`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

ROLES = ("visitor", "learner", "classmate", "charlie", "instructor", "other", "editor", "staff", "administrator")
# Roles that differ from an instructor or another member on the pages of a class alone: they are tried there.
IN_CLASS = ("coinstructor", "assistant", "former")
LOGIN = "login"
Outcome = int | str


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    outcomes: dict[str, Outcome]
    args: Callable[[Any], list[Any]]
    data: Callable[[Any], dict[str, Any]]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.name}"


def row(
    route: str,
    outcomes: dict[str, Outcome],
    args: Callable[[Any], list[Any]] = lambda world: [],
    data: Callable[[Any], dict[str, Any]] = lambda world: {},
) -> Row:
    method, name = route.split()
    return Row(name, method.lower(), outcomes, args, data)


def all_get(outcome: Outcome) -> dict[str, Outcome]:
    return dict.fromkeys((*ROLES, *IN_CLASS), outcome)


def members(outcome: Outcome) -> dict[str, Outcome]:
    """Everyone who is logged in gets the same."""
    return all_get(outcome) | {"visitor": LOGIN}


def only(roles: str, outcome: Outcome, others: Outcome, **also: Outcome) -> dict[str, Outcome]:
    """These roles (separated by spaces) get one outcome, other members another, visitors the login."""
    return members(others) | dict.fromkeys(roles.split(), outcome) | also


def slug(world: Any) -> list[Any]:
    return ["messaging"]


def cohort(world: Any) -> list[Any]:
    return [world.cohort.pk]


def attempt(world: Any) -> list[Any]:
    return [world.attempt.pk]


def key(world: Any) -> dict[str, Any]:
    return {"idempotency_key": uuid.uuid4()}


def assignment(world: Any) -> list[Any]:
    return [world.cohort.pk, world.assignment.pk]


def soon() -> str:
    return str(timezone.now().date() + timedelta(30))


def assigning(world: Any) -> dict[str, Any]:
    return {"phases": [world.phase.pk], "due_on": soon(), "recall": 70, "act": "anyway"} | key(world)


CONTENT = [
    row("GET favicon", all_get(302)),
    row("GET manifest", all_get(200)),
    row("GET content:topic", all_get(200), slug),
    row("GET content:sheet", all_get(200), slug),
    row("GET content:phase-sheet", all_get(200), lambda world: [world.phase.slug]),
    row("GET content:search", all_get(200), data=lambda world: {"q": "queue"}),
    row("GET content:glossary", all_get(200)),
    row("GET content:glossary-json", all_get(200)),
    row("GET content:drills", all_get(200)),
    row("GET content:interviews", all_get(200)),
    row("GET content:interview", all_get(404), lambda world: ["no-such-interview"]),
    row("GET content:robots", all_get(200)),
    row("GET content:sitemap", all_get(200)),
]
EDITOR = only("editor", 200, 403)
EDITING = [
    row("GET quizzes:edit", EDITOR, slug),
    row("GET quizzes:edit-history", EDITOR, slug),
    row("GET quizzes:edit-revision", EDITOR, lambda world: ["messaging", 1]),
    row("GET quizzes:edit-compare", EDITOR, slug, lambda world: {"old": 1, "new": 1}),
    # what is sent holds no text: it is shown again with what is missing
    row("POST quizzes:edit-preview", EDITOR, slug),
    row("POST quizzes:edit-table", EDITOR, slug),
    row("POST quizzes:edit-contest", EDITOR, slug),
    row("POST quizzes:edit-publish", only("editor", 422, 403), slug),
    row("GET quizzes:withdrawn-pages", EDITOR),
    row("GET quizzes:edit-withdraw", EDITOR, slug),
    row("POST quizzes:edit-withdraw", only("editor", 302, 403), slug),
    # the page of the test's world is there: it is shown
    row("GET quizzes:edit-bring-back", only("editor", 302, 403), slug),
    row("POST quizzes:edit-bring-back", only("editor", 302, 403), slug),
    row("GET quizzes:page-new", EDITOR),
    row("POST quizzes:page-preview", EDITOR),
    row("POST quizzes:page-table", EDITOR),
    row("POST quizzes:page-publish", only("editor", 422, 403)),
]
READERS = "editor instructor other"


def readers(outcome: Outcome) -> dict[str, Outcome]:
    """Editors and instructors look into the bank; other members lack the right."""
    return only(READERS, outcome, 403)


def editors(outcome: Outcome) -> dict[str, Outcome]:
    """What is done to the bank is done for the whole site: editors alone do it."""
    return only("editor", outcome, 403)


def question(world: Any) -> list[Any]:
    return [world.question]


NO_REPORT = NO_NOTICE = NO_QUIZ = 10**12
CURATION = [
    row("GET quizzes:questions", readers(200)),
    row("GET quizzes:question", readers(200), question),
    row("GET quizzes:question-refusals", readers(200), question),
    row("POST quizzes:question-state", editors(302), question, lambda w: {"state": "rejected", "reason": "x"} | key(w)),
    row("POST quizzes:question-note", editors(302), question, lambda w: {"text": "Because."} | key(w)),
    row("POST quizzes:question-alias", editors(404), question, lambda world: {"text": "Other"}),
    row("POST quizzes:question-alias-back", editors(404), lambda world: [world.question, 1]),
    row("POST quizzes:question-compute", editors(302), question),
    row("GET quizzes:question-regrade", editors(200), question),
    row("POST quizzes:question-regrade", editors(302), question, lambda w: {"way": "credited", "why": "x"}),
    row("GET quizzes:question-new", editors(200)),
    row("POST quizzes:question-new", editors(400), data=key),
    row("GET quizzes:question-edit", editors(404), question),
    row("POST quizzes:question-edit", editors(404), question),
    row("GET quizzes:question-exports", readers(200)),
    row("GET quizzes:question-export", readers(200), data=lambda world: {"scope": "topic:messaging", "format": "json"}),
    row("GET quizzes:question-import", editors(200)),
    row("POST quizzes:question-import", editors(422)),
    row("GET quizzes:statistics", readers(200)),
    row("POST quizzes:statistics-compute", editors(302)),
    row("GET quizzes:reports", editors(200)),
    row("POST quizzes:report-resolve", editors(404), lambda world: [NO_REPORT]),
    row("POST quizzes:card-report-resolve", editors(404), lambda world: [NO_REPORT]),
    row("GET quizzes:spellings", editors(200)),
    row("POST quizzes:spelling-decide", editors(422), question),
    row("GET quizzes:report-question", only("learner", 200, 404), lambda world: [world.attempt.pk, 1]),
    row("POST quizzes:report-question", only("learner", 422, 404), lambda world: [world.attempt.pk, 1], key),
    row("GET quizzes:report-card", only("learner", 200, 404), lambda world: [world.card.pk]),
    row("POST quizzes:report-card", only("learner", 422, 404), lambda world: [world.card.pk], key),
]
REVIEWS = [
    row("GET quizzes:review", members(200)),
    row("GET quizzes:review-load", members(200)),
    row("POST quizzes:review-more", members(302), data=lambda world: {"number": 5} | key(world)),
    row(
        "POST quizzes:card-act",
        only("learner", 302, 404),
        lambda world: [world.card.pk],
        lambda world: {"act": "bury"} | key(world),
    ),
    row(
        "GET quizzes:review-cell",
        members(400),  # names no cell
    ),
    row(
        "POST quizzes:review-cell",
        members(302),
        data=lambda world: (
            {"topic": "messaging", "cell": world.card.fact.anchor.removeprefix("cell="), "act": "take_up"} | key(world)
        ),
    ),
    row("GET quizzes:card-note", only("learner", 200, 404), lambda world: [world.card.pk]),
    row(
        "POST quizzes:card-note",
        only("learner", 302, 404),
        lambda world: [world.card.pk],
        lambda world: {"note": "Mine.", "mnemonic": "", "version": 0},
    ),
    row("GET quizzes:card-known", only("learner", 200, 404), lambda world: [world.card.pk]),
    row(
        "POST quizzes:card-known",
        only("learner", 409, 404),  # the bank asks a question, and this is no answer to it
        lambda world: [world.card.pk],
        lambda world: {"reps": world.card.reps} | key(world),
    ),
    row("GET quizzes:review-typed", only("learner", 200, 404), lambda world: [world.card.pk]),
    row("GET quizzes:review-row", only("learner", 200, 404), lambda world: [world.card.pk]),
    row("GET quizzes:review-choose", members(200)),
    row("GET quizzes:cram", only("learner", 302, 200)),
    row(
        "POST quizzes:grade",
        only("learner", 302, 404),
        lambda world: [world.card.pk],
        lambda world: {"rating": 3, "reps": world.card.reps} | key(world),
    ),
    row(
        "POST quizzes:tick",
        only("learner", 409, 404),
        lambda world: [world.card.pk],
        lambda world: {"shown": [1], "reps": world.card.reps} | key(world),
    ),
    row("POST quizzes:undo", members(302), data=key),
]
MINE = only("learner", 200, 404)
ATTEMPTS = [
    row("GET quizzes:quizzes", all_get(200)),
    row(
        "POST quizzes:start",
        all_get(302),
        data=lambda world: {"kind": "practice", "topics": "messaging", "count": 5} | key(world),
    ),
    row(
        "POST quizzes:quiz-keep",
        members(302),
        data=lambda world: {"kind": "practice", "topics": "messaging", "count": 5} | key(world),
    ),
    row("POST quizzes:quiz-start", members(404), lambda world: [NO_QUIZ], key),
    row("POST quizzes:quiz-remove", members(404), lambda world: [NO_QUIZ]),
    row("GET quizzes:along", members(200)),
    row("POST quizzes:along", members(302)),
    row("GET quizzes:attempt", MINE, attempt),
    row("POST quizzes:here", only("learner", 204, 404), attempt, lambda world: {"position": 1}),
    row("GET quizzes:clock", only("learner", 204, 404), attempt),
    row(
        "POST quizzes:answer",
        only("learner", 302, 404),
        lambda world: [world.attempt.pk, 1],
        lambda world: {"choice": world.choice, "sequence": 0} | key(world),
    ),
    row("POST quizzes:flag", only("learner", 302, 404), lambda world: [world.attempt.pk, 1]),
    row("POST quizzes:go-on", only("learner", 302, 404), lambda world: [world.attempt.pk, 1]),
    row("POST quizzes:means-the-same", only("learner", 409, 404), lambda world: [world.attempt.pk, 1]),
    row("POST quizzes:submit", only("learner", 302, 404), attempt, key),
]
PROGRESS = [
    row("GET quizzes:wiki", all_get(200)),
    row("GET quizzes:progress", members(200)),
    row("GET quizzes:study-statistics", members(200)),
    row("GET quizzes:cards", members(200)),
    row("GET quizzes:card", only("learner", 200, 404), lambda world: [world.card.pk]),
    row(
        "POST quizzes:cards-act",
        only("learner", 302, 404),
        data=lambda world: {"act": "suspend", "card": world.card.pk} | key(world),
    ),
    row("GET quizzes:topic-bar", all_get(200), slug),
    row("POST quizzes:add-topic", members(302), slug),
    row("POST quizzes:mark-read", members(302), slug),
]
# Those who may change a class, those who may look at it alone, and its owner.
TEACHES = only("instructor coinstructor", 302, 404, learner=403, classmate=403, assistant=403)
LOOKS = only("instructor coinstructor assistant", 200, 404, learner=403, classmate=403)
READS_TO_CHANGE = TEACHES | {"instructor": 200, "coinstructor": 200}
OWNS = TEACHES | {"coinstructor": 403}
CHANGES = only("instructor coinstructor", 200, 404, learner=403, classmate=403, assistant=403)


def quiz(*more: str) -> Callable[[Any], list[Any]]:
    """The arguments of an address of the class's quiz, with ``more`` of the world."""
    ids = {"classmate": lambda w: w.classmate.pk, "sat": lambda w: w.sat.pk, "question": lambda w: w.question}
    return lambda world: [world.cohort.pk, world.quiz, *(ids[name](world) if name in ids else 1 for name in more)]


def quiz_rules(world: Any) -> dict[str, Any]:
    plain = {"title": "Another", "fixed": 1, "number": 1, "difficulty": 0, "attempts": 1, "counts": "best"}
    return plain | {"feedback": "handed-in"} | key(world)


def why(world: Any) -> dict[str, Any]:
    return {"why": "As agreed", "act": "reopen", "minutes": 5, "mark": 50, "way": "credited", "text": "Hm"} | key(world)


SETTING = [
    row("GET quizzes:class-quiz-new", CHANGES, cohort),
    row("POST quizzes:class-quiz-new", TEACHES, cohort, quiz_rules),
    row("GET quizzes:class-quiz", LOOKS, quiz()),
    row("GET quizzes:class-quiz-edit", CHANGES, quiz()),
    row("POST quizzes:class-quiz-edit", TEACHES, quiz(), quiz_rules),
    row("POST quizzes:class-quiz-give", TEACHES, quiz()),
    row("POST quizzes:class-quiz-take-back", TEACHES, quiz()),
    row("POST quizzes:class-quiz-remove", TEACHES | {"instructor": 409, "coinstructor": 409}, quiz()),
    row("GET quizzes:class-quiz-sit", only("learner classmate", 200, 404), quiz()),
    row("POST quizzes:class-quiz-start", only("learner classmate", 302, 404), quiz(), key),
    row("GET quizzes:class-quiz-paper", LOOKS, quiz()),
    row("POST quizzes:class-quiz-lay-out", TEACHES, quiz(), lambda world: {"act": "drop", "question": world.question}),
    row("GET quizzes:class-quiz-preview", LOOKS, quiz()),
    row("GET quizzes:class-quiz-print", LOOKS, quiz()),
    row("GET quizzes:class-quiz-watch", LOOKS, quiz()),
    row("POST quizzes:class-quiz-announce", TEACHES, quiz(), why),
    row("POST quizzes:class-quiz-extend", TEACHES, quiz(), why),
    row("GET quizzes:class-quiz-terms", LOOKS, quiz("classmate")),
    row("POST quizzes:class-quiz-agree", TEACHES, quiz("classmate"), why),
    row("GET quizzes:class-quiz-attempt", LOOKS, quiz("sat")),
    row("POST quizzes:class-quiz-act", TEACHES, quiz("sat"), why),
    row("POST quizzes:class-quiz-mark", TEACHES, quiz("sat", "1"), why),
    row("GET quizzes:class-quiz-questions", LOOKS, quiz()),
    row("GET quizzes:class-quiz-rehearse", LOOKS, quiz("question")),
    row("POST quizzes:class-quiz-regrade", TEACHES, quiz("question"), why),
]
INSTRUCTORS = only("instructor coinstructor other", 200, 403)
OWNED = INSTRUCTORS | {"coinstructor": 404, "other": 404}


def owned(world: Any) -> list[Any]:
    return [world.owned]


CLASSES = [
    row("GET quizzes:class-questions", INSTRUCTORS),
    row("GET quizzes:class-question-new", INSTRUCTORS),
    row("POST quizzes:class-question-new", only("instructor coinstructor other", 400, 403), data=key),
    row("GET quizzes:class-question-edit", OWNED, owned),
    row("POST quizzes:class-question-edit", OWNED | {"instructor": 400}, owned, key),
    row("POST quizzes:class-question-keep", OWNED | {"instructor": 302}, owned, lambda world: {"act": "rest"}),
    row("GET quizzes:classes", members(200)),
    row(
        "POST quizzes:class-create",
        only("instructor coinstructor other", 302, 403),
        data=lambda w: {"name": "Mine"} | key(w),
    ),
    row("GET quizzes:class", only("instructor coinstructor assistant learner classmate", 200, 404), cohort),
    row("GET quizzes:class-person", LOOKS, lambda world: [world.cohort.pk, world.classmate.pk]),
    row(
        "GET quizzes:class-join",
        only("instructor coinstructor assistant learner classmate", 302, 200),
        lambda world: [world.cohort.token],
    ),
    row(
        "POST quizzes:class-join", members(302), lambda world: [world.cohort.token], lambda world: {"real_name": "Ann"}
    ),
    row("POST quizzes:class-join-not", members(302), lambda world: [world.cohort.token]),
    row("POST quizzes:class-code", members(302), data=lambda world: {"code": "ACDE FGHJ"}),
    row(
        "GET quizzes:class-invited",
        only("instructor coinstructor assistant learner classmate", 302, 200),
        lambda world: [world.invitation.token],
    ),
    row(
        "POST quizzes:class-invited",
        members(302),
        lambda world: [world.invitation.token],
        lambda world: {"real_name": "Ann"},
    ),
    row("GET quizzes:class-people", LOOKS, cohort),
    row("POST quizzes:class-ways", TEACHES, cohort, lambda world: {"code": "on", "limit": 30}),
    row("POST quizzes:class-answer", TEACHES, lambda world: [world.cohort.pk, world.charlie.pk]),
    row("POST quizzes:class-readmit", TEACHES, lambda world: [world.cohort.pk, world.former.pk]),
    row("GET quizzes:class-invite", LOOKS | {"assistant": 403}, cohort),
    row(
        "POST quizzes:class-invite",
        LOOKS | {"assistant": 403},
        cohort,
        lambda world: {"text": "new@example.com", "act": "look"},
    ),
    row("POST quizzes:class-group-make", TEACHES, cohort, lambda world: {"name": "Tuesdays"}),
    row("GET quizzes:class-group", LOOKS, lambda world: [world.cohort.pk, world.group]),
    row(
        "POST quizzes:class-group-change",
        TEACHES,
        lambda world: [world.cohort.pk, world.group],
        lambda world: {"name": "Mondays", "learner": world.learner.pk},
    ),
    row("POST quizzes:class-group-remove", TEACHES, lambda world: [world.cohort.pk, world.group]),
    row("GET quizzes:class-messages", only("instructor coinstructor assistant learner classmate", 200, 404), cohort),
    row(
        "POST quizzes:class-message-write",
        TEACHES,
        cohort,
        lambda world: {"title": "Monday", "text": "We meet at nine."} | key(world),
    ),
    row("POST quizzes:class-withdraw", TEACHES, lambda world: [world.cohort.pk, world.invitation.pk]),
    row("POST quizzes:class-leave", only("learner classmate", 302, 404), cohort),
    row("POST quizzes:class-remove", TEACHES, lambda world: [world.cohort.pk, world.classmate.pk]),
    row("GET quizzes:class-assign", READS_TO_CHANGE, cohort),
    row("POST quizzes:class-assign", TEACHES, cohort, assigning),
    row("GET quizzes:class-series", READS_TO_CHANGE, cohort),
    row(
        "POST quizzes:class-series",
        TEACHES,
        cohort,
        lambda w: {"phases": [w.phase.pk], "start": soon(), "weeks": 1, "recall": 80} | key(w),
    ),
    row("GET quizzes:class-copy", READS_TO_CHANGE, cohort),
    row(
        "POST quizzes:class-copy",
        TEACHES,
        cohort,
        lambda w: {"assignments": [w.assignment.pk], "to": w.cohort.pk, "days": 7} | key(w),
    ),
    row("GET quizzes:class-book", LOOKS, cohort),
    row("GET quizzes:class-assignment", LOOKS, assignment),
    row("GET quizzes:class-insight", LOOKS, assignment),
    row("GET quizzes:class-teach", LOOKS, assignment),
    row("POST quizzes:class-teach-quiz", TEACHES, assignment, key),
    row("GET quizzes:class-assignment-edit", READS_TO_CHANGE, assignment),
    row("POST quizzes:class-assignment-edit", TEACHES, assignment, assigning),
    row("POST quizzes:class-assignment-give", TEACHES, assignment),
    row(
        "POST quizzes:class-arrange",
        TEACHES,
        lambda world: [*assignment(world), world.classmate.pk],
        lambda w: {"kind": "excused", "why": "Ill."} | key(w),
    ),
    row("POST quizzes:class-assignment-withdraw", TEACHES, assignment),
    row("POST quizzes:class-assignment-undo", TEACHES, assignment),
    row("GET quizzes:class-nudge", READS_TO_CHANGE, lambda world: [*assignment(world), world.classmate.pk]),
    row(
        "POST quizzes:class-nudge",
        TEACHES,
        lambda world: [*assignment(world), world.classmate.pk],
        lambda w: {"text": "Begin with what Today names."} | key(w),
    ),
    row("POST quizzes:class-nudge-take-back", TEACHES, lambda world: [world.cohort.pk, world.nudge]),
    row("POST quizzes:class-renew", TEACHES, cohort, lambda world: {"token": world.cohort.token}),
    row("POST quizzes:class-rename", TEACHES, cohort, lambda world: {"name": "Summer"}),
    row("POST quizzes:class-archive", TEACHES, cohort),
    row("POST quizzes:class-unarchive", TEACHES, cohort),
    row(
        "POST quizzes:class-appoint",
        OWNS,
        lambda world: [world.cohort.pk, world.classmate.pk],
        lambda world: {"role": "assistant"},
    ),
    row(
        "POST quizzes:class-dismiss",
        only("instructor", 302, 404, learner=403, classmate=403, coinstructor=403, assistant=302),
        lambda world: [world.cohort.pk, world.assistant.pk],
    ),
    *SETTING,
]
TODAY = [
    row("GET quizzes:home", all_get(200)),
    row("POST quizzes:try", all_get(200), data=lambda world: {"version": world.version, "choice": world.choice}),
    row("GET quizzes:begin", members(200)),
    row(
        "POST quizzes:begin",
        members(302),
        data=lambda world: {
            "minutes_per_day": 20,
            "level": 2,
            "path": "beginner",
            "time_zone": "UTC",
            "key": uuid.uuid4(),
        },
    ),
    row("GET quizzes:plan", members(200)),
    row("POST quizzes:plan", members(302), data=lambda world: {"interview_on": "", "minutes_per_day": 20}),
    row("POST quizzes:plan-again", members(302)),
    row("POST quizzes:plan-break", members(302), data=lambda world: {"end": "2026-12-24"}),
    row("POST quizzes:skimmed", members(302), data=lambda world: {"act": "cards", "topic": slug(world)[0]}),
    row("POST quizzes:not-today", members(302), data=lambda world: {"act": "off"}),
    row("GET quizzes:settings", members(200)),
    row(
        "POST quizzes:settings",
        members(302),
        data=lambda world: {
            "new_per_day": 5,
            "retention": 90,
            "maximum_interval": 365,
            "time_zone": "UTC",
            "day_start": 4,
            "theme": "auto",
            "is_staff": "on",
        },
    ),
]
ACCOUNTS = [
    row("GET quizzes:take-out", members(200)),
    # who has not just given their password goes to the page that asks for it
    row("POST quizzes:take-out", members(302)),
    row("GET leave", members(200)),
    row("POST leave", members(302)),
    row("POST stay", members(302)),
    row("GET setup", all_get(404), lambda world: ["no-token"]),
    row("POST setup", all_get(404), lambda world: ["no-token"]),
]
INBOX = [
    row("GET inbox", members(200)),
    row("POST inbox-read", members(302), data=lambda world: {"newest": 1}),
    row("POST inbox-open", members(404), lambda world: [NO_NOTICE]),
    row("GET unsubscribe", all_get(404), lambda world: ["no-token"]),
    row("POST unsubscribe", all_get(404), lambda world: ["no-token"]),
    row("GET quizzes:messages", members(200)),
    row(
        "POST quizzes:messages",
        members(302),
        data=lambda world: {
            "reminder_hour": "18",
            "digest_hour": "never",
            "class-digest_hour": "7",
            "person": world.charlie.pk,
        },
    ),
    row("POST quizzes:calendar-address", members(302), data=lambda world: {"act": "new", "learner": world.charlie.pk}),
    row("GET quizzes:calendar", all_get(404), lambda world: ["no-token"]),
]
ADMINISTERS, CHANGED = only("administrator", 200, 403), only("administrator", 302, 403)
ADMINISTERING = [
    row("GET administration", only("administrator", 200, 403), data=lambda world: {"q": "charlie"}),
    row("GET administration-person", ADMINISTERS, lambda world: [world.charlie.pk]),
    row("POST administration-roles", CHANGED, lambda world: [world.charlie.pk], lambda world: {"role": ["is_editor"]}),
    row("POST administration-account", CHANGED, lambda world: [world.charlie.pk], lambda world: {"act": "log-out"}),
    row("POST administration-revoke", only("administrator", 404, 403), lambda world: [world.charlie.pk, NO_NOTICE]),
    row("POST administration-session", only("administrator", 404, 403), lambda world: [world.charlie.pk, NO_NOTICE]),
    row("POST administration-take-over", only("administrator", 404, 403), cohort),
    row("GET administration-classes", ADMINISTERS, data=lambda world: {"q": "Spring"}),
    row("GET administration-invitations", ADMINISTERS, data=lambda world: {"q": "example.com"}),
    row("GET administration-log", only("administrator", 200, 403)),
    row("GET administration-jobs", only("administrator", 200, 403)),
    row("POST administration-mail", only("administrator", 302, 403)),
]
HEALTH = [row("GET health-live", all_get(200)), row("GET health-ready", all_get(200))]

OWN = [
    *CONTENT,
    *EDITING,
    *CURATION,
    *REVIEWS,
    *ATTEMPTS,
    *PROGRESS,
    *CLASSES,
    *TODAY,
    *INBOX,
    *ACCOUNTS,
    *ADMINISTERING,
    *HEALTH,
]
