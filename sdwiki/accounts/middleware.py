"""Who sends a request."""

from django.contrib.auth import middleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sdwiki import events
from sdwiki.accounts.models import User
from sdwiki.accounts.sessions import get_user


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own, but that the user comes with the session, in one statement. See `sdwiki.accounts.sessions`."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _known(request))  # type: ignore[assignment]


def _known(request: HttpRequest) -> User | AnonymousUser:
    """The person, whom the log names from here on."""
    user = get_user(request)
    events.by(user.pk)
    return user
