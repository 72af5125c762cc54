"""Addresses below /progress/."""

from django.urls import path

from quizzes.progress import views
from quizzes.progress.statistics import statistics

urlpatterns = [
    path("", views.progress, name="progress"),
    path("statistics/", statistics, name="study-statistics"),
    path("topics/<slug:slug>/bar/", views.topic_bar, name="topic-bar"),
    path("topics/<slug:slug>/add/", views.add_topic, name="add-topic"),
    path("topics/<slug:slug>/read/", views.mark_read, name="mark-read"),
]
