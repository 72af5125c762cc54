"""The score that Mozilla's HTTP Observatory gives a front page, by the rules that it publishes.

Everybody begins with 100; each test takes away or adds, and what adds counts only where the rest leaves 90. The names
of the tests and their figures are those of https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (in
code: `charts.js` and `analyzer/tests` of mdn-http-observatory 1.4). That a site is on the list of preloaded hosts gives
5 more; no answer of ours says it, so it is left out.
"""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15_552_000


class Scripts(HTMLParser):
    """The attributes of each script that has an address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and dict(attrs).get("src"):
            self.found.append(dict(attrs))


def modifiers(headers: Mapping[str, str], cookies: Iterable[str], html: str, *, redirected: str) -> dict[str, int]:
    """What each test gives. ``redirected`` is where the same page over http leads; ``cookies`` are as they were set."""
    said = [part.split() for part in headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    policy = {name: set(sources) for name, *sources in said}
    return {
        "content-security-policy": _policy(policy),
        "cookies": _cookies(list(cookies)),
        "cross-origin-resource-sharing": -50 if headers.get("Access-Control-Allow-Origin") == "*" else 0,
        "cross-origin-resource-policy": 10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0,
        "redirection": 0 if redirected.startswith("https://") else -20,
        "referrer-policy": 5 if headers.get("Referrer-Policy") in PRIVATE else 0,
        "strict-transport-security": _transport(headers.get("Strict-Transport-Security", "")),
        "subresource-integrity": _integrity(Scripts(html).found),
        "x-content-type-options": 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": _frames(policy, headers),
    }


def score(given: Mapping[str, int]) -> int:
    base = 100 + sum(one for one in given.values() if one < 0)
    return max(0, base + (sum(one for one in given.values() if one > 0) if base >= 90 else 0))


def _policy(policy: Mapping[str, set[str]]) -> int:
    if "default-src" not in policy:
        return -25
    if any("unsafe" in source or source in ("*", "data:", "https:", "http:") for s in policy.values() for source in s):
        return -20
    closed = policy["default-src"] == {"'none'"} and policy.get("form-action", set()) <= {"'self'", "'none'"}
    return 10 if closed and policy.get("form-action") else 5


def _cookies(cookies: list[str]) -> int:
    said = [{part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]} for cookie in cookies]
    if any("secure" not in one for one in said):
        return -20
    if any("httponly" not in one for one in said):
        return -30
    return 5 if said and all("samesite" in one for one in said) else 0


def _transport(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    return -20 if age is None else 0 if int(age[1]) >= HALF_A_YEAR else -10


def _integrity(scripts: list[dict[str, str | None]]) -> int:
    """Some script of one's own is checked, and none comes from elsewhere."""
    if any(not re.match(r"/[^/]", script["src"] or "") for script in scripts):
        return -5
    return 5 if any(script.get("integrity") for script in scripts) else 0


def _frames(policy: Mapping[str, set[str]], headers: Mapping[str, str]) -> int:
    if policy.get("frame-ancestors", {"*"}) <= {"'none'", "'self'"}:
        return 5
    return 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20
