"""The page with the gradebook, among the other things of the site."""

from django.urls import reverse

from quizzes.classes.assignments.book import book_of


def test_the_search_box_stays_empty_whatever_the_gradebook_is_asked_for(client, school):
    client.force_login(school.instructor)
    page = client.get(reverse("quizzes:class", args=[school.cohort.pk]), {"q": "Lea", "sort": "name"})
    box = page.content.decode().split('aria-label="Search the wiki"')[1].split(">")[0]
    assert 'value=""' in box
    assert page.context["book_query"] == "sort=name&show=all&q=Lea"


def test_the_gradebook_goes_by_the_real_name_that_a_learner_gave(client, school, now):
    school.cohort.memberships.filter(learner=school.classmate).update(real_name="Aaron B.")
    assert [row.name for row in book_of(school.cohort, now).rows] == ["Aaron B.", "Lea"]
    client.force_login(school.instructor)
    person = client.get(reverse("quizzes:class-person", args=[school.cohort.pk, school.classmate.pk]))
    assert "<h1><bdi>Aaron B.</bdi></h1>" in person.content.decode()


def test_the_page_of_an_assignment_goes_by_real_names(client, school):
    school.cohort.memberships.filter(learner=school.learner).update(real_name="Zora B.")
    client.force_login(school.instructor)
    page = client.get(
        reverse("quizzes:class-assignment", args=[school.cohort.pk, school.assignment.pk])
    ).content.decode()
    assert page.index("<bdi>Mate</bdi>") < page.index("<bdi>Zora B.</bdi>")
    assert "<bdi>Lea</bdi>" not in page
