"""Addresses of accounts that allauth does not have."""

from django.urls import path

from sdwiki.accounts import views

urlpatterns = [
    path("setup/<str:token>/", views.setup, name="setup"),
]
