"""The address at which people take their data with them."""

from django.urls import path

from quizzes.takeout import views

urlpatterns = [path("take-out/", views.take_out, name="take-out")]
