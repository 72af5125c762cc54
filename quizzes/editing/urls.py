"""Addresses of the wiki's editors."""

from django.urls import path

from quizzes.editing import new_views, views, withdrawal_views

urlpatterns = [
    path("new-page/", new_views.new, name="page-new"),
    path("new-page/preview/", new_views.preview, name="page-preview"),
    path("new-page/table/", new_views.table, name="page-table"),
    path("new-page/publish/", new_views.publish, name="page-publish"),
    path("withdrawn-pages/", withdrawal_views.pages, name="withdrawn-pages"),
    path("edit/<slug:slug>/", views.edit, name="edit"),
    path("edit/<slug:slug>/preview/", views.preview, name="edit-preview"),
    path("edit/<slug:slug>/table/", views.table, name="edit-table"),
    path("edit/<slug:slug>/contest/", views.contest, name="edit-contest"),
    path("edit/<slug:slug>/publish/", views.publish, name="edit-publish"),
    path("edit/<slug:slug>/history/", views.history, name="edit-history"),
    path("edit/<slug:slug>/history/<int:number>/", views.revision, name="edit-revision"),
    path("edit/<slug:slug>/compare/", views.compare, name="edit-compare"),
    path("edit/<slug:slug>/withdraw/", withdrawal_views.withdraw, name="edit-withdraw"),
    path("edit/<slug:slug>/bring-back/", withdrawal_views.bring_back, name="edit-bring-back"),
]
