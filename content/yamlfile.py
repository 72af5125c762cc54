"""YAML whose faults name their line. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from content.model import SourceError

LINE = "__line__"


class _LineLoader(yaml.SafeLoader):
    """A safe loader that notes in each mapping the line it began on, and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field “{key.value}” stands twice", key.start_mark
                )
            seen.add(str(key.value))
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def load(text: str, file: str, *, offset: int = 0) -> Any:
    """The data of a YAML text. ``offset`` is how many lines stand before it in its file."""
    try:
        return yaml.load(text, Loader=_LineLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = offset + (mark.line + 1 if mark else 1)
        raise SourceError(file, line, f"not YAML: {getattr(error, 'problem', None) or error}") from error


class Fields:
    """One mapping of a file: takes its fields with checks that name file and line, and refuses unknown ones."""

    def __init__(self, data: Any, file: str, allowed: Iterable[str], *, offset: int = 0, line: int = 1) -> None:
        if not isinstance(data, Mapping):
            raise SourceError(file, line, "expected fields (“name: value”)")
        self.file, self.line = file, offset + int(data.get(LINE, line))
        self.data = {str(key): value for key, value in data.items() if key != LINE}
        if unknown := sorted(set(self.data) - set(allowed)):
            raise self.fault(f"unknown field “{unknown[0]}”")

    def fault(self, message: str) -> SourceError:
        return SourceError(self.file, self.line, message)

    def text(self, name: str, *, default: str | None = None, limit: int = 5000) -> str:
        value = self.data.get(name, default)
        if value is None or (value == "" and default is None):
            raise self.fault(f"the field “{name}” is missing")
        if isinstance(value, Mapping | list):
            raise self.fault(f"“{name}” is a text")
        text = " ".join(str(value).split())
        if len(text) > limit:
            raise self.fault(f"“{name}” is longer than {limit} characters")
        return text

    def number(self, name: str, *, default: float | None = None) -> float:
        value = self.data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(f"“{name}” is missing or no number")
        return value

    def list(self, name: str, *, default: "list[Any] | None" = None) -> "list[Any]":
        value = self.data.get(name, default)
        if not isinstance(value, list) or (not value and default is None):
            raise self.fault(f"“{name}” is missing or no list")
        return value

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        value = self.text(name)
        if value not in set(allowed):
            raise self.fault(f"unknown {name} “{value}”; there are: {', '.join(sorted(allowed))}")
        return value
