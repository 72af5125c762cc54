"""Addresses below /reviews/cards/."""

from django.urls import path

from quizzes.progress.cards import views

urlpatterns = [
    path("", views.cards, name="cards"),
    path("act/", views.act, name="cards-act"),
    path("<int:card_id>/", views.card, name="card"),
]
