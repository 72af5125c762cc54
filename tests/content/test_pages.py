"""The wiki's pages as a visitor gets them: what they hold, how many queries they take, and what is not there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import Topic
from quizzes.bank.models import Question
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

# The page with its neighbours; nothing else for a visitor, who has no session.
TOPIC_QUERIES = 1
# Phases, topics and pages; the ways with their phases; how many questions each topic has.
INDEX_QUERIES = 3
# The same; session, person, how they stand.
MEMBERS_INDEX_QUERIES = 7


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_index_lists_phases_topics_paths_and_pages_in_order(client, wiki, django_assert_num_queries):
    with django_assert_num_queries(INDEX_QUERIES):
        response = client.get(reverse("quizzes:wiki"))
    text = words(response)
    text = text[text.index("Phase 1") :]  # the ways name the phases, too
    places = [text.index(name) for name in ("Foundation", "Storage", "Scaling", "Communication", "Messaging")]
    assert places == sorted(places)
    assert "Both phases in order." in words(response)
    assert "About this guide" in words(response)


def test_index_says_what_a_topic_answers_and_how_many_questions_it_has(client, wiki):
    topic = Topic.objects.select_related("current").get(slug="storage")
    topic.current.meta["answers"] = "Which disk?"
    topic.current.save()
    text = words(client.get(reverse("quizzes:wiki")))
    assert "Storage Which disk?" in text
    live = Question.objects.filter(topic=topic, state=Question.State.LIVE).count()
    assert live > 1
    assert f"{live} questions" in text
    scaling = Topic.objects.get(slug="scaling")
    assert f"{scaling.title} {scaling.opening}" in text
    assert "not seen yet" not in text


@pytest.mark.parametrize("cards", [1, 3])
def test_index_shows_members_how_they_stand_at_the_same_cost(client, wiki, cards, django_assert_num_queries):
    learner, now = UserFactory(), timezone.now()
    for fact in facts_of("messaging")[:cards]:
        remember(learner, fact, now, due_in=-timedelta(1))
    remember(UserFactory(), facts_of("storage")[0], now, due_in=-timedelta(1))
    client.force_login(learner)
    with django_assert_num_queries(MEMBERS_INDEX_QUERIES):
        response = client.get(reverse("quizzes:wiki"))
    text = words(response)
    assert f"{cards} due" in text
    assert text.count(" due ") == 1
    assert text.count("not seen yet") == 2
    assert response.content.decode().count("station-fill") == 1


def test_index_of_an_empty_wiki_says_so(client, db):
    response = client.get(reverse("quizzes:wiki"))
    assert response.status_code == 200
    assert "The wiki is empty" in words(response)


def test_topic_page_shows_its_text_tables_sources_and_neighbours(client, wiki, django_assert_num_queries):
    with django_assert_num_queries(TOPIC_QUERIES):
        response = client.get(reverse("content:topic", args=["scaling"]))
    html = response.content.decode()
    assert '<td data-option="vertical" data-dimension="ceiling">Largest machine sold</td>' in html
    assert 'id="table-grow"' in html
    assert re.search(r'rel="prev" href="/wiki/storage/"', html)
    assert re.search(r'rel="next" href="/wiki/messaging/"', html)


def test_topic_page_says_how_long_it_is_and_since_when_it_stands(client, wiki):
    page = " ".join(client.get("/wiki/messaging/").content.decode().split())
    assert 'to read, last changed on <time datetime="2026-03-02">2 March 2026</time>' in page


def test_first_topic_has_no_previous_and_the_last_no_next(client, wiki):
    first = client.get(reverse("content:topic", args=["storage"])).content.decode()
    assert 'rel="prev"' not in first
    assert 'rel="next" href="/wiki/scaling/"' in first
    assert 'id="source-manual"' in first
    assert '<a href="#source-manual">1</a>' in first
    assert '<span class="condition">without multi-attach</span>' in first
    last = client.get(reverse("content:topic", args=["messaging"])).content.decode()
    assert 'rel="prev" href="/wiki/scaling/"' in last
    assert 'rel="next"' not in last


def test_page_beside_the_path_has_no_neighbours_and_nothing_to_practise(client, wiki):
    html = client.get(reverse("content:topic", args=["about"])).content.decode()
    assert "Read, then practise." in html
    assert 'rel="next"' not in html
    assert "topic-bar" not in html


@pytest.mark.parametrize("slug", ["nothing", "Storage", "storage-", "x" * 500])
def test_unknown_topic_is_404(client, wiki, slug):
    assert client.get(f"/wiki/{slug}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/wiki/sto%00rage/", "/wiki/%F0%9F%93%9A/", "/wiki/a/b/", "/wiki/../etc/", "/wiki/%ff/"]
)
def test_path_that_is_no_slug_is_404(client, wiki, path):
    assert client.get(path).status_code in (400, 404)


def test_withdrawn_topic_is_410_and_not_listed(client, wiki):
    Topic.objects.filter(slug="scaling").update(retired_at=timezone.now())
    assert client.get("/wiki/scaling/").status_code == 410
    assert "/wiki/scaling/" not in client.get("/wiki/").content.decode()
    assert "/wiki/scaling/" not in client.get("/search/?q=ceiling").content.decode()
    assert 'rel="next" href="/wiki/messaging/"' in client.get("/wiki/storage/").content.decode()


@pytest.mark.parametrize("path", ["/wiki/", "/wiki/storage/", "/search/", "/search/?q=disk"])
def test_reading_is_open_to_get_and_head_and_to_nothing_else(client, wiki, path):
    assert client.get(path).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(path).status_code == 405


def test_reading_changes_nothing_for_a_member_either(client, wiki):
    client.force_login(UserFactory())
    before = list(Topic.objects.values())
    for path in ("/wiki/", "/wiki/storage/", "/search/?q=disk"):
        assert client.get(path).status_code == 200
    assert list(Topic.objects.values()) == before


def test_cheat_sheet_has_the_key_table_of_a_topic_in_one_query(client, wiki, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(reverse("content:sheet", args=["scaling"]))
    html = response.content.decode()
    assert "Largest machine sold" in html
    assert "<h1>Scaling</h1>" in html
    assert f'href="{reverse("content:sheet", args=["scaling"])}"' in client.get("/wiki/scaling/").content.decode()


def test_cheat_sheet_of_a_phase_has_its_topics_in_order(client, wiki, django_assert_num_queries):
    with django_assert_num_queries(1):
        text = words(client.get(reverse("content:phase-sheet", args=["foundation"])))
    assert 0 < text.index("Storage") < text.index("Scaling")
    assert "Messaging" not in text


@pytest.mark.parametrize("path", ["/wiki/about/sheet/", "/wiki/nothing/sheet/", "/phases/nothing/sheet/"])
def test_there_is_a_cheat_sheet_of_topics_and_phases_alone(client, wiki, path):
    assert client.get(path).status_code == 404


def test_withdrawn_topic_has_no_cheat_sheet(client, wiki):
    Topic.objects.filter(slug="scaling").update(retired_at=timezone.now())
    assert client.get("/wiki/scaling/sheet/").status_code == 404
    assert "Scaling" not in words(client.get("/phases/foundation/sheet/"))


def test_index_says_to_members_where_to_go_on(client, wiki):
    learner, address = UserFactory(), reverse("quizzes:wiki")
    client.force_login(learner)
    order = list(Topic.objects.topics().order_by("phase__position", "position"))
    assert re.search(rf"Begin here {order[0].title} \d+ minutes? to read", words(client.get(address)))
    for topic in order[:2]:
        client.post(reverse("quizzes:mark-read", args=[topic.slug]))
    assert f"Continue here {order[2].title} " in words(client.get(address))
    client.post(reverse("quizzes:mark-read", args=[order[2].slug]))
    assert not re.search("Begin here|Continue here", words(client.get(address)))


def test_index_says_to_visitors_nothing_of_going_on(client, wiki):
    assert not re.search("Begin here|Continue here", words(client.get(reverse("quizzes:wiki"))))
