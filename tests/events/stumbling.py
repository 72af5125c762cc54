"""A task that goes wrong on purpose."""

from celery import shared_task

from sdwiki import events


@shared_task
def stumble() -> None:
    events.event("test.stumbled")
    raise ZeroDivisionError
