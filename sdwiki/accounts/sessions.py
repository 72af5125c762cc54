"""Sessions in the database, read together with the person they belong to.

A session ends after a time without use, and at the latest some time after its login (`SESSION_IDLE_DAYS`,
`SESSION_DAYS`). What counts is the row's date of expiry, which use moves on once a day and not with each request.

`SessionStore` is Django's own for everything but its times and reading: a request needs the session and then its user,
and `allauth.usersessions` notes which session is whose, so one statement brings both, and what the header of every page
says: how many notices wait for them, and which quiz runs. The session alone decides who is logged in, and Django checks
it; what came along only saves asking a second time.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string

from sdwiki import clock
from sdwiki.accounts.models import User
from sdwiki.inbox.unread import UNREAD

BEGAN = "began"  # in the session: seconds since 1970
A_DAY = timedelta(days=1)
FIELDS = [field.attname for field in User._meta.concrete_fields]
CONVERTED = [
    (place, field.from_db_value)
    for place, field in enumerate(User._meta.concrete_fields)
    if hasattr(field, "from_db_value")
]
PERSON = ", ".join(f'u."{field.column}"' for field in User._meta.concrete_fields)
READ = f"""
SELECT s.session_data, s.expire_date, {UNREAD}, {import_string(settings.SESSION_RUNNING)}, {PERSON}
FROM django_session s
LEFT JOIN usersessions_usersession k ON k.session_key = s.session_key
LEFT JOIN accounts_user u ON u.id = k.user_id
WHERE s.session_key = %s AND s.expire_date > %s
"""


class SessionStore(db.SessionStore):
    """Django's sessions in the database; ``owner`` is the person that came with the session, if any is known."""

    owner: User | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing if it has expired or been ended."""
        self.owner = None
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, clock.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        data, expires, unread, running, *person = found
        if person[0] is not None:
            for place, convert in CONVERTED:
                person[place] = convert(person[place], None, connection)
            self.owner = User.from_db(connection.alias, FIELDS, person)
            self.owner.unread, self.owner.running = unread, running
        session: dict[str, Any] = self.decode(data)
        now = clock.now()
        began = session.setdefault(BEGAN, now.timestamp())  # it may be from before there were such notes
        self.modified = self.modified or _end(began, now) - expires > A_DAY
        return session

    def create(self) -> None:
        """A new session, which begins now."""
        super().create()
        self[BEGAN] = clock.now().timestamp()

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds from now until it ends, if it is not used again."""
        now = clock.now()
        age = min(timedelta(seconds=super().get_expiry_age(**kwargs)), _end(self.get(BEGAN), now) - now)
        return max(0, int(age.total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """When that is."""
        return clock.now() + timedelta(seconds=self.get_expiry_age(**kwargs))

    def cycle_key(self) -> None:
        """A new key for the same session. Its note comes along, or nobody could end the session any more: Django also
        gives a new key where `SECRET_KEY` has changed, of which `allauth.usersessions` learns nothing."""
        key = self.session_key
        with transaction.atomic():  # between the two, the note would look like one whose session has ended
            super().cycle_key()
            if key:
                UserSession.objects.filter(session_key=key).update(session_key=self.session_key)
        self[BEGAN] = clock.now().timestamp()  # Django does this at a login, and where a password has been changed


FORGET_EXPIRED = """
DELETE FROM django_session WHERE session_key IN (
    SELECT session_key FROM django_session WHERE expire_date <= %(now)s
    ORDER BY expire_date LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
"""
FORGET_NOTES = """
DELETE FROM usersessions_usersession WHERE id IN (
    SELECT k.id FROM usersessions_usersession k
    WHERE NOT EXISTS (SELECT FROM django_session s WHERE s.session_key = k.session_key)
    LIMIT %(most)s
)
"""


def forget_expired(*, now: datetime, most: int = 5000) -> int:
    """Delete sessions that have expired, and notes of whose they were where the session is gone: how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_EXPIRED, {"now": now, "most": most})
        sessions: int = cursor.rowcount
        cursor.execute(FORGET_NOTES, {"most": most})
        notes: int = cursor.rowcount
    return sessions + notes


def _end(began: float | None, now: datetime) -> datetime:
    """When a session that is used now ends, if it is not used again. None: it begins now."""
    since = now if began is None else datetime.fromtimestamp(began, UTC)
    return min(now + timedelta(seconds=settings.SESSION_COOKIE_AGE), since + settings.SESSION_LONGEST)


def user_of(session: SessionBase) -> User | None:
    """The person who is logged in with a session, if its owner came along and nothing speaks against them.

    None says nothing: whatever is not plain (nobody, an owner who is disabled or not the one logged in, a password or
    a secret that has changed since) is for `django.contrib.auth.get_user` to judge.
    """
    user_id = session.get(auth.SESSION_KEY)  # reads the session
    owner = getattr(session, "owner", None)
    if owner is None or str(owner.pk) != user_id or not owner.is_active:
        return None
    if session.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    noted = session.get(auth.HASH_SESSION_KEY)
    return owner if noted and constant_time_compare(noted, owner.get_session_auth_hash()) else None


def get_user(request: Any) -> User | AnonymousUser:
    """`django.contrib.auth.get_user`, without a statement of its own where the session brought its owner along."""
    return user_of(request.session) or auth.get_user(request)
