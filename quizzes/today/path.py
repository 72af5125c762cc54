"""What a plan takes into account: the pages of the path that are still to be read, and what classes ask for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from content.models import Topic
from content.reading.words import number_of
from quizzes.classes.assignments.steering import due_facts
from quizzes.progress.models import Reading
from quizzes.reviews.dated import HELPING, Weights, plan_today
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Load
from quizzes.reviews.models import Card, DayPlan, Review
from quizzes.reviews.paths import Way, way_of
from quizzes.reviews.read_along import skim, skimmed_of
from quizzes.today.planning import Work
from sdwiki import rounding

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

PAGE = ("fact__topic__slug", "fact__topic__title", "fact__topic__current__minutes")


def reading_left(learner: "User") -> dict[int, float]:
    """Seconds of each topic of the path that the learner has not marked as read. One statement."""
    read = Reading.objects.filter(learner=learner).values("topic")
    topics = Topic.objects.topics().exclude(pk__in=read).filter(current__isnull=False)
    return {topic: 60.0 * minutes for topic, minutes in topics.values_list("pk", "current__minutes")}


class Aims(TypedDict):
    """What a plan aims at beside the interview: the pages to read, but for the sheets that were skimmed, and what
    classes ask for by which day."""

    reading: dict[int, float]
    skimmed: set[int]
    weights: Weights


def aims(learner: "User", now: datetime) -> Aims:
    """What to plan for. Three statements."""
    return {"reading": reading_left(learner), "skimmed": skimmed_of(learner), "weights": due_facts(learner, now)}


def plan_day(*, learner: "User", now: datetime) -> DayPlan | None:
    """Plan the rest of a learner's day along the path, within their minutes; None without an interview ahead."""
    return plan_today(learner=learner, now=now, **aims(learner, now))


FEW = 2 * HELPING  # facts of a topic: who knows fewer has read no more than its sheet


@dataclass(frozen=True)
class ToRead:
    """What a day reads for its new facts: a topic's page, or its sheet where a plan begins a little of every topic.
    ``seconds`` of the day go to it: what its new facts need of the page. It is told in ``minutes``, which add up over
    what a day reads; 0 is less than half a one."""

    topic: Topic
    skim: bool
    seconds: float = 0.0
    minutes: int = 0

    @property
    def says(self) -> str:
        """ "Read Caching strategies", or "Skim …"."""
        return f"{'Skim' if self.skim else 'Read'} {self.topic.title}"

    @property
    def told(self) -> str:
        """ "Read from Caching strategies (5 minutes)", or "Skim … (4 minutes)", as far as it is in the day's minutes;
        or as it was until the facts that it is read for were met."""
        if not (self.seconds or self.minutes):
            return self.says
        does = "Skim" if self.skim else "Read from"
        return f"{does} {self.topic.title} ({number_of(self.minutes, 'minute') if self.minutes else 'under a minute'})"

    @property
    def url(self) -> str:
        return reverse("content:sheet", args=[self.topic.slug]) if self.skim else self.topic.get_absolute_url()


def to_read(learner: "User", plan: DayPlan | None, way: Way) -> tuple[ToRead, ...]:
    """What belongs to the facts of a plan's list that were new as the day began, in its order, less the pages that were
    read and the sheets that were skimmed; what is still in the day's minutes comes first. It stays until then, also
    when its facts have been met. Where a little of every topic comes first, a sheet will do for the first facts of a
    topic; what was skimmed is not named as a page on the same day. One statement, or three."""
    if plan is None or not plan.cards:
        return ()
    before = Review.objects.filter(Q(day__lt=plan.day) | ~Q(source=Review.Source.REVIEW), card=OuterRef("pk"))
    read = Reading.objects.filter(learner=learner).values("topic")
    on_path = Topic.objects.topics().values("pk")
    new = Card.objects.filter(~Exists(before), pk__in=plan.cards, fact__topic__in=on_path).exclude(fact__topic__in=read)
    cards = {card.pk: card for card in new.select_related("fact__topic__current").only("reps", *PAGE)}
    listed = [cards[pk] for pk in plan.cards if pk in cards]
    by_sheet = way.breadth_first and bool(listed)
    begun = _begun_beside(learner, listed) if by_sheet else None
    skimmed = skimmed_of(learner) if by_sheet else set()
    all_new = Counter(card.fact.topic_id for card in listed)
    unmet = Counter(card.fact.topic_id for card in listed if not card.reps)
    found = dict[int, ToRead]()
    for card in listed:
        topic = card.fact.topic
        skim = begun is not None and begun[topic.pk] < FEW
        if not ((skim and topic.pk in skimmed) or str(topic.pk) in plan.skimmed):
            seconds = plan.pages.get(str(topic.pk), 0.0) * unmet[topic.pk] / all_new[topic.pk]
            whole = rounding.minutes(plan.pages.get(str(topic.pk), 0.0))
            found.setdefault(topic.pk, ToRead(topic, skim, seconds, whole))
    counted, met = (tuple(one for one in found.values() if bool(one.seconds) is still) for still in (True, False))
    return _in_minutes(counted) + met


def _in_minutes(reading: Sequence[ToRead]) -> tuple[ToRead, ...]:
    """What there is to read with its minutes, rounded so that they add up to those of all, and that those of the others
    stay as the first is ticked off."""
    told, seconds = list[ToRead](), 0.0
    for one in reversed(reading):
        after, seconds = rounding.minutes(seconds), seconds + one.seconds
        told.append(replace(one, minutes=rounding.minutes(seconds) - after))
    return tuple(reversed(told))


def skim_sheet(*, learner: "User", topic: Topic, now: datetime) -> None:
    """Keep that a topic's sheet was skimmed, if today's plan names it: who leafs through another has read nothing of
    what the day holds."""
    day = local_day(now, learner.time_zone, learner.day_start)
    plan = DayPlan.objects.filter(learner=learner, day=day, date__isnull=False).first()
    if any(one.skim and one.topic == topic for one in to_read(learner, plan, way_of(learner))):
        skim(learner=learner, topic=topic.pk, now=now)


def _begun_beside(learner: "User", cards: Sequence[Card]) -> Counter[int]:
    """How many other facts of the topics of these cards are begun, by topic."""
    begun = Card.objects.filter(learner=learner, reps__gt=0, fact__topic__in={card.fact.topic_id for card in cards})
    return Counter(begun.exclude(pk__in=[card.pk for card in cards]).values_list("fact__topic", flat=True))


def work_of(left: Load, reading: Sequence[ToRead]) -> Work:
    """All that is left of a day, with what to read for it first: as much as is in its minutes."""
    counted = [one for one in reading if one.seconds] if left.left else []
    takes = min(sum(one.minutes for one in counted), left.minutes)
    return Work(left.due + left.learning, left.fresh, left.minutes, _together(counted, takes), takes)


def _together(reading: Sequence[ToRead], minutes: int) -> str:
    """ "Skim 5 sheets (13 minutes)"; one by its name."""
    if len(reading) < 2:
        return "".join(one.told for one in reading)
    sheets = sum(one.skim for one in reading)
    pages = len(reading) - sheets
    named = [f"read from {number_of(pages, 'page')}"] if pages else []
    named += [f"skim {number_of(sheets, 'sheet')}"] if sheets else []
    said = " and ".join(named)
    return f"{said[0].upper()}{said[1:]} ({number_of(minutes, 'minute')})"
