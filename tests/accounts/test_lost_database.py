"""A login that the database is lost in the middle of: the form that is still on the screen can be sent again."""

import re

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)

AWAY = """
CREATE FUNCTION test_away() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'terminating' USING ERRCODE = 'admin_shutdown'; END$$;
CREATE TRIGGER test_away BEFORE INSERT ON usersessions_usersession FOR EACH ROW EXECUTE FUNCTION test_away();
"""
BACK = "DROP FUNCTION IF EXISTS test_away() CASCADE"


def execute(statements):
    with connection.cursor() as cursor:
        cursor.execute(statements)


def test_a_login_cut_short_by_the_database_can_be_sent_again(django_user_model):
    django_user_model.objects.create_user("ada@example.org", "correct horse battery", name="Ada")
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/accounts/login/").text)[1]
    form = {"login": "ada@example.org", "password": "correct horse battery", "csrfmiddlewaretoken": token}
    execute(AWAY)
    try:
        cut_short = browser.post("/accounts/login/", form)
    finally:
        execute(BACK)
    assert cut_short.status_code == 503
    assert not cut_short.cookies
    assert browser.post("/accounts/login/", form).status_code == 302
