"""Taking a page out of the wiki and bringing it back: facts, questions and memories go and come with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from content import services as content
from content.models import Topic
from content.services import reading
from quizzes.bank import services as bank
from quizzes.bank.interviews_and_drills import around_topics
from quizzes.bank.models import Fact, Question
from quizzes.bank.models.curation import OWN
from quizzes.bank.synced import Synced
from quizzes.classes.assignments.models import Assignment
from quizzes.reviews.changes import Touched, mark_changed, touched
from quizzes.reviews.models import Card
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ASKED = (Question.State.LIVE, Question.State.NEEDS_REVIEW)


@dataclass(frozen=True)
class Followed:
    """What went or came back with a page."""

    synced: Synced
    memories: Touched


@dataclass(frozen=True)
class Prospect:
    """What would go with a page, or come back with it.

    ``own`` are the questions among them that people wrote, ``due`` the cards whose time has come, ``links`` the pages
    that link to it, ``classes`` the running classes that have its phase assigned.
    """

    facts: int
    questions: int
    own: int
    memories: Touched
    due: int
    links: tuple[Topic, ...]
    classes: int

    @property
    def cards(self) -> int:
        return self.memories.laid_aside + self.memories.taken_up


@transaction.atomic
def withdraw(*, topic: Topic, author: "User", reason: str, now: datetime) -> Followed | None:
    """Withdraw a page. Its facts, questions and flashcards are retired, and memories of them laid aside as they are.

    None where it is withdrawn already.
    """
    if not content.withdraw(topic, author=author, reason=reason, now=now):
        return None
    done = _follow(topic, now)
    event("page.withdrawn", page=topic.slug, facts=done.synced.facts_retired, cards=done.memories.laid_aside)
    return done


@transaction.atomic
def bring_back(*, topic: Topic, author: "User", now: datetime) -> Followed | None:
    """Bring a page back, with the facts, questions and memories that it had. None where it is there already.

    A card is due when it would have been. Only a fact that is read otherwise than before is asked again at once.
    """
    if not content.bring_back(topic, author=author, now=now):
        return None
    done = _follow(topic, now)
    event("page.brought_back", page=topic.slug, facts=done.synced.facts_added, cards=done.memories.taken_up)
    return done


def _follow(topic: Topic, now: datetime) -> Followed:
    """Bring the bank and the memories to where the page is."""
    synced = bank.sync(Topic.objects.filter(pk=topic.pk).select_related("phase", "current"), now=now)
    memories, _ = touched(changed=synced.changed, retired=synced.retired, revived=synced.revived)
    mark_changed(fact_ids=synced.changed, now=now)
    return Followed(synced, memories)


def prospect(topic: Topic, now: datetime) -> Prospect:
    """What withdrawing a page would do, or bringing it back if it is withdrawn. Writes nothing."""
    facts = list(Fact.objects.filter(topic=topic, retired_at=topic.retired_at).values_list("pk", flat=True))
    memories, _ = touched(**{"revived" if topic.retired_at else "retired": facts})
    due = Card.objects.due(now).order_by().filter(fact__in=facts).count()
    questions = _returning(topic) if topic.retired_at else Question.objects.filter(topic=topic, state__in=ASKED)
    links = Topic.objects.filter(retired_at__isnull=True, current__source__contains=f"/wiki/{topic.slug}/")
    classes = Assignment.objects.filter(
        Q(phases__topics=topic) | Q(topics=topic), cohort__archived_at__isnull=True, withdrawn_at=None
    ).distinct()
    return Prospect(
        facts=len(facts),
        questions=questions.count(),
        own=questions.filter(key__startswith=OWN).count(),
        memories=memories,
        due=due,
        links=tuple(links.exclude(pk=topic.pk).only("slug", "title").order_by("title")),
        classes=classes.count(),
    )


def _returning(topic: Topic) -> QuerySet[Question]:
    """The questions of a withdrawn page that its text still gives, and those that people wrote."""
    given = bank.derive(reading(topic), bank.accepted_terms(), around_topics([topic.slug]))
    gone = Question.objects.filter(topic=topic, state=Question.State.RETIRED)
    return gone.filter(key__in=[question.key for question in given.questions]) | gone.filter(key__startswith=OWN)
