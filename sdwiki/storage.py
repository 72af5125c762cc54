"""Static files under hashed names, those that JavaScript modules import included."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes module imports too, so that a new module never meets an old one in a browser's cache."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file. The manifest does not change while a process lives, so each is looked up once."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]
