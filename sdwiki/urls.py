"""Every address of the app."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sdwiki.styleguide import styleguide


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon, such as the administration's."""
    return redirect(static("favicon.svg"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a home screen shows of the site: its name, its icon and its colours."""
    icon = {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"}
    told = {
        "name": "sdwiki: system design, one memory at a time",
        "short_name": "sdwiki",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fcfaf7",
        "theme_color": "#0f5a5f",
        "icons": [icon | {"purpose": purpose} for purpose in ("any", "maskable")],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response


handler400 = "sdwiki.middleware.bad_request"
handler500 = "sdwiki.middleware.server_error"

urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("site.webmanifest", manifest, name="manifest"),
    path("", include("content.urls")),
    path("", include("quizzes.urls")),
    path("", include("sdwiki.accounts.urls")),
    path("", include("sdwiki.inbox.urls")),
    path("", include("sdwiki.health.urls")),
    path("", include("sdwiki.administering.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
