"""A real mail server for invitations."""

from tests.inbox.conftest import post

__all__ = ["post"]
