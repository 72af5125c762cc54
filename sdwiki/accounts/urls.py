"""Addresses of accounts that allauth does not have."""

from django.urls import path

from sdwiki.accounts import views

urlpatterns = [
    path("accounts/leave/", views.leave, name="leave"),
    path("accounts/stay/", views.stay, name="stay"),
    path("setup/<str:token>/", views.setup, name="setup"),
]
