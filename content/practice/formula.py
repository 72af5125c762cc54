"""Arithmetic that is read from a file: a few operators, a few functions, and names for inputs. Pure.

The text is parsed by Python and only allow-listed nodes are evaluated, so a formula can neither call nor reach
anything.
"""

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache

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
_SIGNS: dict[type[ast.operator], tuple[str, int]] = {  # as it is written, and how tightly it binds
    ast.Add: ("+", 1),
    ast.Sub: ("−", 1),
    ast.Mult: ("×", 2),
    ast.Div: ("÷", 2),
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TIGHT = 9


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


def spelt(text: str, inputs: Mapping[str, float], number: Callable[[float], str]) -> str:
    """A formula with its inputs filled in, as one writes it: "400 × 800 ÷ 10⁶". ``number`` says how numbers look."""
    return _spelt(_parse(text).body, inputs, number)[0]


def _spelt(node: ast.AST, inputs: Mapping[str, float], number: Callable[[float], str]) -> tuple[str, int]:
    """How a part of a formula is written, and how tightly its parts are bound."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, bound = _spelt(node.left, inputs, number)
        raised = f"{_value(node.right, inputs):g}".translate(_RAISED)
        return (f"{base}{raised}" if bound == _TIGHT else f"({base}){raised}"), _TIGHT
    if isinstance(node, ast.BinOp):
        sign, binding = _SIGNS[type(node.op)]
        left, loose = _spelt(node.left, inputs, number)
        right, looser = _spelt(node.right, inputs, number)
        left = left if loose >= binding else f"({left})"
        right = right if looser > binding or (looser == binding and sign in "+×") else f"({right})"
        return f"{left} {sign} {right}", binding
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        within = ", ".join(_spelt(argument, inputs, number)[0] for argument in node.args)
        return f"{node.func.id}({within})", _TIGHT
    return number(_value(node, inputs)), _TIGHT


@lru_cache(maxsize=512)
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
