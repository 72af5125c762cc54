"""What an address gives that nobody confirmed: nothing. With mail, and without."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.test import Client
from django.urls import reverse

from sdwiki.accounts.addresses import holder
from sdwiki.accounts.forms import SetupForm
from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "correct horse battery", "a staple for the stable"
VICTIM = "victim@example.com"


@pytest.fixture(params=["mandatory", "none"])
def mode(request, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = request.param
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return request.param


@pytest.fixture
def with_mail(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def charlie():
    """Somebody who added another's address to an account and did not confirm it."""
    charlie = UserFactory(email="charlie@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=charlie, email=charlie.email, primary=True, verified=True)
    EmailAddress.objects.create(user=charlie, email=VICTIM, verified=False)
    return charlie


def who(browser):
    return browser.session.get("_auth_user_id")


def log_in(email, password):
    browser = Client()
    browser.post(reverse("account_login"), {"login": email, "password": password})
    return who(browser)


def sign_up(email=VICTIM, password=OTHER):
    return Client().post(reverse("account_signup"), {"email": email, "password1": password, "time_zone": ""})


def ask_for_reset(email):
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": email})
    return [(message.to, "password/reset/key/" in message.body) for message in mail.outbox]


def test_an_address_that_was_only_added_reserves_nothing(mode, charlie):
    assert sign_up().status_code == 302
    assert holder(VICTIM) == User.objects.get(email=VICTIM) != charlie


def test_an_address_that_was_only_added_lets_nobody_in(mode, charlie):
    assert log_in(VICTIM, PASSWORD) is None
    assert log_in(charlie.email, PASSWORD) == str(charlie.pk)


def test_an_address_that_was_only_added_gets_no_reset_of_that_account(mode, charlie):
    assert ([VICTIM], True) not in ask_for_reset(VICTIM)
    assert ask_for_reset(charlie.email) == [([charlie.email], True)]


def test_its_holder_gets_the_reset_of_their_own_account_alone(mode, charlie):
    victim = UserFactory(email=VICTIM)
    assert ask_for_reset(VICTIM) == [([VICTIM], True)]
    assert f"/reset/key/{user_pk_to_url_str(victim)}-" in mail.outbox[0].body


def test_a_confirmed_address_is_its_holders_whoever_adds_it(mode, charlie):
    owner = UserFactory(email="owner@example.com", password=OTHER)
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True, verified=True)
    EmailAddress.objects.create(user=charlie, email=owner.email, verified=False)
    assert log_in(owner.email, PASSWORD) is None
    assert log_in(owner.email, OTHER) == str(owner.pk)


def test_a_confirmed_second_address_logs_its_owner_in(mode, charlie):
    EmailAddress.objects.filter(email=VICTIM).update(verified=True)
    assert log_in(VICTIM, PASSWORD) == str(charlie.pk)


