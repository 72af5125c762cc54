"""Attempts to compute figures from are made as the tests of attempts make them."""

from tests.attempts.conftest import answer, begin, client, exam, foundation, learner

__all__ = ["answer", "begin", "client", "exam", "foundation", "learner"]
