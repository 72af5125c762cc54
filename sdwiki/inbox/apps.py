from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "sdwiki.inbox"
    label = "inbox"
