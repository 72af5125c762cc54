"""Addresses below /administration/."""

from django.urls import path

from sdwiki.administering import views

urlpatterns = [
    path("administration/", views.people, name="administration"),
    path("administration/log/", views.audit, name="administration-log"),
    path("administration/jobs/", views.jobs, name="administration-jobs"),
    path("administration/jobs/mail/", views.mail, name="administration-mail"),
]
