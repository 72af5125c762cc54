"""The front page, and the settings."""

from django.urls import path

from quizzes.today import views

urlpatterns = [
    path("", views.home, name="home"),
    path("try/", views.answer, name="try"),
    path("settings/", views.settings, name="settings"),
]
