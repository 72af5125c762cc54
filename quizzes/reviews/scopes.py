"""What a review session is about, as its address says it: everything, a topic, a phase, or some facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from content.models import Topic
from quizzes.reviews import queries
from quizzes.reviews.forms import ScopeForm
from quizzes.reviews.mistakes import mistakes_of
from quizzes.reviews.typed import typeable
from sdwiki.typing import MemberRequest

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Scope:
    """What a review session is about: all topics (None), or those of one topic or phase; and all facts (None), or
    those that a quiz has shown to be missing or whose answers can be typed; and ``only`` what is due or new of them.
    ``typing``: answers are typed where they can be, and ``said`` is one."""

    topics: Sequence[Topic] | None
    facts: Sequence[int] | None
    title: str
    query: dict[str, str]
    ahead: bool
    card: int | None
    answer: bool
    graded: int | None = None
    only: str = ""
    typing: bool = False
    said: str = ""

    @property
    def topic_ids(self) -> list[int] | None:
        return None if self.topics is None else [topic.pk for topic in self.topics]

    @property
    def narrowed(self) -> dict[str, Any]:
        """What `quizzes.reviews.queue.study` takes of it."""
        named = {name: getattr(self, name) for name in ("facts", "ahead", "only", "typing")}
        return {"topics": self.topic_ids} | named

    @property
    def limited(self) -> bool:
        """Whether it is about less than everything."""
        return self.topics is not None or self.facts is not None or bool(self.only)

    def url(self, name: str, *args: Any) -> str:
        """An address of this page's that stays within the scope."""
        address = reverse(name, args=args)
        return f"{address}?{urlencode(self.query)}" if self.query else address


ONLY = {"due": "What is due", "new": "New facts"}
EVERYTHING = Scope(topics=None, facts=None, title="", query={}, ahead=False, card=None, answer=False)


def scope_of(request: MemberRequest) -> Scope:
    """The scope an address names. Raises Http404 for a topic or phase that is not there."""
    if not request.GET:
        return replace(EVERYTHING, typing=request.user.type_answers)
    form = ScopeForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such topic, phase or card.")
    data = form.cleaned_data
    topics = queries.topics_of(topic=data["topic"], phase=data["phase"])
    if topics is not None and not topics:
        raise Http404("There is no such topic or phase.")
    ids = None if topics is None else [topic.pk for topic in topics]
    shown = {name: data[name] for name in ("ahead", "card", "answer", "graded", "only", "said")}
    shown |= {"typing": form.types(usual=request.user.type_answers)}
    return Scope(topics, _facts(request.user, form, ids), title=_title(topics, data), query=form.query(), **shown)


def _facts(learner: "User", form: ScopeForm, topics: list[int] | None) -> list[int] | None:
    """The facts that a session is held to, if to any: those that its address names, mistakes, what can be typed."""
    facts = mistakes_of(learner, topics=topics) if form.cleaned_data["mistakes"] else form.named()
    if not form.cleaned_data["typed"]:
        return facts
    found = typeable(learner, topics=topics)
    return found if facts is None else sorted(set(found) & set(facts))


def _title(topics: Sequence[Topic] | None, data: dict[str, Any]) -> str:
    """What the session is called: "New facts · Caching"; empty for everything."""
    parts = [ONLY[data["only"]]] if data["only"] else []
    parts += ["Typed answers"] if data["typed"] else []
    parts += ["Mistakes in quizzes"] if data["mistakes"] else ["What you had wrong"] if data["facts"] else []
    if topics:
        parts.append(topics[0].title if data["topic"] else str(topics[0].phase))
    return " · ".join(parts)
