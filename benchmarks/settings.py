"""The app's settings with one more address: a bare view that answers a constant, the floor of every page."""

from sdwiki.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
