"""Stores the glossary, the drills and the mock interviews of a library, when they changed."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace

from django.db.models import Prefetch

from content.models import Topic
from content.practice.models import (
    Drill,
    DrillInput,
    DrillLimit,
    FollowUp,
    FollowUpCheckpoint,
    Interview,
    Mistake,
    RubricPoint,
    Stage,
    Term,
)
from content.practice.records import Change, Limit, Point
from content.practice.records import Drill as DrillSource
from content.practice.records import DrillInput as InputSource
from content.practice.records import FollowUp as FollowUpSource
from content.practice.records import Interview as InterviewSource
from content.practice.records import Mistake as MistakeSource
from content.practice.records import Stage as StageSource
from content.practice.records import Term as TermSource
from content.reading.prompts import Checkpoint


@dataclass(frozen=True)
class Changed:
    """Which of them are others now; of drills the topics (slugs) in which they are asked."""

    terms: bool
    interviews: bool
    drilled: frozenset[str]


def apply_practice(
    *, terms: Sequence[TermSource], drills: Sequence[DrillSource], interviews: Sequence[InterviewSource]
) -> Changed:
    """Replace terms, drills and interviews by these, each kind where any are given."""
    topics = {topic.slug: topic for topic in Topic.objects.only("slug")}
    glossary_changed = bool(terms) and _terms(terms, topics)
    drilled = _drills(drills, topics) if drills else frozenset()
    interviews_changed = bool(interviews) and stored_interviews() != tuple(interviews)
    if interviews_changed:
        Interview.objects.exclude(slug__in=[i.slug for i in interviews]).delete()
        for position, interview in enumerate(interviews, 1):
            _interview(interview, position, topics)
    return Changed(glossary_changed, interviews_changed, drilled)


def stored_terms() -> tuple[TermSource, ...]:
    """The glossary as the renderer takes it."""
    terms = Term.objects.order_by("slug").values_list("slug", "term", "also", "definition", "topic__slug")
    return tuple(
        TermSource(slug, term, tuple(also), definition, topic or "") for slug, term, also, definition, topic in terms
    )


def stored_drills(*, asked_in: Collection[str] | None = None) -> tuple[DrillSource, ...]:
    """The drills as their file holds them, but for the order of their topics: the first one, then the others sorted.

    With ``asked_in`` those that have limits and are asked in topics of these slugs.
    """
    drills = Drill.objects.order_by("position")
    if asked_in is not None:
        drills = drills.filter(lead__slug__in=asked_in).exclude(design="")
    topics = Prefetch("topics", Topic.objects.only("slug"))
    return tuple(map(_stored, drills.prefetch_related("inputs", topics, "limits")))


def _stored(drill: Drill) -> DrillSource:
    topics = sorted(drill.topics.all(), key=lambda topic: (topic.pk != drill.lead_id, topic.slug))
    names = ("slug", "title", "prompt", "formula", "unit", "tolerance", "hint", "design")
    return DrillSource(
        topics=tuple(topic.slug for topic in topics),
        inputs=tuple(
            InputSource(i.name, i.label, i.unit, i.low, i.high, i.step, tuple(i.choices)) for i in drill.inputs.all()
        ),
        steps=tuple(drill.steps),
        limits=tuple(
            Limit(
                *(limit.key, limit.resource, limit.need, limit.capacity, limit.unit, limit.because),
                Change(limit.do, limit.things, limit.each) if limit.do else None,
            )
            for limit in drill.limits.all()
        ),
        **{name: getattr(drill, name) for name in names},
    )


def stored_interviews() -> tuple[InterviewSource, ...]:
    """The mock interviews as their files hold them."""
    interviews = Interview.objects.prefetch_related(
        "stages", "points__topic", "mistakes", "follow_ups__checkpoints", "follow_ups__topic"
    ).order_by("position")
    return tuple(
        InterviewSource(
            slug=i.slug,
            title=i.title,
            prompt=i.prompt,
            scale=tuple(i.scale),
            minutes=i.minutes,
            stages=tuple(StageSource(s.title, s.minutes, s.aim, tuple(s.questions)) for s in i.stages.all()),
            points=tuple(
                Point(p.key, p.tag, p.text, p.topic.slug, p.weight, p.says, p.because) for p in i.points.all()
            ),
            follow_ups=tuple(_follow_up(f) for f in i.follow_ups.all()),
            mistakes=tuple(
                MistakeSource(m.key, m.text, m.says, m.consequence, tuple(m.replaces)) for m in i.mistakes.all()
            ),
            brief=i.brief,
        )
        for i in interviews
    )


def answered_follow_ups() -> list[tuple[str, str, FollowUpSource]]:
    """The questions with answers that come after interviews, each with its interview's slug and title, in order."""
    answered = FollowUp.objects.exclude(answer="").select_related("interview", "topic").prefetch_related("checkpoints")
    in_order = answered.order_by("interview__position", "position")
    return [(row.interview.slug, row.interview.title, _follow_up(row)) for row in in_order]


