"""The page on which people take their data with them."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from allauth.core.ratelimit import consume
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.takeout import services
from quizzes.takeout.errors import TooManyTakeouts
from quizzes.takeout.flashcards import write_flashcards
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.confirming import where_to_confirm
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def take_out(request: MemberRequest) -> HttpResponseBase:
    """Read what there is to take; sent, it is the file. Who has not shown lately that it is them does so first."""
    confirm = where_to_confirm(request, back=request.path)
    if request.method != "POST":
        return render(request, "takeout/take_out.html", {"confirm": confirm})
    if confirm:
        return redirect(confirm)
    if not consume(request, action="take_out", key=str(request.user.pk)):
        raise TooManyTakeouts
    return _file(request, anki=request.POST.get("form") == "apkg")


def _file(request: MemberRequest, *, anki: bool) -> FileResponse:
    """The file. It is written whole before it is sent, on disk, so that what goes wrong is no half of one."""
    now = clock.now()
    file = NamedTemporaryFile(prefix="sdwiki-")  # noqa: SIM115 - the response closes it, which removes it
    try:
        if anki:
            write_flashcards(learner=request.user, path=Path(file.name), now=now)
        else:
            services.write_package(learner=request.user, file=file, now=now)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    ending, media = ("apkg", "application/octet-stream") if anki else ("zip", "application/zip")
    return FileResponse(file, as_attachment=True, filename=f"sdwiki-{now:%Y-%m-%d}.{ending}", content_type=media)
