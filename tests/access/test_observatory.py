"""What Mozilla's Observatory would say of the front page, and that browsers check every script that we serve."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.observatory import Scripts, modifiers, score

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "templates"
PRELOADED = re.compile(r'<link rel="modulepreload" href="([^"]+)" integrity="([^"]+)">')
IMPORTED = re.compile(r'from "\./([^"]+)"')


@pytest.fixture
def collected(first):
    return first.static


@pytest.fixture
def visitor(wiki, settings, collected):
    """Somebody at a site as it is served: behind https, its static files collected."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "sdwiki.storage.StaticStorage"}}
    settings.TEMPLATES = list(settings.TEMPLATES)  # compiled anew: they keep what is the same for everybody
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    return Client()


def judged(visitor, **changed):
    page = visitor.get(reverse("quizzes:home"), secure=True)
    plain = Client().get(reverse("quizzes:home"))
    cookies = [morsel.OutputString() for morsel in page.cookies.values()]
    return modifiers(dict(page.headers) | changed, cookies, page.content.decode(), redirected=plain["Location"])


def test_the_front_page_scores_140(visitor):
    given = judged(visitor)
    assert given == {
        "content-security-policy": 10,
        "cookies": 5,
        "cross-origin-resource-sharing": 0,
        "cross-origin-resource-policy": 10,
        "redirection": 0,
        "referrer-policy": 5,
        "strict-transport-security": 0,
        "subresource-integrity": 5,
        "x-content-type-options": 0,
        "x-frame-options": 5,
    }
    assert score(given) == 140


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({"Content-Security-Policy": ""}, 100 - 25),
        ({"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}, 100 - 20),
        ({"Strict-Transport-Security": ""}, 100 - 20),
        ({"X-Content-Type-Options": ""}, 140 - 5),
        ({"Cross-Origin-Resource-Policy": ""}, 140 - 10),
        ({"Referrer-Policy": "unsafe-url"}, 140 - 5),
    ],
    ids=str,
)
def test_the_score_sees_what_is_missing(visitor, changed, points):
    assert score(judged(visitor, **changed)) == points


def test_no_template_names_a_script_that_nobody_checks():
    templates = [path for path in TEMPLATES.rglob("*.html") if re.search(r"<script[^>]*\ssrc", path.read_text())]
    assert templates == [], "use {% script %} or {% modules %}"


def seal(content):
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/quizzes/", "/wiki/messaging/"])
def test_browsers_check_every_script_and_every_module_that_one_imports(visitor, collected, address):
    html = visitor.get(address, secure=True).content.decode()
    scripts = {script["src"]: script.get("integrity") for script in Scripts(html).found}
    checked = scripts | dict(PRELOADED.findall(html))
    assert len(scripts) >= 3
    for url, integrity in checked.items():
        content = (collected / url.removeprefix("/static/")).read_bytes()
        assert integrity == seal(content), url
        folder = url.rpartition("/")[0]
        assert {f"{folder}/{name}" for name in IMPORTED.findall(content.decode())} <= set(checked)
