"""Addresses below /classes/ of its people and the ways to them."""

from django.urls import path

from quizzes.classes.joining import people_views, views

urlpatterns = [
    path("code/", views.by_code, name="class-code"),
    path("join/<str:token>/", views.join, name="class-join"),
    path("join/<str:token>/not-now/", views.take_back, name="class-join-not"),
    path("invited/<str:token>/", views.invited, name="class-invited"),
    path("<int:pk>/people/", people_views.people, name="class-people"),
    path("<int:pk>/ways/", people_views.ways, name="class-ways"),
    path("<int:pk>/renew/", people_views.renew, name="class-renew"),
    path("<int:pk>/requests/<int:learner>/", people_views.answer, name="class-answer"),
    path("<int:pk>/people/<int:learner>/readmit/", people_views.readmit, name="class-readmit"),
    path("<int:pk>/invite/", people_views.invite, name="class-invite"),
    path("<int:pk>/invitations/<int:invitation>/withdraw/", people_views.withdraw, name="class-withdraw"),
]
