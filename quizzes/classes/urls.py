"""Addresses below /classes/."""

from django.urls import include, path

from quizzes.classes import staff_views, views

urlpatterns = [
    path("", views.classes, name="classes"),
    path("new/", views.create, name="class-create"),
    path("", include("quizzes.classes.joining.urls")),
    path("", include("quizzes.classes.announcing.urls")),
    path("<int:pk>/", views.show, name="class"),
    path("<int:pk>/people/<int:learner>/", views.person, name="class-person"),
    path("<int:pk>/people/<int:learner>/remove/", views.remove, name="class-remove"),
    path("<int:pk>/", include("quizzes.classes.assignments.urls")),
    path("<int:pk>/", include("quizzes.classes.nudging.urls")),
    path("<int:pk>/name/", views.rename, name="class-rename"),
    path("<int:pk>/archive/", views.archive, name="class-archive"),
    path("<int:pk>/unarchive/", views.unarchive, name="class-unarchive"),
    path("<int:pk>/staff/<int:person>/", staff_views.appoint, name="class-appoint"),
    path("<int:pk>/staff/<int:person>/remove/", staff_views.dismiss, name="class-dismiss"),
    path("<int:pk>/quizzes/", include("quizzes.classes.setting.urls")),
    path("<int:pk>/leave/", views.leave, name="class-leave"),
]
