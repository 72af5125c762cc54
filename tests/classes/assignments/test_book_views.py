"""The page with the gradebook, among the other things of the site."""

from django.urls import reverse


def test_the_search_box_stays_empty_whatever_the_gradebook_is_asked_for(client, school):
    client.force_login(school.instructor)
    page = client.get(reverse("quizzes:class", args=[school.cohort.pk]), {"q": "Lea", "sort": "name"})
    box = page.content.decode().split('aria-label="Search the wiki"')[1].split(">")[0]
    assert 'value=""' in box
    assert page.context["book_query"] == "sort=name&show=all&q=Lea"
