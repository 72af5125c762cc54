"""The front page, and the settings."""

from django.urls import path

from quizzes.today import begin_views, plan_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("try/", views.answer, name="try"),
    path("begin/", begin_views.begin, name="begin"),
    path("plan/", plan_views.plan, name="plan"),
    path("plan/again/", plan_views.again, name="plan-again"),
    path("plan/break/", plan_views.plan_break, name="plan-break"),
    path("plan/skimmed/", plan_views.skimmed, name="skimmed"),
    path("plan/not-today/", plan_views.not_today, name="not-today"),
    path("settings/", views.settings, name="settings"),
]
