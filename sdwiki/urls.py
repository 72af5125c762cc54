"""Every address of the app."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.http import require_safe


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon, such as the administration's."""
    return redirect(static("favicon.svg"))


handler400 = "sdwiki.middleware.bad_request"
handler500 = "sdwiki.middleware.server_error"

urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("", include("content.urls")),
    path("", include("quizzes.urls")),
    path("", include("sdwiki.accounts.urls")),
    path("", include("sdwiki.health.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
