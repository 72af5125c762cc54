"""Addresses of practice and timed quizzes; that of an attempt itself is `quizzes.statistics.views`."""

from django.urls import path

from quizzes.attempts import along_views, presence_views, quiz_views, views

urlpatterns = [
    path("", views.quizzes, name="quizzes"),
    path("start/", views.start, name="start"),
    path("before/", along_views.before, name="along"),
    path("keep/", quiz_views.keep, name="quiz-keep"),
    path("set/<int:pk>/start/", quiz_views.start, name="quiz-start"),
    path("set/<int:pk>/remove/", quiz_views.remove, name="quiz-remove"),
    path("<int:pk>/<int:position>/answer/", views.answer, name="answer"),
    path("<int:pk>/<int:position>/flag/", views.flag, name="flag"),
    path("<int:pk>/<int:position>/next/", views.go_on, name="go-on"),
    path("<int:pk>/<int:position>/means-the-same/", views.means_the_same, name="means-the-same"),
    path("<int:pk>/here/", presence_views.here, name="here"),
    path("<int:pk>/clock/", views.time_left, name="clock"),
    path("<int:pk>/submit/", views.submit, name="submit"),
]
