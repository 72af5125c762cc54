"""Addresses of accounts that allauth does not have, or not as we want them."""

from django.urls import path

from sdwiki.accounts import views

urlpatterns = [
    path("accounts/email/", views.email, name="account_email"),
    path("accounts/leave/", views.leave, name="leave"),
    path("accounts/stay/", views.stay, name="stay"),
    path("setup/<str:token>/", views.setup, name="setup"),
]
