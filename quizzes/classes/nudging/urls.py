"""Addresses below those of a class."""

from django.urls import path

from quizzes.classes.nudging import views

urlpatterns = [
    path("assignments/<int:assignment>/nudge/<int:learner>/", views.nudge, name="class-nudge"),
    path("nudges/<int:nudge>/take-back/", views.take_back, name="class-nudge-take-back"),
]
