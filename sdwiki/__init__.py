"""sdwiki: get ready for system design interviews."""

from sdwiki.celery import app as celery_app

__all__ = ["celery_app"]
