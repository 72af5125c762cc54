"""The headers that every answer carries, whoever makes it: a view, an error page, a redirect, a static file, the web
server itself. What an answer says of itself already stands.
"""

from django.conf import settings

# For answers that bring no script, style or picture along. Pages have `CONTENT_SECURITY_POLICY`.
BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


def owed(*, secure: bool) -> dict[str, str]:
    """Every header with its value. ``secure``: the client came by https, so that it may be told to stay there."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": BARE_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if secure and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = _transport()
    return headers


def _transport() -> str:
    """As `django.middleware.security` says it."""
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        parts.append("includeSubDomains")
    if settings.SECURE_HSTS_PRELOAD:
        parts.append("preload")
    return "; ".join(parts)
