"""Which modules, functions, classes and argument lists have grown too large.

``python -m tests.architecture.size_report`` prints what is over the aims of the house; it fails
only when something is over the hard limits, as the test beside it does.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPO_ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("lungdesk", "tests")

#: What we aim at, by kind of thing.
AIMS = {"module": 300, "function": 40, "class": 20, "arguments": 6}
#: What nothing may exceed.
LIMITS = {"module": 400, "function": 60}
UNITS = {
    "module": "lines",
    "function": "lines",
    "class": "public methods",
    "arguments": "arguments",
}

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """How large one thing is: ``path:line name`` measured in the unit of its kind."""

    kind: str
    amount: int
    path: str
    line: int
    name: str

    @property
    def is_over_aim(self) -> bool:
        return self.amount > AIMS[self.kind]

    @property
    def is_over_limit(self) -> bool:
        return self.amount > LIMITS.get(self.kind, sys.maxsize)

    def __str__(self) -> str:
        return f"{self.amount:5} {UNITS[self.kind]:15} {self.path}:{self.line} {self.name}"


def measure(root: Path = REPO_ROOT) -> list[Size]:
    """Sizes of everything in the checkout, the largest of each kind first."""
    sizes = [
        size
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*.py"))
        for size in measure_source(
            path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
        )
    ]
    return sorted(sizes, key=lambda size: (size.kind, -size.amount, size.path, size.line))


def measure_source(source: str, path: str) -> Iterator[Size]:
    """Sizes of one module and of what is in it."""
    yield Size("module", len(source.splitlines()), path, 1, "")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, FunctionNode):
            yield Size("function", _length(node), path, node.lineno, node.name)
            # A test asks for as many fixtures as it needs.
            if not node.name.startswith("test_"):
                yield Size("arguments", _argument_count(node), path, node.lineno, node.name)
        elif isinstance(node, ast.ClassDef):
            yield Size("class", _public_method_count(node), path, node.lineno, node.name)


def _length(node: FunctionNode) -> int:
    """Lines from ``def`` to the end, the docstring left out: explaining is not what we limit."""
    first = node.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring_lines = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring_lines


def _argument_count(node: FunctionNode) -> int:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in arguments)


def _public_method_count(node: ast.ClassDef) -> int:
    methods = [child for child in node.body if isinstance(child, FunctionNode)]
    return sum(not method.name.startswith("_") for method in methods)


def main() -> int:
    """Print the report; 1 when something is over a hard limit."""
    sizes = measure()
    over_aim = [size for size in sizes if size.is_over_aim]
    over_limit = [size for size in sizes if size.is_over_limit]
    aims = ", ".join(f"{kind} {aim} {UNITS[kind]}" for kind, aim in AIMS.items())
    lines = [f"Sizes ({aims}): {len(over_aim)} over the aim, {len(over_limit)} over the limit."]
    lines += [f"{size}{'   <- too large' if size.is_over_limit else ''}" for size in over_aim]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if over_limit else 0


if __name__ == "__main__":
    sys.exit(main())
