"""The wiki's pages under other addresses than sdwiki's."""

from django.urls import include, path

urlpatterns = [path("library/", include("content.urls"))]
