"""Arithmetic that is read from a file: a few operators, a few functions, and names for inputs. Pure.

The text is parsed by Python and only allow-listed nodes are evaluated, so a formula can neither call nor reach
anything.
"""

import ast
import math
from collections.abc import Callable, Mapping

from sdwiki import limits

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "ceil": math.ceil,
    "floor": math.floor,
    "round": round,
    "log2": math.log2,
    "log10": math.log10,
    "sqrt": math.sqrt,
}
_MAX_EXPONENT = 128


class FormulaError(ValueError):
    """A formula that cannot be read, or that has no value for its inputs."""


def names(text: str) -> frozenset[str]:
    """The inputs that a formula uses."""
    tree = _parse(text)
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in _FUNCTIONS)


def evaluate(text: str, inputs: Mapping[str, float]) -> float:
    """The value of a formula. Raises FormulaError for unknown names, division by zero and what is no arithmetic."""
    try:
        return float(_value(_parse(text).body, inputs))
    except (ZeroDivisionError, OverflowError, TypeError, ValueError) as error:
        raise FormulaError(f"“{text}” has no value: {error}") from error


def _parse(text: str) -> ast.Expression:
    if len(text) > limits.FORMULA:
        raise FormulaError(f"a formula of more than {limits.FORMULA} characters")
    try:
        return ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"“{text}” is no formula") from error


def _value(node: ast.AST, inputs: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.Name) and node.id in inputs:
        return inputs[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, inputs)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _value(node.left, inputs), _value(node.right, inputs)
        if isinstance(node.op, ast.Pow) and abs(right) > _MAX_EXPONENT:
            raise FormulaError(f"an exponent over {_MAX_EXPONENT}")
        return _BINARY[type(node.op)](left, right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        function = _FUNCTIONS.get(node.func.id)
        if function:
            return function(*(_value(argument, inputs) for argument in node.args))
    raise FormulaError(f"“{ast.unparse(node)}” is not allowed in a formula, or is not an input")
