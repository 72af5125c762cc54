"""Whatever people type for others to read comes through a field that lets nothing invisible in."""

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import QueryDict
from django.urls import get_resolver
from django.utils.module_loading import import_string

from quizzes.attempts.forms import given_in
from quizzes.bank.exchange.drafts import drafted
from quizzes.bank.exchange.records import ExchangeChoice, ExchangeQuestion
from quizzes.curation.authored_forms import FORMS
from quizzes.curation.forms import AliasForm, NoteForm, ReportForm, ResolveForm
from quizzes.editing.forms import ContestForm, DraftForm, WithdrawalForm
from sdwiki.fields import LineField, TextField
from tests.factories import UserFactory

HOSTILE = "a\u202eb\u200b\x07\u2066c\x1b  d\u00ad"
# What is compared, cleaned with the rest of an answer, or held more strictly as a name, a slug, an address, or a file.
OTHERWISE = {
    ("AnswerForm", "text"), ("AnswerForm", "unconfirmed"), ("FilterForm", "q"), ("ClassForm", "name"),
    ("NameForm", "name"),
    ("NewPageForm", "slug"), ("ContestForm", "fact"), ("ImportForm", "text"), ("SetupForm", "password"),
    ("SpellingForm", "spelling"), ("AddPasskeyForm", "name"), ("RenamePasskeyForm", "name"), ("SignupForm", "username"),
    ("CellForm", "cell"), ("CellActForm", "cell"), ("BookForm", "q"), ("BookForm", "show"), ("BookForm", "sort"),
}  # fmt: skip


def every_form(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


def typed_fields():
    get_resolver().url_patterns  # noqa: B018  # loads every module with views, and so with forms
    for path in (settings.ACCOUNT_FORMS | settings.MFA_FORMS).values():  # allauth loads these when they are needed
        import_string(path)
    for form in {form for form in every_form() if form.__module__.startswith(("quizzes.", "sdwiki."))}:
        if not issubclass(form, forms.ModelForm):
            yield from ((form.__name__, name, field) for name, field in form.base_fields.items())
    for form in FORMS.values():
        yield from ((form.__name__, name, field) for name, field in form().fields.items())


@pytest.mark.django_db
def test_every_typed_text_comes_through_a_field_that_cleans_it():
    plain = {(form, name) for form, name, field in typed_fields() if type(field) is forms.CharField}
    assert {(form, name) for form, name in plain if name != "time_zone"} == OTHERWISE  # a zone is one of a list


def administered_fields(request):
    """What an administrator may fill in: to make an object of each model, and to change one."""
    for model, page in admin.site._registry.items():
        for change in (False, True):
            allowed = page.has_change_permission(request) if change else page.has_add_permission(request)
            form = page.get_form(request, model() if change else None, change=change)
            yield from ((model.__name__, name, field) for name, field in form.base_fields.items() if allowed)
        assert (*page.inlines, *page.list_editable) == (), "their forms are to be looked at here, too"


@pytest.mark.django_db
def test_every_typed_text_of_the_administration_comes_through_one_too(rf):
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    typed = {
        (model, name): type(field)
        for model, name, field in administered_fields(request)
        if isinstance(field, forms.CharField)
    }
    assert typed == {("Group", "name"): LineField}


def test_a_line_holds_nothing_invisible_and_single_spaces():
    assert LineField().clean(HOSTILE) == "abc d"
    with pytest.raises(forms.ValidationError, match="required"):
        LineField().clean("\u200b \u202e")
    with pytest.raises(forms.ValidationError, match="Null"):
        LineField().clean("a\0b")


def test_a_text_keeps_its_lines_and_blanks():
    assert TextField().clean(f" {HOSTILE}\n\n\tx ") == "abc  d\n\n\tx"
    assert TextField(strip=False).clean(" a\u200b ") == " a "


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (AliasForm, "text"), (NoteForm, "text"), (ReportForm, "words"), (ResolveForm, "note"),
        (WithdrawalForm, "reason"), (ContestForm, "condition"), (DraftForm, "note"), (DraftForm, "title"),
        (DraftForm, "body"),
    ],
)  # fmt: skip
def test_no_form_takes_what_cannot_be_seen(form, name):
    assert not set("\u202e\u200b\x07\u2066\x1b\u00ad") & set(form.base_fields[name].clean(HOSTILE))


def test_a_typed_answer_that_editors_may_read_brings_nothing_invisible_either():
    data = QueryDict(mutable=True)
    data["text"] = f" {HOSTILE} "
    assert given_in(data).typed == "abc d"


def test_a_file_brings_nothing_invisible_either():
    choices = tuple(ExchangeChoice(f"{HOSTILE}{n}", n == 1, HOSTILE) for n in range(1, 4))
    question = ExchangeQuestion("k", "option", "k", HOSTILE, choices, HOSTILE)
    draft = drafted(question, title="Queues", reasons={})
    texts = [draft.ask, draft.explanation, *(text for c in draft.choices for text in (c.text, c.reason))]
    assert not set("\u202e\u200b\x07\u2066\x1b\u00ad") & set("".join(texts))
