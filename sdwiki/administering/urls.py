"""Addresses below /administration/."""

from django.urls import path

from sdwiki.administering import class_views, person_views, views

urlpatterns = [
    path("administration/", views.people, name="administration"),
    path("administration/people/<int:pk>/", person_views.person, name="administration-person"),
    path("administration/people/<int:pk>/roles/", person_views.roles, name="administration-roles"),
    path("administration/people/<int:pk>/account/", person_views.account, name="administration-account"),
    path("administration/people/<int:pk>/factors/<int:factor>/", person_views.revoke, name="administration-revoke"),
    path(
        "administration/people/<int:pk>/sessions/<int:session>/",
        person_views.end_session,
        name="administration-session",
    ),
    path("administration/classes/", class_views.classes, name="administration-classes"),
    path("administration/classes/<int:pk>/take-over/", class_views.take_over, name="administration-take-over"),
    path("administration/invitations/", class_views.invitations, name="administration-invitations"),
    path("administration/log/", views.audit, name="administration-log"),
    path("administration/jobs/", views.jobs, name="administration-jobs"),
    path("administration/jobs/mail/", views.mail, name="administration-mail"),
]
