"""The administration's own pages with objects that are not there, are somebody else's, or are no ids at all."""

from itertools import product

import pytest
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.access.world import Visit, fingerprint

MODELS = (
    "accounts_user",
    "content_phase",
    "content_topic",
    "content_revision",
    "auth_group",
    "account_emailaddress",
    "mfa_authenticator",
    "usersessions_usersession",
)
STRANGE = ("", "abc", "1.5", "-1", "9" * 18, "9" * 30, "9" * 5000, "٣" * 9, "a_2F", "1 OR 1=1")
PAGES = ("change", "delete", "history")
ASKED = (
    "p",
    "o",
    "q",
    "all",
    "e",
    "id",
    "pk__in",
    "id__exact",
    "password__startswith",
    "user__x",
    "_to_field",
    "_popup",
)
DEAD_END = (200, 302, 400, 403, 404)


@pytest.fixture
def administrator(world):
    return Visit(world, "administrator")


def test_every_model_of_the_administration_is_tried():
    assert {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry} == set(MODELS)


def test_a_page_of_an_object_that_is_not_there_is_a_dead_end(administrator):
    before, wrong = fingerprint(), []
    for model, page, text in product(MODELS, PAGES, STRANGE[1:]):
        for method in ("get", "post"):
            response = administrator.send(method, reverse(f"admin:{model}_{page}", args=[text]), {"post": "yes"})
            if response.status_code not in DEAD_END:
                wrong.append(f"{method} {model} {page} {text[:20]}: {response.status_code}")
    assert wrong == [], "\n".join(wrong)
    assert fingerprint() == before


@pytest.mark.parametrize("more", [{}, {"post": "yes"}, {"select_across": "x", "index": "y"}, {"_save": "1"}], ids=str)
def test_an_action_on_objects_that_are_not_there_changes_nothing(administrator, more):
    before, wrong = fingerprint(), []
    for model, text in product(MODELS, STRANGE):
        data = {"action": "delete_selected", "_selected_action": text, "form-TOTAL_FORMS": text} | more
        response = administrator.send("post", reverse(f"admin:{model}_changelist"), data)
        if response.status_code not in DEAD_END:
            wrong.append(f"{model} {text[:20]}: {response.status_code}")
    assert wrong == [], "\n".join(wrong)
    assert fingerprint() == before


def test_an_action_on_what_is_no_id_says_so(administrator):
    address = reverse("admin:auth_group_changelist")
    response = administrator.send(
        "post", address, {"action": "delete_selected", "_selected_action": "abc"}, follow=True
    )
    assert "What was chosen here is not there any more" in response.content.decode()


def test_an_action_on_what_is_there_is_done(administrator, world):
    address, key = reverse("admin:auth_group_changelist"), world.borrowed["auth_group"]
    administrator.send("post", address, {"action": "delete_selected", "_selected_action": key, "post": "yes"})
    assert not Group.objects.filter(pk=key).exists()


def test_a_name_given_in_the_administration_is_kept_as_it_is_seen(administrator):
    address = reverse("admin:auth_group_add")
    administrator.send("post", address, {"name": " Ed\u200bit\u202eors  of\x07 it "})
    assert Group.objects.filter(name="Editors of it").exists()
    again = administrator.send("post", address, {"name": "Editors\u2066 of it"})
    assert "already exists" in again.content.decode()


def test_a_list_asked_for_something_strange_is_a_list_or_a_dead_end(administrator):
    wrong = []
    for model, name, text in product(MODELS, ASKED, ("", "abc", "-1", "9" * 30)):
        response = administrator.send("get", reverse(f"admin:{model}_changelist"), {name: text})
        if response.status_code not in DEAD_END:
            wrong.append(f"{model}?{name}={text[:20]}: {response.status_code}")
    assert wrong == [], "\n".join(wrong)


def test_the_way_to_the_site_and_the_completion_are_dead_ends_too(administrator):
    for text in STRANGE[1:]:
        for first in (text, "1"):
            assert administrator.send("get", reverse("admin:view_on_site", args=[first, text])).status_code == 404
        query = {"app_label": "account", "model_name": "emailaddress", "field_name": "user", "term": text}
        assert administrator.send("get", reverse("admin:autocomplete"), query).status_code in (200, 403)


def test_the_key_of_a_session_is_shown_to_nobody(administrator, world):
    key = world.borrowed["usersessions_usersession"]
    for address in (
        reverse("admin:usersessions_usersession_changelist"),
        reverse("admin:usersessions_usersession_change", args=[key]),
        reverse("admin:usersessions_usersession_delete", args=[key]),
    ):
        response = administrator.send("get", address)
        assert response.status_code == 200
        assert "k" * 32 not in response.content.decode()


@pytest.mark.parametrize("how", ["page", "action"])
def test_a_session_deleted_in_the_administration_is_over(administrator, world, how):
    client = Client()
    client.force_login(world.learner)
    session = UserSession.objects.create(
        user=world.learner, session_key=client.session.session_key, ip="127.0.0.1", user_agent="A browser"
    )
    assert client.get("/settings/").status_code == 200
    if how == "page":
        address = reverse("admin:usersessions_usersession_delete", args=[session.pk])
        administrator.send("post", address, {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": session.pk, "post": "yes"}
        administrator.send("post", reverse("admin:usersessions_usersession_changelist"), data)
    assert client.get("/settings/").status_code == 302
