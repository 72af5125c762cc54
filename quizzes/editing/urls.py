"""Addresses of the wiki's editors."""

from django.urls import path

from quizzes.editing import views

urlpatterns = [
    path("<slug:slug>/", views.edit, name="edit"),
    path("<slug:slug>/preview/", views.preview, name="edit-preview"),
    path("<slug:slug>/table/", views.table, name="edit-table"),
    path("<slug:slug>/publish/", views.publish, name="edit-publish"),
    path("<slug:slug>/history/", views.history, name="edit-history"),
    path("<slug:slug>/history/<int:number>/", views.revision, name="edit-revision"),
    path("<slug:slug>/compare/", views.compare, name="edit-compare"),
]
