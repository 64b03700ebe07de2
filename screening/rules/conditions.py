"""Readable conditions of the question file, such as `months_ago <= 3 or under_treatment`, without eval."""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, object]
Test = Callable[[Values], Any]
Comparison = Callable[[Any, Any], Any]


class ConditionError(ValueError):
    """The text of a condition uses something that conditions do not know."""


@dataclass(frozen=True)
class Condition:
    """A parsed condition: the names it needs, the numbers they are compared with, and whether it holds for values."""

    text: str
    names: frozenset[str]
    borders: frozenset[tuple[str, int]]
    test: Test = field(compare=False, repr=False)

    def holds(self, values: Values) -> bool:
        return bool(self.test(values))


def parse_condition(text: str) -> Condition:
    """Only names, numbers, strings, comparisons, `in`, `is null`, and, or, not; anything else is refused."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ConditionError(f"not a condition: {text}") from error
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"null"}
    return Condition(text, frozenset(names), frozenset(_borders(tree)), _compile(tree))


def _borders(tree: ast.expr) -> Iterator[tuple[str, int]]:
    """Either way round, by any comparison."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Compare(left=ast.Name(id=name), comparators=[ast.Constant(value=int(border))])
                | ast.Compare(left=ast.Constant(value=int(border)), comparators=[ast.Name(id=name)])
            ):
                yield name, border


def _compile(node: ast.expr) -> Test:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            tests = [_compile(part) for part in parts]
            return lambda values: all(test(values) for test in tests)
        case ast.BoolOp(op=ast.Or(), values=parts):
            tests = [_compile(part) for part in parts]
            return lambda values: any(test(values) for test in tests)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compile(operand)
            return lambda values: not inner(values)
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Name(id="null")]):
            inner = _compile(left)
            return lambda values: inner(values) is None
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _comparison(_compile(left), _operation(op), _compile(right))
        case ast.Name(id=name) if name != "null":
            return lambda values: values[name]
        case ast.Constant(value=value) if type(value) in (int, str):
            return lambda values: value
    raise ConditionError(f"not allowed in a condition: {ast.unparse(node)}")


def _comparison(left: Test, operation: Comparison, right: Test) -> Test:
    return lambda values: operation(left(values), right(values))


def _unless_null(compare: Comparison) -> Comparison:
    """A missing reading (null) is neither over nor under anything."""
    return lambda left, right: left is not None and right is not None and compare(left, right)


_SAMENESS: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda left, right: operator.contains(right, left),
}
_ORDER: dict[type[ast.cmpop], Comparison] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _operation(op: ast.cmpop) -> Comparison:
    if type(op) in _ORDER:
        return _unless_null(_ORDER[type(op)])
    if type(op) not in _SAMENESS:
        raise ConditionError(f"comparison not allowed in a condition: {type(op).__name__}")
    return _SAMENESS[type(op)]
