from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sdwiki.accounts"
    label = "accounts"

    def ready(self) -> None:
        import_module("sdwiki.accounts.receivers")  # they need every app's models, so not before
