"""Addresses below /classes/ of what is said to a class."""

from django.urls import path

from quizzes.classes.announcing import views

urlpatterns = [
    path("<int:pk>/messages/", views.show, name="class-messages"),
    path("<int:pk>/messages/new/", views.write, name="class-message-write"),
]
