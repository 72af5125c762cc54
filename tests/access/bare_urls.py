"""Views that go wrong on purpose, with the project's own handler of errors."""

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.urls import path

from sdwiki.errors import DomainError, Words
from sdwiki.urls import urlpatterns as project

handler500 = "sdwiki.middleware.server_error"


class Locked(DomainError):
    """A refusal that no view knows."""

    code = "test-locked"
    status = 409
    words = Words("The <door> is locked", "What is inside is safe.", "Fetch the key.")


def _raising(error):
    def view(request):
        raise error

    return view


def plain(request):
    return HttpResponse("plain")


def personal(request):
    request.session["mark"] = 1
    return HttpResponse("personal")


urlpatterns = [
    path("gone/", _raising(OperationalError("server closed the connection"))),
    path("interface/", _raising(InterfaceError("connection already closed"))),
    path("data/", _raising(DataError("value out of range"))),
    path("broken/", _raising(ZeroDivisionError())),
    path("locked/", _raising(Locked())),
    path("plain/", plain),
    path("personal/", personal),
    *project,
]
