"""Addresses of studying, quizzes and teaching, one list for each capability."""

from django.urls import include, path

from quizzes.progress.wiki import wiki
from quizzes.statistics.views import attempt

app_name = "quizzes"
urlpatterns = [
    path("", include("quizzes.today.urls")),
    path("wiki/", wiki, name="wiki"),
    path("review/", include("quizzes.reviews.urls")),
    path("reviews/cards/", include("quizzes.progress.cards.urls")),
    path("quizzes/<int:pk>/", attempt, name="attempt"),
    path("quizzes/", include("quizzes.attempts.urls")),
    path("progress/", include("quizzes.progress.urls")),
    path("classes/", include("quizzes.classes.urls")),
    path("", include("quizzes.curation.urls")),
    path("", include("quizzes.editing.urls")),
    path("", include("quizzes.takeout.urls")),
    path("", include("quizzes.reminding.urls")),
]
