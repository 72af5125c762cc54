"""Who sends a request."""

from django.contrib.auth import middleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sdwiki.accounts.sessions import get_user


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own, but that the user comes with the session, in one statement. See `sdwiki.accounts.sessions`."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: get_user(request))  # type: ignore[assignment]
