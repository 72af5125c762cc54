"""What becomes of the questions that people wrote, which no rebuild derives, and of the doubts that they noted."""

from collections.abc import Sequence

from content.models import Topic
from quizzes.bank.models import Question
from quizzes.bank.models.curation import OWN, QuestionDecision
from quizzes.bank.synced import Synced


def sync_own(topic: Topic, done: Synced) -> None:
    """Questions that people wrote go with their page when that is withdrawn, and come back with it as they were.

    Those that an instructor keeps for their own classes stay: they are asked on papers, whatever the wiki says.
    """
    own = Question.objects.shared().filter(topic=topic, key__startswith=OWN)
    if topic.retired_at:
        asked = own.filter(state__in=(Question.State.LIVE, Question.State.NEEDS_REVIEW))
        done.questions_retired += asked.update(state=Question.State.RETIRED)
        return
    gone = list(own.filter(state=Question.State.RETIRED).values_list("pk", flat=True))
    if not gone:
        return
    in_doubt = questions_in_doubt(gone)
    back = own.filter(pk__in=gone)
    done.questions_added += back.filter(pk__in=in_doubt).update(state=Question.State.NEEDS_REVIEW)
    done.questions_added += back.exclude(pk__in=in_doubt).update(state=Question.State.LIVE)


def questions_in_doubt(questions: Sequence[int]) -> set[int]:
    """Those of these questions (ids) that an editor has marked for review, and nobody has looked at since."""
    if not questions:
        return set()
    last = QuestionDecision.objects.filter(question__in=questions).order_by("question", "-at", "-pk")
    states = last.distinct("question").values_list("question", "state")
    return {pk for pk, state in states if state == Question.State.NEEDS_REVIEW}
