"""How long what a stranger reads may be: views, functions, modules, and the lines of templates."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("content", "quizzes", "sdwiki")
A_VIEW, A_FUNCTION, A_MODULE, A_LINE = 15, 45, 300, 160


def sources() -> Iterator[Path]:
    files = chain.from_iterable((ROOT / app).rglob("*.py") for app in APPS)
    return (path for path in files if "migrations" not in path.parts)


def long_functions(path: Path) -> Iterator[str]:
    """Functions above their limit: those that take a request are views, or parts of one."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            lines = node.end_lineno - node.lineno + 1
            most = A_VIEW if any(arg.arg == "request" for arg in node.args.args) else A_FUNCTION
            if lines > most:
                yield f"{path.relative_to(ROOT)}: {node.name} has {lines} lines, {most} at most"


def test_views_functions_and_modules_are_short() -> None:
    found = [why for path in sources() for why in long_functions(path)]
    found += [f"{path.relative_to(ROOT)} is too long" for path in sources() if path.read_text().count("\n") > A_MODULE]
    assert found == []


def test_lines_of_templates_are_short() -> None:
    lines = (
        (path, number, line)
        for path in (ROOT / "templates").rglob("*.*")
        for number, line in enumerate(path.read_text().splitlines(), 1)
    )
    assert [f"{path.relative_to(ROOT)}:{number}" for path, number, line in lines if len(line) > A_LINE] == []
