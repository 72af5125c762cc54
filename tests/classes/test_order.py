"""Classes stand where readers look for them."""

import uuid
from datetime import timedelta

from django.urls import reverse

from quizzes.classes import queries, services

NAMES = ["Zoë’s", "Zara’s", "Ångström", "bees", "Émile’s"]
INORDER = ["Ångström", "bees", "Émile’s", "Zara’s", "Zoë’s"]


def test_classes_are_sorted_as_people_are_and_those_that_are_over_come_last(school, now, client):
    for day, name in enumerate(NAMES):
        cohort = services.create_class(instructor=school.other, name=name, key=uuid.uuid4(), now=now)
        services.join(cohort=cohort, learner=school.charlie, now=now)
        if name == "bees":
            services.archive(cohort=cohort, now=now + timedelta(day))
    services.archive(cohort=school.foreign, now=now)
    running = [name for name in INORDER if name != "bees"]
    assert [one.name for one in queries.taught(school.other)] == [*running, "Autumn", "bees"]
    assert [one.name for one in queries.joined(school.charlie)] == [*running, "bees"]
    client.force_login(school.charlie)
    assert [one.name for one in client.get(reverse("quizzes:classes")).context["attended"]] == [*running, "bees"]
    assert queries.taught(school.charlie) == []
