"""The guard against work that explodes, shared with the wiki's tests."""

from tests.content.conftest import deadline

__all__ = ["deadline"]