def _terms(sources: Sequence[TermSource], topics: dict[str, Topic]) -> bool:
    if stored_terms() == tuple(sorted(sources, key=lambda t: t.slug)):
        return False
    Term.objects.all().delete()
    Term.objects.bulk_create(
        Term(slug=t.slug, term=t.term, also=list(t.also), definition=t.definition, topic=topics.get(t.topic))
        for t in sources
    )
    return True


def _drills(sources: Sequence[DrillSource], topics: dict[str, Topic]) -> frozenset[str]:
    """Replace the drills by these, where they are others; the topics in which they are asked, and were."""
    before = stored_drills()
    if before == tuple(replace(d, topics=(d.topics[0], *sorted(d.topics[1:]))) for d in sources):
        return frozenset()
    Drill.objects.exclude(slug__in=[d.slug for d in sources]).delete()
    for position, drill in enumerate(sources, 1):
        _drill(drill, position, topics)
    return frozenset(drill.topics[0] for drill in (*before, *sources) if drill.topics)


def _drill(source: DrillSource, position: int, topics: dict[str, Topic]) -> None:
    fields = asdict(source) | {"steps": list(source.steps), "position": position}
    inputs, members, limits = (fields.pop(name) for name in ("inputs", "topics", "limits"))
    fields["lead"] = topics[members[0]]
    drill, _ = Drill.objects.update_or_create(slug=fields.pop("slug"), defaults=fields)
    drill.topics.set(topics[slug] for slug in members)
    drill.inputs.all().delete()
    DrillInput.objects.bulk_create(
        DrillInput(drill=drill, position=n, **(i | {"choices": list(i["choices"])})) for n, i in enumerate(inputs, 1)
    )
    drill.limits.all().delete()
    DrillLimit.objects.bulk_create(
        DrillLimit(drill=drill, position=n, **(limit.pop("change") or {}), **limit) for n, limit in enumerate(limits, 1)
    )


def _interview(source: InterviewSource, position: int, topics: dict[str, Topic]) -> None:
    interview, _ = Interview.objects.update_or_create(
        slug=source.slug,
        defaults={
            "title": source.title,
            "position": position,
            "prompt": source.prompt,
            "scale": list(source.scale),
            "minutes": source.minutes,
            "brief": source.brief,
        },
    )
    _follow_ups(interview, source, topics)
    interview.stages.all().delete()
    interview.points.all().delete()
    interview.mistakes.all().delete()
    Stage.objects.bulk_create(
        Stage(interview=interview, position=n, title=s.title, minutes=s.minutes, aim=s.aim, questions=list(s.questions))
        for n, s in enumerate(source.stages, 1)
    )
    RubricPoint.objects.bulk_create(
        RubricPoint(
            interview=interview,
            position=n,
            key=p.key,
            tag=p.tag,
            text=p.text,
            topic=topics[p.topic],
            weight=p.weight,
            says=p.says,
            because=p.because,
        )
        for n, p in enumerate(source.points, 1)
    )
    Mistake.objects.bulk_create(
        Mistake(interview=interview, position=n, **(asdict(m) | {"replaces": list(m.replaces)}))
        for n, m in enumerate(source.mistakes, 1)
    )


def _follow_ups(interview: Interview, source: InterviewSource, topics: dict[str, Topic]) -> None:
    """Set an interview's follow-up questions, each with its checkpoints."""
    interview.follow_ups.all().delete()
    stored = FollowUp.objects.bulk_create(
        FollowUp(
            interview=interview, position=n, key=f.key, question=f.question, answer=f.answer, topic=topics.get(f.topic)
        )
        for n, f in enumerate(source.follow_ups, 1)
    )
    FollowUpCheckpoint.objects.bulk_create(
        FollowUpCheckpoint(follow_up=row, position=n, text=point.text, cell=point.cell)
        for row, follow_up in zip(stored, source.follow_ups, strict=True)
        for n, point in enumerate(follow_up.checkpoints, 1)
    )


def _follow_up(stored: FollowUp) -> FollowUpSource:
    points = tuple(Checkpoint(c.text, c.cell) for c in stored.checkpoints.all())
    topic = stored.topic.slug if stored.topic else ""
    return FollowUpSource(stored.question, stored.key, stored.answer, topic, points)
