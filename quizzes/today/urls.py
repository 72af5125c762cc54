"""The front page, and the settings."""

from django.urls import path

from quizzes.today import plan_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("try/", views.answer, name="try"),
    path("plan/", plan_views.plan, name="plan"),
    path("plan/again/", plan_views.again, name="plan-again"),
    path("settings/", views.settings, name="settings"),
]
