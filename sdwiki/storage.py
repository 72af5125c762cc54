"""Static files under hashed names, those that JavaScript modules import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes module imports too, so that a new module never meets an old one in a browser's cache."""

    support_js_module_import_aggregation = True
