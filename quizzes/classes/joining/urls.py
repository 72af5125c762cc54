"""Addresses below /classes/ of its people and the ways to them."""

from django.urls import path

from quizzes.classes.joining import group_views, people_views, views

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
    path("<int:pk>/groups/", group_views.make, name="class-group-make"),
    path("<int:pk>/groups/<int:group>/", group_views.show, name="class-group"),
    path("<int:pk>/groups/<int:group>/change/", group_views.change, name="class-group-change"),
    path("<int:pk>/groups/<int:group>/remove/", group_views.take_away, name="class-group-remove"),
    path("<int:pk>/invite/", people_views.invite, name="class-invite"),
    path("<int:pk>/invitations/<int:invitation>/withdraw/", people_views.withdraw, name="class-withdraw"),
]
