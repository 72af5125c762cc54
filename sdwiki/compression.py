"""Compressed pages, where nobody else chose what was asked for.

The length of a compressed page tells how well its parts resemble each other: who makes a browser ask for a personal
page again and again, with guesses in the address, and watches the lengths on the line, reads secrets from it (BREACH,
https://breachattack.com). So a page in which a session took part is compressed only where the browser says that one of
our own pages, or its user, asked for it (`Sec-Fetch-Site`, https://www.w3.org/TR/fetch-metadata/): no script can forge
that, and a request that another site causes says `cross-site`. A page that everybody gets alike holds no secret. On
top of it Django adds up to 100 random bytes to each answer, and masks tokens anew in each.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

OWN = frozenset({"same-origin", "none"})


class CompressionMiddleware(GZipMiddleware):
    """Django's own, for the answers described above. Inside WhiteNoise's, whose files are compressed beforehand."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where the browser takes that and nothing can be learned from its length."""
        if response.streaming or (is_personal(request) and request.headers.get("Sec-Fetch-Site") not in OWN):
            return response
        return super().process_response(request, response)


def is_personal(request: HttpRequest) -> bool:
    """Whether someone's session took part in the page. A visitor without one gets the same page as every other."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and not session.is_empty()
