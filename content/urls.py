"""The wiki's addresses."""

from django.urls import path

from content import views

app_name = "content"
urlpatterns = [
    path("wiki/<slug:slug>/", views.topic, name="topic"),
    path("wiki/<slug:slug>/sheet/", views.sheet, name="sheet"),
    path("phases/<slug:slug>/sheet/", views.phase_sheet, name="phase-sheet"),
    path("search/", views.search, name="search"),
    path("glossary/", views.glossary, name="glossary"),
    path("glossary.json", views.glossary_json, name="glossary-json"),
    path("drills/", views.drills, name="drills"),
    path("interviews/", views.interviews, name="interviews"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("interviews/<slug:slug>/", views.interview, name="interview"),
]
