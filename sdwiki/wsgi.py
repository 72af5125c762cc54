"""The WSGI application that gunicorn serves."""

import os

import django

from sdwiki.handler import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdwiki.settings")

django.setup(set_prefix=False)
application = Application()
