"""Pages that list the learners of a class: page by page, found by name, for as many statements whatever the class."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.classes.assignments.forms import NAMED
from quizzes.classes.joining import groups
from quizzes.classes.models import Membership
from quizzes.classes.roll import A_PAGE, roll_of
from quizzes.classes.setting import services as setting
from quizzes.classes.setting.queries import SEATS
from sdwiki.accounts.models import User
from tests.attempts.conftest import make_topic
from tests.classes.setting.conftest import sheet

NAMES = ["Ada", "Bea", "Cäcilia", "Ada Marie", "Dan"]


@pytest.mark.parametrize(
    ("asked", "shown", "place"),
    [
        ({}, ["Ada", "Bea"], ""),
        ({"page": "2"}, ["Cäcilia", "Ada Marie"], "?page=2"),
        ({"page": "99"}, ["Dan"], "?page=3"),
        ({"page": "x"}, ["Ada", "Bea"], ""),
        ({"q": "ADA"}, ["Ada", "Ada Marie"], "?q=ADA"),
        ({"q": "a", "page": "2"}, ["Cäcilia", "Ada Marie"], "?q=a&page=2"),
        ({"q": " \u202edan\u200b "}, ["Dan"], "?q=dan"),
        ({"q": "nobody"}, [], "?q=nobody"),
    ],
)
def test_a_roll_shows_the_page_and_the_names_that_are_asked_for(asked, shown, place):
    roll = roll_of(NAMES, asked, str, a_page=2)
    assert (list(roll.page), roll.place, roll.total, roll.searched) == (shown, place, 5, True)


def test_a_short_roll_needs_no_search():
    assert not roll_of(NAMES, {}, str).searched


@pytest.fixture
def addresses(school):
    """The pages that list learners, by the names of their routes."""
    topic, now = make_topic(school.phase, "brokers", 6), timezone.now()
    quiz = setting.make(
        cohort=school.cohort, sheet=sheet(topics=(topic,)), by=school.instructor, key=uuid4(), now=now
    ).quiz_id
    group = groups.make(cohort=school.cohort, name="Mondays").pk
    rest = {"people": [], "group": [group], "assignment": [school.assignment.pk], "quiz": [quiz], "quiz-watch": [quiz]}
    return {name: reverse(f"quizzes:class-{name}", args=[school.cohort.pk, *more]) for name, more in rest.items()}


@pytest.fixture
def fill(school):
    """So many learners more, named Crowd 000 and on; nobody can log in."""

    def join(number):
        new = [User(email=f"crowd{n}@example.com", name=f"Crowd {n:03}", password="!") for n in range(number)]
        people = User.objects.bulk_create(new)
        Membership.objects.bulk_create(
            Membership(cohort=school.cohort, learner=one, joined_at=timezone.now()) for one in people
        )
        return people

    return join


def shown(page):
    words = page.content.decode()
    return [f"Crowd {n:03}" for n in range(2 * SEATS) if f"<bdi>Crowd {n:03}</bdi>" in words]


def test_long_lists_come_page_by_page_for_as_many_statements(client, school, addresses, fill):
    client.force_login(school.instructor)
    counts = {name: [] for name in addresses}
    for number in (0, SEATS + 10):
        fill(number)
        for name, address in addresses.items():
            with CaptureQueriesContext(connection) as asked:
                page = client.get(address)
            counts[name].append(len(asked))
            assert page.context["roll"].total == number + 2
            assert len(page.context["roll"].page) == min(number + 2, SEATS if name == "quiz-watch" else A_PAGE), name
    assert {name: few for name, (few, _) in counts.items()} == {name: many for name, (_, many) in counts.items()}
    for name, address in addresses.items():
        assert shown(client.get(address, {"q": "crowd 042"})) == ["Crowd 042"], name
        first, second = (set(shown(client.get(address, {"page": number}))) for number in (1, 2))
        assert first, name
        assert second, name
        assert not first & second, name


def test_saving_a_page_of_a_group_leaves_the_others_in_it(client, school, addresses, fill):
    people = fill(A_PAGE + 10)
    group = school.cohort.groups.get()
    groups.change(group=group, name="Mondays", learners=[one.pk for one in people[:3]])
    client.force_login(school.deputy)
    page = client.get(addresses["group"])
    assert shown(page)[:3] == ["Crowd 000", "Crowd 001", "Crowd 002"]  # who is in it stands first
    change = reverse("quizzes:class-group-change", args=[school.cohort.pk, group.pk])
    sent = {
        "name": "Mondays",
        "shown": [people[0].pk, people[1].pk, people[9].pk],
        "learner": [people[1].pk, people[9].pk],
    }
    client.post(change, sent | {"learner": [*sent["learner"], people[20].pk]})  # who was not shown cannot be ticked
    inside = set(group.members.values_list("learner__name", flat=True))
    assert inside == {"Crowd 001", "Crowd 002", "Crowd 009"}


def test_a_large_class_is_assigned_to_by_groups(client, school, fill):
    client.force_login(school.instructor)
    address = reverse("quizzes:class-assign", args=[school.cohort.pk])
    assert 'name="persons"' in client.get(address).content.decode()
    person = fill(NAMED)[0]
    page = client.get(address).content.decode()
    assert 'name="persons"' not in page
    assert "Your class is large" in page
    school.assignment.persons.add(person)
    edit = client.get(reverse("quizzes:class-assignment-edit", args=[school.cohort.pk, school.assignment.pk]))
    assert edit.content.decode().count('name="persons"') == 1  # whom it is for already can be taken out
