"""Addresses below /progress/."""

from django.urls import path

from quizzes.progress import views

urlpatterns = [
    path("", views.progress, name="progress"),
    path("topics/<slug:slug>/bar/", views.topic_bar, name="topic-bar"),
    path("topics/<slug:slug>/add/", views.add_topic, name="add-topic"),
    path("topics/<slug:slug>/read/", views.mark_read, name="mark-read"),
]
