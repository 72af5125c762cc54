"""The app's settings with a quick hash: most browser tests begin with a sign-up, and drills log in for real."""

from sdwiki.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
