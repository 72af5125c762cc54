"""Log-ins of one account take turns, so that those with the right password never count together as wrong ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection


@contextmanager
def turn(email: str) -> Iterator[None]:
    """Wait for the other log-ins with this address, which each take the time of a hash. Not a lock of a transaction:
    the counts of tries are kept and seen by all as they are made.
    """
    key = int.from_bytes(sha256(email.lower().encode(errors="surrogatepass")).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
