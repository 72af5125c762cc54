"""What the web server itself has to say, in the form of our log."""

import os
from typing import Any

from gunicorn.glogging import Logger

from sdwiki.logs import formatter


class WebLogger(Logger):  # type: ignore[misc]  # gunicorn is published without types
    """gunicorn's, for its ``--logger-class``. It writes before the settings are read, so it looks for itself."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(os.environ.get("LOG_FORMAT", "")))
