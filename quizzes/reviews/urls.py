"""Addresses below /review/."""

from django.urls import path

from quizzes.reviews import card_views, cell_views, cram, views

urlpatterns = [
    path("", views.review, name="review"),
    path("<int:card_id>/grade/", views.grade, name="grade"),
    path("<int:card_id>/ticks/", views.tick, name="tick"),
    path("<int:card_id>/typed/", card_views.typed, name="review-typed"),
    path("<int:card_id>/act/", card_views.act, name="card-act"),
    path("<int:card_id>/note/", card_views.note, name="card-note"),
    path("<int:card_id>/known/", card_views.know, name="card-known"),
    path("<int:card_id>/row/", views.row, name="review-row"),
    path("cell/", cell_views.cell, name="review-cell"),
    path("load/", views.left, name="review-load"),
    path("more/", views.more, name="review-more"),
    path("choose/", cram.choose, name="review-choose"),
    path("cram/", cram.cram, name="cram"),
    path("undo/", views.undo, name="undo"),
]
