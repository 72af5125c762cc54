"""The WSGI application that gunicorn serves."""

import os

import django
from django.urls import resolve

from sdwiki.handler import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdwiki.settings")

django.setup(set_prefix=False)
application = Application()
# Every view is imported before the process takes its first request: else all that come to it at first wait for that.
resolve("/health/live")
