"""The bank as files: what goes out, and what comes in."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.bank.exchange import formats
from quizzes.bank.exchange.records import Fault, Unreadable
from quizzes.bank.words import said
from quizzes.curation import errors, imports
from quizzes.curation.authored_forms import FORMS
from quizzes.curation.file_forms import ExportForm, ImportForm
from sdwiki import clock
from sdwiki.accounts.access import bank_readers_only, editors_only
from sdwiki.typing import MemberRequest

MOST_SHOWN = 100  # faults, and questions, on a page


@require_safe
@bank_readers_only
def exports(request: MemberRequest) -> HttpResponse:
    """What can be downloaded."""
    return render(request, "curation/export.html", {"form": ExportForm()})


@require_safe
@bank_readers_only
def export(request: MemberRequest) -> HttpResponseBase:
    """The file. It is written whole before it is sent, so that what goes wrong is no half of a file."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        return render(request, "curation/export.html", {"form": form}, status=400)
    name = form.cleaned_data["format"]
    file = NamedTemporaryFile(prefix="sdwiki-")  # noqa: SIM115 - the response closes it, which removes it
    try:
        formats.write(name, Path(file.name), **form.wanted)
    except BaseException:
        file.close()
        raise
    return FileResponse(file, as_attachment=True, filename=form.file_name, content_type=formats.FORMATS[name].media)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def import_file(request: MemberRequest) -> HttpResponse:
    """Read own questions from a file: first what would come of it, then, sent again with ``save``, the import.

    Nothing is stored before that, and nothing at all while a line is wrong. The same file again changes nothing.
    """
    if request.method != "POST":
        return _import(request, {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import(request, {"form": form}, status=422)
    try:
        return _imported(request, form) if "save" in request.POST else _planned(request, form)
    except Unreadable as error:
        return _faulty(request, form, error.faults)


def _imported(request: MemberRequest, form: ImportForm) -> HttpResponse:
    try:
        done = imports.import_own(**form.wanted(), author=request.user, now=clock.now())
    except errors.RevisedMeanwhile:
        return _planned(request, form, stale=True)
    messages.success(request, f"{done.new} new, {done.updated} updated, {done.unchanged} unchanged.")
    return redirect(f"{reverse('quizzes:questions')}?show=own")


def _planned(request: MemberRequest, form: ImportForm, *, stale: bool = False) -> HttpResponse:
    """What an import would do; ``stale`` where it would have done something else a moment ago."""
    plan = imports.plan(**form.wanted())
    context = {"form": form.again(), "plan": plan, "skipped": _told(plan.skipped), "stale": stale}
    return _import(request, context, status=422 if stale else 200)


def _faulty(request: MemberRequest, form: ImportForm, faults: Sequence[Fault]) -> HttpResponse:
    """Why an import cannot be done, and whether it can without those lines."""
    optional = any(not fault.whole for fault in faults) and not form.cleaned_data["skip"]
    return _import(request, {"form": form.again(), "faults": _told(faults), "optional": optional}, status=422)


def _told(faults: Sequence[Fault]) -> list[tuple[int, str]]:
    """Lines and what is wrong there, in words."""
    return [(fault.line, said(fault.why)) for fault in faults]


def _import(request: MemberRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    same = {"kinds": list(FORMS), "most": MOST_SHOWN}
    return render(request, "curation/import.html", context | same, status=status)
