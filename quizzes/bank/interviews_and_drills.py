"""What stands around the topics, for the bank: mock interviews and drills, each with what is asked about it."""

from collections.abc import Collection

from content.models import Topic
from content.practice.store import stored_drills, stored_interviews
from quizzes.bank.generate.breaks import of_drills
from quizzes.bank.generate.review import Around, of_interviews
from quizzes.bank.records import Bank, joined


def around_topics(slugs: Collection[str] | None = None) -> Around:
    """What the generator makes of what stands around the topics, by the slug of the topic that it belongs to: of all
    topics, or of these at least."""
    drills = stored_drills(asked_in=slugs)
    leads = {drill.topics[0] for drill in drills}
    titles = dict(Topic.objects.filter(slug__in=leads).values_list("slug", "title"))
    found = dict(of_interviews(stored_interviews()))
    for topic, bank in of_drills(drills, titles).items():
        found[topic] = joined(found.get(topic, Bank()), bank)
    return found
