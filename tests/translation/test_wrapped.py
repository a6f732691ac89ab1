"""No text of the window, and none of a report on films, is outside of ``tr``."""

from __future__ import annotations

import ast
import re
from typing import Final

import pytest

from tests.translation.sources import PACKAGE, called, literals, template

#: Modules whose texts nobody reads: style sheets, drawings, what the command line says.
_NOT_SHOWN: Final = (
    "guide/context.py",  # names of classes
    "icons.py",
    "platform_remarks.py",  # what Qt says
    "style_sheet.py",
    "theme.py",
    "translation.py",
    "unattended.py",
    "viewer/benchmark.py",
    "viewer/pyqtgraph_reference.py",
)
#: Words of others: Qt's own, by which its controls are known, and those of the child that trains.
_OF_OTHERS: Final = {
    "pictures/print_dialog.py": ("First page", "Previous page", "Next page", "Last page",
                                 "Show single page", "Show facing pages",
                                 "Show overview of all pages"),
    "training/run_state.py": ("{phase}: epoch {epoch}, val loss",),
    "training/run_words.py": (", val loss",),
}  # fmt: skip
#: Who takes names, formats, errors of programmers, and other words that nobody reads.
_UNSEEN: Final = frozenset({
    "setStyle", "setStyleSheet",
    "ValueError", "TypeError", "RuntimeError", "KeyError", "AssertionError", "IndexError",
    "QKeySequence", "QShortcut", "Signal", "Slot", "setObjectName", "setProperty", "property",
    "findChild", "getattr", "setattr", "Path", "with_name", "partition", "removeprefix", "debug",
    "compile", "match", "fullmatch", "search", "sub", "translate", "removesuffix", "save",
})  # fmt: skip
#: Names that are the same in every language, keys, and names of files.
_NAMES: Final = re.compile(
    r"^(LungDesk|ImageNet|Grad-CAM|LayerCAM|RISE|AUROC|AUPRC|ID|VR|PNG|PDF|Inter|isLungDeskThemed)$"
    r"|^((Ctrl|Alt|Shift)\+)*([A-Z0-9]|F\d+|Return|Enter|Del|Esc|Home|Space|Left|Right|Up|Down"
    r"|PgUp|PgDown|Backspace|,|=|\+|-|Tab)$|^\S+\.(ttf|png|pdf|dcm|db|csv|html|json)$"
)
_TEXT: Final = re.compile(r"[A-Za-zÀ-ÿ]{2,}[^\w]*\s[^\w]*[A-Za-zÀ-ÿ]{2,}|^&?[A-ZÀ-Ý][a-zà-ÿ&]{2,}")


def outside(part: str, modules: str) -> list[str]:
    """Texts that would stay English, with their places."""
    found = []
    for path in sorted((PACKAGE / part).rglob(modules)):
        name = path.relative_to(PACKAGE / part).as_posix()
        if name in _NOT_SHOWN:
            continue
        for node, above in literals(ast.parse(path.read_text(encoding="utf-8"))):
            if template(node) in _OF_OTHERS.get(name, ()):
                continue
            text = re.sub(r"{[^}]*}|<[^>]*>", "", template(node))
            if _TEXT.search(text) and not _NAMES.search(text) and not _is_unseen(node, above):
                found.append(f"{name}:{node.lineno}: {template(node)}")
    return found


def _is_unseen(node: ast.expr, above: list[ast.AST]) -> bool:
    calls = [called(one) for one in above if isinstance(one, ast.Call)]
    is_key = isinstance(above[0], ast.Dict) and node in above[0].keys
    is_export = any(isinstance(one, ast.Assign) and "__all__" in ast.unparse(one) for one in above)
    return calls[:1] == ["tr"] or bool(_UNSEEN & set(calls)) or is_key or is_export


def test_every_text_of_the_window_is_in_tr() -> None:
    assert outside("gui", "*.py") == []


@pytest.mark.parametrize(
    "modules", ["film_page.py", "batch_*.py", "finding_words.py", "pdf_document.py"]
)
def test_every_text_of_a_report_on_films_is_in_tr(modules: str) -> None:
    assert list((PACKAGE / "reporting").rglob(modules))
    assert outside("reporting", modules) == []


@pytest.mark.parametrize("text", ["Open films", "&Files", "it cannot be read", "of a {name} only"])
def test_what_looks_like_a_text_is_one(text: str) -> None:
    assert _TEXT.search(text)


@pytest.mark.parametrize("text", ["tool_length", "Ctrl+Shift+F", "F11", ".png", "LungDesk"])
def test_what_does_not_is_none(text: str) -> None:
    assert not _TEXT.search(text) or _NAMES.search(text)
