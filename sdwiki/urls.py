"""Every address of the app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("content.urls")),
    path("", include("quizzes.urls")),
    path("", include("sdwiki.accounts.urls")),
    path("", include("sdwiki.health.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
