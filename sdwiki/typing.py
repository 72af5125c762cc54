"""Types that Django's own stubs cannot know."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from sdwiki.accounts.models import User


class PageRequest(HttpRequest):
    """A request that has passed the htmx middleware; anyone may have sent it."""

    htmx: HtmxDetails


class MemberRequest(PageRequest):
    """A request behind `login_required`."""

    user: User