def test_without_mail_nobody_adds_an_address(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    client.post(reverse("account_signup"), {"email": "ada@example.com", "password1": OTHER, "time_zone": ""})
    response = client.post(reverse("account_email"), {"email": VICTIM, "action_add": ""}, follow=True)
    assert "This site sends no mail" in response.content.decode()
    assert not EmailAddress.objects.filter(email=VICTIM).exists()


def test_an_account_that_was_never_confirmed_gives_way(with_mail):
    sign_up(password=PASSWORD)
    first = User.objects.get(email=VICTIM)
    assert sign_up(password=OTHER).status_code == 302
    assert User.objects.get(email=VICTIM).check_password(OTHER)
    assert not User.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize("sign", [{"verified": True}, {"last_login": True}, {"is_staff": True}], ids=str)
def test_an_account_that_somebody_uses_never_gives_way(with_mail, now, sign):
    sign_up(password=PASSWORD)
    person = User.objects.filter(email=VICTIM)
    EmailAddress.objects.update(verified="verified" in sign)
    person.update(last_login=now if "last_login" in sign else None, is_staff="is_staff" in sign)
    sign_up(password=OTHER)
    assert person.get().check_password(PASSWORD)


def test_without_mail_an_account_never_gives_way(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    person = UserFactory(email=VICTIM, password=PASSWORD)
    EmailAddress.objects.create(user=person, email=VICTIM, primary=True, verified=False)
    assert sign_up().status_code == 200
    assert User.objects.get(email=VICTIM).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("wanted", "reached"), [("/review/", "/review/"), ("https://elsewhere.example/", "/"), ("", "/")]
)
def test_who_signs_up_on_the_way_to_a_page_gets_there_once_the_address_is_confirmed(with_mail, wanted, reached):
    browser = Client()
    signing = {"email": "new@example.com", "password1": PASSWORD, "time_zone": "", "next": wanted}
    assert browser.post(reverse("account_signup"), signing).url == reverse("account_email_verification_sent")
    key = EmailConfirmationHMAC(EmailAddress.objects.get(email="new@example.com")).key
    browser.post(reverse("account_confirm_email", args=[key]))
    entering = {"login": "new@example.com", "password": PASSWORD}
    assert browser.post(reverse("account_login"), entering).url == reached
    browser.post(reverse("account_logout"))
    assert browser.post(reverse("account_login"), entering).url == "/"


def test_whoever_confirms_an_address_gets_it_from_an_account_that_was_never_opened(with_mail, charlie):
    sign_up(password=OTHER)
    browser = Client()
    browser.force_login(charlie)
    key = EmailConfirmationHMAC.create(EmailAddress.objects.get(user=charlie, email=VICTIM)).key
    assert browser.post(reverse("account_confirm_email", args=[key])).status_code == 302
    assert holder(VICTIM) == charlie
    assert not User.objects.filter(email=VICTIM).exists()


@pytest.fixture
def ada(with_mail):
    """Somebody who confirmed two addresses, and has just given the password again."""
    ada = UserFactory(email="ada@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    EmailAddress.objects.create(user=ada, email=VICTIM, verified=True)
    browser = Client()
    browser.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def make_primary(browser, email=VICTIM):
    return browser.post(reverse("account_email"), {"email": email, "action_primary": ""})


def test_a_confirmed_address_becomes_primary(ada):
    assert make_primary(ada).status_code == 302
    assert User.objects.get(email=VICTIM).pk == int(who(ada))


def test_an_address_that_another_account_logs_in_with_does_not_become_primary(ada, now):
    """As after `createsuperuser`, or from the days in which the site sent no mail."""
    other = UserFactory(email=VICTIM.title(), last_login=now)
    response = make_primary(ada)
    assert response.status_code == 409
    assert "Another account uses this address" in response.content.decode()
    assert EmailAddress.objects.get(primary=True).email == "ada@example.com"
    other.refresh_from_db()
    assert other.email == VICTIM.title()


def test_an_address_that_is_not_ones_own_says_nothing(ada):
    """Whether a stranger's address has an account is not told by asking for it as one's own."""
    UserFactory(email="bea@example.com")
    known, unknown = make_primary(ada, "bea@example.com"), make_primary(ada, "nobody@example.com")
    assert (known.status_code, known.get("Location")) == (unknown.status_code, unknown.get("Location"))


def test_an_unconfirmed_address_does_not_become_primary(ada):
    EmailAddress.objects.update(verified=False)
    assert make_primary(ada).status_code == 409
    assert not User.objects.filter(email=VICTIM).exists()


def test_nobody_confirms_an_address_that_another_account_is_used_with(with_mail, charlie, now):
    victim = UserFactory(email=VICTIM, password=OTHER, last_login=now)
    added = EmailAddress.objects.get(email=VICTIM)
    response = Client().post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(added).key]))
    assert response.status_code == 409
    added.refresh_from_db()
    assert not added.verified
    assert log_in(VICTIM, OTHER) is None  # it waits for its own confirmation
    assert holder(VICTIM) == victim


def test_the_first_administrator_takes_no_address_that_somebody_confirmed(charlie):
    EmailAddress.objects.filter(email=VICTIM).update(verified=True)
    form = SetupForm({"email": VICTIM, "password": OTHER})
    assert list(form.errors) == ["email"]
