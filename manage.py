#!/usr/bin/env python
"""Django's command line for sdwiki."""

import os
import sys

from django.core.management import execute_from_command_line
from environs import EnvError

from sdwiki.embedded import EmbeddedError

UNUSABLE = 2  # exit code where the environment or the machine is wrong, as told to the person at the terminal

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdwiki.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # a command says itself what it does
    try:
        execute_from_command_line(sys.argv)
    except (EnvError, EmbeddedError) as error:
        print(error, file=sys.stderr)
        sys.exit(UNUSABLE)
