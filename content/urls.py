"""The wiki's addresses."""

from django.urls import path

from content import views

app_name = "content"
urlpatterns = [
    path("wiki/", views.index, name="index"),
    path("wiki/<slug:slug>/", views.topic, name="topic"),
    path("search/", views.search, name="search"),
]
