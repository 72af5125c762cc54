"""YAML whose faults name their line. Pure.

Stricter than YAML: the name of a field is a text and stands once; there are no aliases, which can blow a small file up
to gigabytes; a date is text; no value holds what a database or JSON cannot store.
"""

import math
import re
from collections.abc import Iterable
from typing import Any

import yaml
from yaml.constructor import ConstructorError

from content.reading.source import SourceError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class Mapping(dict[str, Any]):
    """A mapping, the line (from 1) it begins on, and the line of each of its fields."""

    line = 1
    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    """A safe loader that notes lines and refuses what is listed above."""

    offset = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ConstructorError(None, None, "an alias (“*name”) is not read", mark)
        return super().compose_node(parent, index)

    def value(self, node: yaml.Node) -> Any:
        """The value of a node: a mapping, a list or a scalar, and nothing else that a tag could make."""
        if isinstance(node, yaml.MappingNode) and node.tag == self.DEFAULT_MAPPING_TAG:
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode) and node.tag == self.DEFAULT_SEQUENCE_TAG:
            return [self.value(item) for item in node.value]
        value = self.construct_object(node, deep=True)
        wrong = ""
        if isinstance(value, str) and (bad := _CONTROL.search(value)):
            wrong = f"the control character U+{ord(bad[0]):04X} is not stored"
        elif isinstance(value, float) and not math.isfinite(value):
            wrong = "a number has an end"
        elif not isinstance(value, str | int | float | None):
            wrong = f"{node.tag} is not read"
        if wrong:
            raise ConstructorError(None, None, wrong, node.start_mark)
        return value

    def _mapping(self, node: yaml.MappingNode) -> Mapping:
        mapping = Mapping()
        mapping.line, mapping.lines = self.offset + node.start_mark.line + 1, {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ConstructorError(None, None, "the name of a field is a text", key.start_mark)
            name = str(key.value)
            if name in mapping:
                raise ConstructorError(None, None, f"the field “{name}” stands twice", key.start_mark)
            mapping[name] = self.value(value)
            mapping.lines[name] = self.offset + key.start_mark.line + 1
        return mapping


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != _TIMESTAMP]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text: str, file: str, *, offset: int = 0) -> Any:
    """The data of a YAML text. ``offset`` is how many lines stand before it in its file."""
    if bad := _CONTROL.search(text):
        line = offset + text.count("\n", 0, bad.start()) + 1
        raise SourceError(file, line, f"the control character U+{ord(bad[0]):04X} is not stored")
    try:
        loader = _Loader(text)
        loader.offset = offset
        node = loader.get_single_node()
        return None if node is None else loader.value(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = offset + (mark.line + 1 if mark else 1)
        raise SourceError(file, line, f"not YAML: {getattr(error, 'problem', None) or error}") from error
    except (ValueError, RecursionError) as error:  # "!!int x", brackets a thousand deep
        raise SourceError(file, offset + 1, f"not YAML: {error}") from error


class Fields:
    """One mapping of a file: takes its fields with checks that name file and line, and refuses unknown ones."""

    def __init__(self, data: Any, file: str, allowed: Iterable[str], *, line: int = 1) -> None:
        if not isinstance(data, Mapping):
            raise SourceError(file, line, "expected fields (“name: value”)")
        self.file, self.line, self.data = file, data.line, data
        if unknown := sorted(set(data) - set(allowed)):
            raise self.fault(f"unknown field “{unknown[0]}”", unknown[0])

    def fault(self, message: str, name: str = "") -> SourceError:
        """What is wrong with these fields, or with the one of this name."""
        return SourceError(self.file, self.data.lines.get(name, self.line), message)

    def text(self, name: str, *, default: str | None = None, limit: int = 5000) -> str:
        value = self.data.get(name, default)
        if value is None or (value == "" and default is None):
            raise self.fault(f"the field “{name}” is missing", name)
        if isinstance(value, dict | list):
            raise self.fault(f"“{name}” is a text", name)
        text = " ".join(str(value).split())
        if not text and default is None:
            raise self.fault(f"the field “{name}” is missing", name)
        if len(text) > limit:
            raise self.fault(f"“{name}” is longer than {limit} characters", name)
        return text

    def number(self, name: str, *, default: float | None = None) -> float:
        value = self.data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(f"“{name}” is missing or no number", name)
        return value

    def whole(self, name: str, *, default: int | None = None) -> int:
        """A whole number from 1 to 999."""
        value = self.data.get(name, default)
        if type(value) is not int or not 1 <= value <= 999:
            raise self.fault(f"“{name}” is a number from 1 to 999", name)
        return value

    def list(self, name: str, *, default: "list[Any] | None" = None) -> "list[Any]":
        value = self.data.get(name, default)
        if not isinstance(value, list) or (not value and default is None):
            raise self.fault(f"“{name}” is missing or no list", name)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts, none of them twice; none at all where the field is missing."""
        words = self.list(name, default=[]) if self.data.get(name) is not None else []
        if any(isinstance(word, dict | list) for word in words):
            raise self.fault(f"“{name}” is a list of words", name)
        found = tuple(map(str, words))
        if twice := next((word for word in found if found.count(word) > 1), None):
            raise self.fault(f"“{twice}” stands twice in “{name}”", name)
        return found

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        value = self.text(name)
        if value not in set(allowed):
            raise self.fault(f"unknown {name} “{value}”; there are: {', '.join(sorted(allowed))}", name)
        return value
