"""The pages by which people get into a class."""

import pytest
from django.urls import reverse

from quizzes.classes import services
from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.joining.queries import people
from quizzes.classes.models import Membership
from tests.factories import UserFactory

LONG = "W" * 80


def page(client, person, name, *args):
    client.force_login(person)
    return client.get(reverse(f"quizzes:{name}", args=args))


def send(client, person, name, *args, follow=True, **data):
    client.force_login(person)
    return client.post(reverse(f"quizzes:{name}", args=args), data, follow=follow)


def test_what_staff_see_is_said_before_joining_and_after(client, school):
    before = page(client, school.charlie, "class-join", school.cohort.token).content.decode()
    after = page(client, school.learner, "class", school.cohort.pk).content.decode()
    for words in (
        "They never see what you practise for yourself",
        "the real name that you give",
        "see nothing further",
    ):
        assert words in before, words
        assert words in after, words


@pytest.mark.parametrize("entrance", ["account_login", "account_signup"])
def test_who_comes_by_the_link_of_a_class_is_told_so_before_logging_in(client, school, entrance):
    link = reverse("quizzes:class-join", args=[school.cohort.token])
    assert b"This link leads into a class" in client.get(reverse(entrance), {"next": link}).content
    assert b"This link leads into a class" not in client.get(reverse(entrance)).content


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(LONG, LONG), ("\u202eAn\u200bna\u2066  B.", "Anna B."), ("علي", "علي")],
)
def test_a_real_name_is_kept_as_it_is_seen_and_shown_to_staff_alone(client, school, typed, kept):
    send(client, school.charlie, "class-join", school.cohort.token, real_name=typed)
    assert Membership.objects.get(learner=school.charlie).real_name == kept
    for person in (school.instructor, school.deputy, school.assistant):
        assert f"<bdi>{kept}</bdi>" in page(client, person, "class-people", school.cohort.pk).content.decode()
    for name, *args in (("class", school.cohort.pk), ("classes",)):
        assert kept not in page(client, school.learner, name, *args).content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u202e", "x" * 121])
def test_a_name_that_cannot_be_read_joins_nobody(client, school, typed):
    assert send(client, school.charlie, "class-join", school.cohort.token, real_name=typed).status_code == 422
    assert not Membership.objects.filter(learner=school.charlie).exists()


def test_a_removed_learners_old_link_says_whom_to_ask(client, school):
    answer = page(client, school.removed, "class-join", school.cohort.token)
    assert answer.status_code == 403
    assert "Ask who teaches it to let you in again." in answer.content.decode()


def test_a_code_leads_to_the_class_however_it_is_typed(client, school):
    send(client, school.instructor, "class-ways", school.cohort.pk, code="on")
    school.cohort.refresh_from_db()
    code = school.cohort.code
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} "):
        answer = send(client, school.charlie, "class-code", code=typed, follow=False)
        assert answer.url == reverse("quizzes:class-join", args=[school.cohort.token])


@pytest.mark.parametrize("typed", ["", "ACDEFGHJ", "ACDEFGH", "0000 0000", "\x00" * 3, "x" * 500])
def test_an_unknown_code_is_said_and_nothing_of_any_class(client, school, typed):
    page = send(client, school.charlie, "class-code", code=typed).content.decode()
    assert "No class has this code." in page or "codes" not in page
    assert "Spring" not in page


def test_codes_are_tried_ten_times_in_five_minutes(client, school):
    answers = [send(client, school.charlie, "class-code", code="ACDEFGHJ").content.decode() for _ in range(11)]
    assert ["Wait five minutes" in one for one in answers] == [False] * 10 + [True]


def test_who_asks_waits_and_staff_let_them_in(client, school):
    send(client, school.instructor, "class-ways", school.cohort.pk, approval="on")
    waits = send(client, school.charlie, "class-join", school.cohort.token, real_name="Charlie C.").content.decode()
    assert "You have asked to join." in waits
    assert page(client, school.charlie, "class", school.cohort.pk).status_code == 404
    assert "1 person asks to join" in page(client, school.deputy, "class", school.cohort.pk).content.decode()
    assert "Charlie C." in page(client, school.deputy, "class-people", school.cohort.pk).content.decode()
    inside = send(client, school.deputy, "class-answer", school.cohort.pk, school.charlie.pk, act="accept")
    assert "Charlie C. is in the class." in inside.content.decode()
    assert page(client, school.charlie, "class", school.cohort.pk).status_code == 200


