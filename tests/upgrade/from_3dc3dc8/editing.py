"""Pages that are changed, put back, and made on the site."""

from dataclasses import replace

from content.models import Revision, Topic
from quizzes.editing import services
from quizzes.editing.drafts import Draft
from tests.upgrade.from_3dc3dc8.clock import clock, key
from tests.upgrade.from_3dc3dc8.people import person

# Of the page "scaling".
LOST_ROW = "| Loss of a node | Outage of the whole | Loss of a small share | Loss of a large share |\n"
NEW = """\
## Side by side

Table: Ways to keep what was said {#keep options=columns}

| Aspect | Minutes {#minutes} | Recording {#recording} | Memory {#memory} |
| --- | --- | --- | --- |
| Made by | One who listens | A machine in the room | Everyone who was there |
| Read again | In a few minutes | As long as it took | Not at all |
| Left out | Side remarks | What was seen | Nearly all of it |"""


def change(slug: str, *changes: tuple[str, str], note: str = "", anyway: bool = False) -> None:
    """Publish a page with some of its text changed."""
    topic = Topic.objects.select_related("phase", "current").get(slug=slug)
    draft = Draft.now(topic)
    for old, new in changes:
        assert old in draft.body, old
        draft = replace(draft, body=draft.body.replace(old, new, 1))
    publish(topic, draft, note, anyway=anyway)


def put_back(slug: str, number: int) -> None:
    """Publish an earlier revision of a page again."""
    topic = Topic.objects.select_related("phase", "current").get(slug=slug)
    earlier = Revision.objects.get(topic=topic, number=number)
    publish(topic, Draft.of(earlier, phase=topic.phase.slug), f"Back to revision {number}")


def publish(topic: Topic, draft: Draft, note: str, *, anyway: bool = False) -> None:
    services.publish(
        topic=topic,
        author=person("editor"),
        draft=draft,
        base=topic.current.number,
        note=note,
        key=key("publish"),
        now=clock.pass_by(minutes=10),
        anyway=anyway,
    )


def reword() -> None:
    """A cell means something else, another one is only written otherwise, an option and a row get other names."""
    change(
        "scaling",
        ("Largest machine sold", "Biggest box on offer"),
        ("About linear growth", "about linear growth"),
        ("| Horizontal {#horizontal} |", "| Sideways {#horizontal} |"),
        ("| Unit added |", "| What is added |"),
        note="Say it as people do",
    )


def cut() -> None:
    """A row is taken out, and its facts and questions retire."""
    change("scaling", (LOST_ROW, ""), note="No figures for this")


def try_out() -> None:
    """An edit, and back: the page is on the site's own text, which is what the import gave."""
    change("messaging", ("From any position", "From any offset kept"), ("Per group, if asked", "Per group on request"))
    put_back("messaging", 1)


def found() -> None:
    """A page that no library has, the last of its phase."""
    draft = Draft("Keeping what was said", "Three ways to remember a meeting.", NEW, "", "communication")
    more = {"draft": draft, "note": "", "key": key("publish"), "now": clock.pass_by(minutes=10)}
    services.create(slug="keeping", author=person("editor"), anyway=True, **more)
