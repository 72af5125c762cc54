"""What staff see of people in the administration, and what they may do to them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
MODELS = ("accounts_user", "account_emailaddress", "mfa_authenticator", "usersessions_usersession")


@pytest.fixture
def root(client):
    root = User.objects.create_superuser("root@example.com", "correct horse battery")
    client.force_login(root)
    return root


@pytest.fixture
def ada():
    """Somebody with an address, a second factor and recovery codes."""
    ada = UserFactory(email="ada@example.com")
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=False)
    TOTP.activate(ada, SECRET)
    RecoveryCodes.activate(ada)
    return ada


def factor_of(person, kind=Authenticator.Type.TOTP):
    return Authenticator.objects.get(user=person, type=kind)


def delete_page(factor):
    return reverse("admin:mfa_authenticator_delete", args=[factor.pk])


def secrets_of(person):
    """Whatever of a person's factors is worth stealing, as it is stored."""
    return [
        value
        for factor in Authenticator.objects.filter(user=person)
        for key, value in factor.data.items()
        if key in ("secret", "seed")
    ]


def test_no_page_shows_a_factors_secret(client, root, ada):
    secrets = secrets_of(ada)
    assert len(secrets) == 2
    for factor in Authenticator.objects.all():
        for page in ("changelist", "change", "delete", "history"):
            args = [] if page == "changelist" else [factor.pk]
            response = client.get(reverse(f"admin:mfa_authenticator_{page}", args=args))
            assert response.status_code == 200
            shown = response.content.decode()
            assert not [secret for secret in (*secrets, SECRET) if secret in shown]
            assert "&quot;secret&quot;" not in shown


def test_nobody_writes_a_factor(client, root, ada):
    factor = factor_of(ada)
    before = factor.data
    page = reverse("admin:mfa_authenticator_change", args=[factor.pk])
    assert client.post(page, {"user": root.pk, "type": "totp", "data": "{}"}).status_code == 403
    assert client.post(reverse("admin:mfa_authenticator_add"), {"user": root.pk}).status_code == 403
    assert (factor_of(ada).data, Authenticator.objects.filter(user=root).exists()) == (before, False)


def test_a_revoked_factor_takes_the_recovery_codes_along(client, root, ada):
    other = UserFactory()
    TOTP.activate(other, SECRET)
    assert client.post(delete_page(factor_of(ada)), {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(user=ada).exists()
    assert Authenticator.objects.filter(user=other).count() == 1


def test_factors_are_revoked_from_the_list_too(client, root, ada):
    data = {"action": "delete_selected", "_selected_action": factor_of(ada).pk, "post": "yes"}
    assert client.post(reverse("admin:mfa_authenticator_changelist"), data).status_code == 302
    assert not Authenticator.objects.filter(user=ada).exists()


def test_recovery_codes_are_revoked_alone(client, root, ada):
    codes = factor_of(ada, Authenticator.Type.RECOVERY_CODES)
    client.post(delete_page(codes), {"post": "yes"})
    assert [factor.type for factor in Authenticator.objects.filter(user=ada)] == [Authenticator.Type.TOTP]


@pytest.mark.parametrize(
    ("model", "lookup", "value"),
    [
        ("mfa_authenticator", "data__icontains", "{}"),
        ("mfa_authenticator", "data__secret__startswith", "g"),
        ("accounts_user", "password__startswith", "md5"),
        ("usersessions_usersession", "session_key__startswith", "a"),
        ("usersessions_usersession", "data__x", "1"),
        ("account_emailaddress", "user__password__startswith", "md5"),
    ],
)
def test_no_list_is_asked_about_what_it_does_not_show(client, root, ada, model, lookup, value):
    """A filter that answers is as good as showing the column: it can be asked letter by letter."""
    page = reverse(f"admin:{model}_changelist")
    assert client.get(page, {lookup: value}).status_code == 400
    assert client.get(page).status_code == 200


def test_lists_still_filter_by_what_they_show(client, root, ada):
    page = client.get(reverse("admin:accounts_user_changelist"), {"is_staff__exact": "1"})
    assert [user.email for user in page.context["cl"].result_list] == ["root@example.com"]


def test_staff_confirm_no_address(client, root, ada):
    address = EmailAddress.objects.get(user=ada)
    data = {"action": "make_verified", "_selected_action": address.pk}
    client.post(reverse("admin:account_emailaddress_changelist"), data)
    page = reverse("admin:account_emailaddress_change", args=[address.pk])
    assert client.post(page, {"email": "root@example.com", "user": ada.pk, "verified": "on"}).status_code == 403
    address.refresh_from_db()
    assert (address.email, address.verified) == ("ada@example.com", False)


def test_a_person_cannot_be_deleted(client, root, ada):
    page = reverse("admin:accounts_user_delete", args=[ada.pk])
    assert (client.get(page).status_code, client.post(page, {"post": "yes"}).status_code) == (403, 403)
    data = {"action": "delete_selected", "_selected_action": ada.pk, "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), data)
    assert User.objects.filter(pk=ada.pk).exists()


def test_closing_the_account_is_offered_instead(client, root, ada):
    page = client.get(reverse("admin:accounts_user_change", args=[ada.pk])).content.decode()
    assert "Clear “Active” to close the account" in page
    assert 'name="is_active"' in page
    assert "deletelink" not in page


def test_staff_do_only_what_they_have_a_right_to(client, ada):
    """Charlie is staff and may look at factors: that is no right to revoke one, or to see who is logged in."""
    charlie = UserFactory(email="charlie@example.com", is_staff=True)
    charlie.user_permissions.add(Permission.objects.get(codename="view_authenticator"))
    client.force_login(charlie)
    factor = factor_of(ada)
    assert client.get(reverse("admin:mfa_authenticator_change", args=[factor.pk])).status_code == 200
    assert client.post(delete_page(factor), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:usersessions_usersession_changelist")).status_code == 403
    assert factor_of(ada) == factor


@pytest.mark.parametrize("model", MODELS)
def test_an_outsider_sees_no_list(ada, model):
    browser = Client()
    browser.force_login(UserFactory(email="charlie@example.com"))
    assert browser.get(reverse(f"admin:{model}_changelist")).status_code == 302


def test_no_superuser_is_made_who_is_not_staff(client, root, ada):
    page = reverse("admin:accounts_user_change", args=[ada.pk])
    assert "A superuser is staff too" in client.post(page, {"is_active": "on", "is_superuser": "on"}).content.decode()
    ada.refresh_from_db()
    assert not ada.is_superuser
    assert client.post(page, {"is_active": "on", "is_superuser": "on", "is_staff": "on"}).status_code == 302


def test_the_last_administrator_cannot_be_taken_away(client, root):
    page = reverse("admin:accounts_user_change", args=[root.pk])
    response = client.post(page, {})
    assert response.status_code == 200
    assert "Nobody else administers this site" in response.content.decode()
    root.refresh_from_db()
    assert (root.is_active, root.is_staff, root.is_superuser) == (True, True, True)
    User.objects.create_superuser("second@example.com", "correct horse battery")
    assert client.post(page, {}).status_code == 302
    root.refresh_from_db()
    assert not root.is_active
