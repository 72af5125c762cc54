"""A connection is looked at before a request uses it, without asking the server."""

import psycopg
import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.urls import reverse


@pytest.fixture
def administrator(transactional_db):
    """A second connection, which may end the first."""
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        yield other
    connection.close()


def pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_connection_that_stands_is_usable_and_the_server_is_not_asked(administrator):
    own = pid()
    assert connection.is_usable()
    seen = administrator.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [own]).fetchone()
    assert seen == ("SELECT pg_backend_pid()",)


def test_a_connection_that_the_server_ended_is_not_usable(administrator):
    administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [pid()])
    assert not connection.is_usable()


def test_the_request_after_a_lost_connection_is_answered(administrator, client):
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
    before = pid()
    administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    close_old_connections()  # as every request begins, but those of the test client
    assert client.get(reverse("quizzes:wiki")).status_code == 200
    assert pid() != before


def test_a_word_of_the_server_is_not_taken_for_its_end(administrator):
    """Where there is something to read (here a notification), the server is asked as Django asks."""
    with connection.cursor() as cursor:
        cursor.execute("LISTEN news")
    administrator.execute("NOTIFY news")
    own = pid()
    assert connection.is_usable()
    assert pid() == own
