"""Addresses of practice and timed quizzes."""

from django.urls import path

from quizzes.attempts import views

urlpatterns = [
    path("", views.quizzes, name="quizzes"),
    path("start/", views.start, name="start"),
    path("<int:pk>/", views.attempt, name="attempt"),
    path("<int:pk>/<int:position>/answer/", views.answer, name="answer"),
    path("<int:pk>/<int:position>/flag/", views.flag, name="flag"),
    path("<int:pk>/<int:position>/means-the-same/", views.means_the_same, name="means-the-same"),
    path("<int:pk>/submit/", views.submit, name="submit"),
]
