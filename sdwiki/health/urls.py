"""Addresses for whoever watches over this process."""

from django.urls import path

from sdwiki.health import views

urlpatterns = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
]
