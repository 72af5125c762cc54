"""Addresses below those of a class."""

from django.urls import path

from quizzes.classes.assignments import book_views, copy_views, views
from quizzes.classes.insight import views as insight

urlpatterns = [
    path("assign/", views.assign, name="class-assign"),
    path("assign/series/", views.plan_series, name="class-series"),
    path("copy/", copy_views.copy, name="class-copy"),
    path("assignments/<int:assignment>/", views.show, name="class-assignment"),
    path("assignments/<int:assignment>/class/", insight.show, name="class-insight"),
    path("assignments/<int:assignment>/teach/", insight.teach, name="class-teach"),
    path("assignments/<int:assignment>/teach/quiz/", insight.set_quiz, name="class-teach-quiz"),
    path("assignments/<int:assignment>/edit/", views.edit, name="class-assignment-edit"),
    path("assignments/<int:assignment>/give/", views.publish, name="class-assignment-give"),
    path("assignments/<int:assignment>/take-back/", views.withdraw, name="class-assignment-withdraw"),
    path("assignments/<int:assignment>/undo/", views.undo, name="class-assignment-undo"),
    path("assignments/<int:assignment>/people/<int:learner>/", views.arrange, name="class-arrange"),
    path("book.csv", book_views.csv_file, name="class-book"),
]
