from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sdwiki.accounts"
    label = "accounts"
