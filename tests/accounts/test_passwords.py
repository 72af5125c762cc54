"""Which passwords are refused: those that guessers try first."""

import secrets

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from sdwiki.accounts.common_passwords import BYTES, FILE, MOST, Hashes, listed, pack
from sdwiki.accounts.models import User


def test_the_list_holds_a_hundred_thousand_in_order():
    hashes = list(listed())
    assert len(hashes) >= MOST == 100_000
    assert hashes == sorted(set(hashes))
    assert FILE.stat().st_size == len(hashes) * BYTES < 600_000


@pytest.mark.parametrize(
    "password",
    # from the first to the hundred-thousandth, and in other letters
    ["password", "12345678", "iloveyou1", "ASHLEY123", "smokey24", " qwertyuiop ", "p@ssw0rd"],
)
def test_a_common_password_is_refused(password):
    assert listed().have(password)


@pytest.mark.parametrize(
    "password",
    [
        "ｐａｓｓｗｏｒｄ１",
        "pass\u200bword",
        "passw\u00adord1",
        "Password2024",
        "iloveyou!!",
        " " * 9,
        "\u2003" * 9,
        "\u200b" * 9,
        "sdwiki123",
        "SDWiki-2026!",
        "123 sdwiki",
        "sdwikisdwiki",
        "system-design-1",
    ],
)
def test_a_common_password_in_disguise_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["password839201", "sdwiki lantern bridge", "ein 2. guter Satz", "пять лампочек"])
def test_an_uncommon_password_is_taken(password):
    validate_password(password)


def test_of_ten_thousand_random_ones_none_is_refused():
    assert not [one for one in (secrets.token_urlsafe(9) for _ in range(10_000)) if listed().have(one)]


def test_the_most_common_of_one_list_and_all_of_another_are_packed():
    packed = Hashes(pack(["short", "Letmein99", "letmein99", "dragonfly", "far down"], ["short", "of django"], most=2))
    words = ["short", "letmein99", "dragonfly", "far down", "of django"]
    assert [word for word in words if packed.have(word)] == ["letmein99", "dragonfly", "of django"]
    assert len(packed) == len(packed[:]) == 3


def test_a_password_of_any_letters_is_looked_up():
    assert not listed().have("\ud800" * 9)


def test_every_place_that_takes_a_password_refuses_a_common_one():
    with pytest.raises(ValidationError) as refused:
        validate_password("Iloveyou1")
    assert [one.code for one in refused.value.error_list] == ["password_too_common"]


@pytest.mark.django_db
def test_a_sign_up_with_a_common_password_makes_no_account(client):
    data = {"email": "ada@example.com", "password1": "smokey24", "time_zone": ""}
    page = client.post(reverse("account_signup"), data).content.decode()
    assert "among the most common ones" in page
    assert not User.objects.exists()
