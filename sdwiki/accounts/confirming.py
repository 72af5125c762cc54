"""Who is logged in shows once more that it is them, before something that a browser left open should not do."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.utils.http import urlencode

from sdwiki.typing import MemberRequest


def where_to_confirm(request: MemberRequest, *, back: str) -> str:
    """The address where a member gives their password or second step again and then comes ``back``; empty where they
    did so lately."""
    if not is_reauthentication_required(request, app="allauth.account"):
        return ""
    first = get_adapter().get_reauthentication_methods(request.user)[0]
    return f"{first['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}"
