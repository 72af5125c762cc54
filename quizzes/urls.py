"""Addresses of studying, quizzes and teaching, one list for each capability."""

from django.urls import include, path

app_name = "quizzes"
urlpatterns = [
    path("", include("quizzes.today.urls")),
    path("review/", include("quizzes.reviews.urls")),
    path("quizzes/", include("quizzes.attempts.urls")),
    path("progress/", include("quizzes.progress.urls")),
    path("classes/", include("quizzes.classes.urls")),
    path("", include("quizzes.curation.urls")),
    path("", include("quizzes.editing.urls")),
]
