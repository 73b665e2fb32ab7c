"""Texts as the code puts them together, found without running it."""

import ast
from collections.abc import Iterator


def texts_of(node: ast.AST) -> Iterator[str]:
    """The texts that an expression can be, `{}` where something is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from texts_of(node.body)
        yield from texts_of(node.orelse)
