"""The rows of the pages that are not ours: allauth's and the administration's. See `tests.access.routes`."""

from collections.abc import Callable
from typing import Any

from tests.access.routes import LOGIN, Outcome, Row, all_get, members, row

# Nobody here has a second step: what shows or ends one is not there, what asks for it has nothing to ask.
NONE_SET = 404


def no_passkey(world: Any) -> list[Any]:
    return [10**12]


ALLAUTH_OPEN = [
    row("GET account_login", members(302) | {"visitor": 200}),
    row("POST account_login", members(302) | {"visitor": 200}),
    row("GET account_logout", members(200) | {"visitor": 302}),
    row("POST account_logout", all_get(302)),
    row("GET account_inactive", all_get(200)),
    row("GET account_signup", members(302) | {"visitor": 200}),
    row("POST account_signup", members(302) | {"visitor": 200}),
    row("GET account_email_verification_sent", all_get(200)),
    row("GET account_reset_password", all_get(200)),
    row("POST account_reset_password", all_get(200)),
    row("GET account_reset_password_done", all_get(200)),
    row("GET account_reset_password_from_key", all_get(200), lambda world: ["zzzzzz", "no-key"]),
    row("GET mfa_login_webauthn", members(302)),
    row("POST mfa_login_webauthn", members(302)),
    row("POST account_reset_password_from_key", all_get(200), lambda world: ["zzzzzz", "no-key"]),
    row("GET account_reset_password_from_key_done", all_get(200)),
    row("GET account_confirm_email", all_get(200), lambda world: ["no-key"]),
    row("POST account_confirm_email", all_get(404), lambda world: ["no-key"]),
    row("GET account_confirm_login_code", members(302)),
    row("POST account_confirm_login_code", members(302)),
    row("GET mfa_authenticate", members(302)),
    row("POST mfa_authenticate", members(302)),
]
ALLAUTH_MEMBERS = [
    row("GET account_reauthenticate", members(200)),
    row("POST account_reauthenticate", members(200)),
    row("GET account_email", members(200)),
    row("POST account_email", members(302)),
    row("GET account_change_password", members(200)),
    row("POST account_change_password", members(200)),
    row("GET account_set_password", members(302)),
    row("POST account_set_password", members(302)),
    row("GET mfa_index", members(200)),
    row("GET mfa_reauthenticate", members(302)),
    row("POST mfa_reauthenticate", members(302)),
    row("GET mfa_activate_totp", members(302)),
    row("POST mfa_activate_totp", members(302)),
    row("GET mfa_deactivate_totp", members(NONE_SET)),
    row("POST mfa_deactivate_totp", members(NONE_SET)),
    row("GET mfa_view_recovery_codes", members(NONE_SET)),
    row("GET mfa_generate_recovery_codes", members(302)),
    row("POST mfa_generate_recovery_codes", members(302)),
    row("GET mfa_download_recovery_codes", members(NONE_SET)),
    row("GET mfa_list_webauthn", members(200)),
    row("GET mfa_add_webauthn", members(302)),
    row("POST mfa_add_webauthn", members(302)),
    row("GET mfa_reauthenticate_webauthn", members(302)),
    row("POST mfa_reauthenticate_webauthn", members(302)),
    row("GET mfa_edit_webauthn", members(302), no_passkey),
    row("POST mfa_edit_webauthn", members(302), no_passkey),
    row("GET mfa_remove_webauthn", members(302), no_passkey),
    row("POST mfa_remove_webauthn", members(302), no_passkey),
    # what these answer to nobody, they do not answer to a form either, but they ask for the login first
    row("POST mfa_index", members(405)),
    row("POST mfa_list_webauthn", members(405)),
    row("POST mfa_view_recovery_codes", members(405)),
    row("POST mfa_download_recovery_codes", members(NONE_SET)),
    row("GET usersessions_list", members(200)),
    row("POST usersessions_list", members(302)),
]


def staff(outcome: Outcome, administrator: Outcome | None = None) -> dict[str, Outcome]:
    """Staff, and the administrator if they get something else. Members are led to a login that is not theirs."""
    return all_get(302) | {"staff": outcome, "administrator": outcome if administrator is None else administrator}


def administration(
    model: str, key: Callable[[Any], list[Any]], *, add: int = 403, change: int = 403, delete: int = 403
) -> list[Row]:
    """The pages of one model. Staff without rights get none of them.

    ``add``, ``change`` and ``delete``: what the administrator gets where the forms for them are.
    """
    return [
        row(f"GET admin:{model}_changelist", staff(403, 200)),
        row(f"POST admin:{model}_changelist", staff(403, 200)),
        row(f"GET admin:{model}_add", staff(403, add)),
        row(f"POST admin:{model}_add", staff(403, add)),
        row(f"GET admin:{model}_change", staff(403, 200), key),
        row(f"POST admin:{model}_change", staff(403, change), key),
        row(f"GET admin:{model}_history", staff(403, 200), key),
        row(f"POST admin:{model}_history", staff(403, 200), key),
        row(f"GET admin:{model}_delete", staff(403, delete), key),
        row(f"POST admin:{model}_delete", staff(403, delete), key),
    ]


def object_of(model: str) -> Callable[[Any], list[Any]]:
    return lambda world: [world.borrowed[model]]


ADMINISTRATION = [
    row("GET admin:index", staff(200)),
    row("POST admin:index", staff(200)),
    row("GET admin:login", members(403) | {"visitor": LOGIN, "staff": 302, "administrator": 302}),
    row("POST admin:login", members(403) | {"visitor": LOGIN, "staff": 200, "administrator": 200}),
    row("GET admin:logout", staff(405)),
    row("POST admin:logout", staff(200)),
    row("GET admin:password_change", staff(200)),
    row("POST admin:password_change", staff(200)),
    row("GET admin:password_change_done", staff(200)),
    row("POST admin:password_change_done", staff(405)),
    row("GET admin:autocomplete", staff(403)),
    row("POST admin:autocomplete", staff(405)),
    row("GET admin:jsi18n", staff(200)),
    row("POST admin:jsi18n", staff(405)),
    row("GET admin:view_on_site", staff(404), lambda world: [1, 1]),
    row("POST admin:view_on_site", staff(404), lambda world: [1, 1]),
    row("GET admin:app_list", staff(404, 200), lambda world: ["accounts"]),
    row("POST admin:app_list", staff(404, 200), lambda world: ["accounts"]),
    *administration("accounts_user", lambda world: [world.charlie.pk], change=302),
    *administration("content_phase", lambda world: [world.phase.pk]),
    *administration("content_topic", lambda world: [world.topic.pk]),
    *administration("content_revision", lambda world: [world.topic.current_id]),
    *administration("auth_group", object_of("auth_group"), add=200, change=200, delete=200),
    *administration("account_emailaddress", object_of("account_emailaddress")),
    *administration("mfa_authenticator", object_of("mfa_authenticator"), delete=200),
    *administration("usersessions_usersession", object_of("usersessions_usersession"), delete=200),
]

BORROWED = [*ALLAUTH_OPEN, *ALLAUTH_MEMBERS, *ADMINISTRATION]
