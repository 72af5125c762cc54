"""The app's addresses and the bare view."""

from django.urls import path

from benchmarks.web import bare
from sdwiki.urls import urlpatterns as app

urlpatterns = [path("bare/", bare), *app]