def test_who_asks_can_take_it_back(client, school):
    send(client, school.instructor, "class-ways", school.cohort.pk, approval="on")
    send(client, school.charlie, "class-join", school.cohort.token, real_name="Charlie C.")
    send(client, school.charlie, "class-join-not", school.cohort.token)
    assert not JoinRequest.objects.exists()


def test_staff_of_another_class_answer_and_readmit_nobody(client, school):
    send(client, school.instructor, "class-ways", school.cohort.pk, approval="on")
    send(client, school.charlie, "class-join", school.cohort.token, real_name="Charlie C.")
    for name, person in (("class-answer", school.charlie), ("class-readmit", school.removed)):
        assert send(client, school.other, name, school.cohort.pk, person.pk, act="accept").status_code == 404
        send(client, school.other, name, school.foreign.pk, person.pk, act="accept")  # by a class of their own
    assert JoinRequest.objects.get().learner == school.charlie
    assert Membership.objects.get(learner=school.removed).barred_token == school.cohort.token
    assert not Membership.objects.filter(cohort=school.foreign).exists()


@pytest.mark.parametrize("data", [{"limit": 0}, {"limit": "many"}, {"ends": "2"}, {"limit": 10**9}])
def test_ways_that_cannot_be_change_nothing(client, school, data):
    assert send(client, school.instructor, "class-ways", school.cohort.pk, code="on", **data).status_code == 422
    school.cohort.refresh_from_db()
    assert school.cohort.code == ""


def test_a_list_is_looked_at_and_then_sent(client, school, settings):
    settings.EMAIL_URL = "smtp://a mail server"
    text = f"Nell,new@example.com\nbad line\n=1+1,x@example.com\n{school.learner.email}"
    looked = send(client, school.instructor, "class-invite", school.cohort.pk, text=text, act="look").content.decode()
    assert "1 to invite, 0 invited already, 1 in the class already," in looked
    assert "looks like a formula" in looked
    assert not Invitation.objects.exists()
    send(client, school.instructor, "class-invite", school.cohort.pk, text=text, act="send")
    assert [(one.email, one.name) for one in Invitation.objects.all()] == [("new@example.com", "Nell")]
    assert "to be sent" in page(client, school.assistant, "class-people", school.cohort.pk).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Choose a file, or paste a list."),
        ("a@example.com\n" * 10_000, "The list has 10,000 lines."),
        ("x" * 300_000, "The list is too long."),
    ],
)
def test_a_list_that_is_not_taken_says_why(client, school, settings, text, words):
    settings.EMAIL_URL = "smtp://a mail server"
    answer = send(client, school.instructor, "class-invite", school.cohort.pk, text=text, act="send")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_joined_by_its_link_and_gone_for_others(client, school, settings):
    settings.EMAIL_URL = "smtp://a mail server"
    send(client, school.instructor, "class-invite", school.cohort.pk, text="Nell,new@example.com", act="send")
    token = Invitation.objects.get().token
    assert "Spring" in page(client, school.charlie, "class-invited", token).content.decode()
    send(client, school.charlie, "class-invited", token, real_name="Charlie C.")
    assert page(client, school.charlie, "class", school.cohort.pk).status_code == 200
    assert page(client, school.former, "class-invited", token).status_code == 404
    again = page(client, school.charlie, "class-invited", token)
    assert again.url == reverse("quizzes:class", args=[school.cohort.pk])


def test_who_was_invited_and_came_another_way_is_not_waited_for(school, now):
    for one in (school.learner, school.charlie):
        Invitation.objects.create(
            cohort=school.cohort, email=one.email, invited_by=school.instructor, made_at=now, due_at=now, until=now
        )
    assert [one.email for one in people(school.cohort, {}).invitations.rows] == [school.charlie.email]


def test_people_cost_the_same_at_two_and_at_twelve(school, now, django_assert_num_queries):
    for more in (0, 10):
        for _ in range(more):
            services.join(cohort=school.cohort, learner=UserFactory(), now=now)
        with django_assert_num_queries(6):
            people(school.cohort, {})


def test_a_learner_without_another_name_is_named_once(client, school):
    send(client, school.charlie, "class-join", school.cohort.token, real_name="Charlotte B.")
    shown = page(client, school.instructor, "class-people", school.cohort.pk).content.decode()
    assert shown.count("<bdi>Lea</bdi>") == 1
    assert "<bdi>Charlotte B.</bdi>" in shown
    assert "<bdi>Charlie</bdi>, in" in shown
