"""Finds the texts of LungDesk in its sources: of window and reports, and what parts below say."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "lungdesk"

#: The window's way to ``tr``.
_DOOR: Final = PACKAGE / "gui" / "translation.py"
#: Parts below the window whose sentences come to it.
_LAYERS: Final = ("core", "formats", "ml", "services")
#: Modules of them whose words never do: for the command line and for measurements, which speak
#: English, and what stands in files of a standard.
_SILENT: Final = (
    "core/imaging/orientation.py",
    "core/language.py",
    "core/sentence_templates.py",
    "formats/bench_films.py",
    "formats/dicom_writers/",
    "formats/measurement_codes.py",
    "formats/reading_codes.py",
    "ml/efficientnet_lite.py",
    "ml/gradient_graph.py",
    "ml/keras_backbones.py",
    "ml/layer_cam.py",
    "ml/levels.py",
    "ml/lungs/evaluation.py",
    "ml/lungs/films.py",
    "ml/lungs/fitting.py",
    "ml/lungs/training.py",
    "ml/training/loop.py",
    "ml/torch_checkpoint.py",
    "services/benchmarks/",
    "services/cluster",
    "services/batch/on_cluster.py",
    "services/diagnostics.py",
    "services/doctor.py",
    "services/lungs/",
    "services/reports/offscreen.py",
    "services/sample_study.py",
    "services/tags.py",
    "services/training/lung_network",
    "services/workspace/database.py",
    "services/workspace/revisions/",
)
#: Of the documents that are made, what the window says as well, and what stands on every page.
_SAID_BY_REPORTS: Final = ("reporting/comparison_words.py", "reporting/document.py")
#: Who is called with words that no reader sees.
_UNSEEN: Final = frozenset({
    "ValueError", "TypeError", "IndexError", "KeyError", "RuntimeError", "AssertionError",
    "OSError", "BadZipFile", "debug", "info", "warning", "error", "exception", "execute", "text",
    "with_name", "joinpath", "Path", "add_argument", "compile", "fullmatch", "match", "search",
    "sub", "findall", "get", "getattr", "encode", "getLogger",
})  # fmt: skip
#: Single words, and names, that the window shows.
_WORDS: Final = frozenset({
    "Normal", "Tuberculosis", "Arrow", "Text", "Line", "Length", "Angle", "Probe", "Calibration",
    "Rectangle", "Ellipse", "Inferno", "Lung", "Mediastinum", "Bone", "Soft", "Auto", "Occlusion",
    "Ensemble", "Mixup", "Patience", "measured", "Accuracy", "Monitor", "report", "document",
    "reports", "documents", "calibrated", "(calibrated)", " and ", " or ",
})  # fmt: skip
_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_CODE: Final = re.compile(
    r"[={}\\|]|://|^#|^--|%s|\.[a-z]{2,4}$|^[a-z]+_[a-z_]+$|^; "
    r"|^LUNGDESK|^PRAGMA|^ISO_"
)


def window_texts() -> set[str]:
    """Every text that ``tr`` is called with in the window."""
    return set(_in_tr("gui"))


def report_texts() -> set[str]:
    """Every text that ``tr`` is called with in reports."""
    return set(_in_tr("reporting"))


def _in_tr(part: str) -> Iterator[str]:
    for path in sorted((PACKAGE / part).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path != _DOOR and isinstance(node, ast.Call) and called(node) == "tr":
                (text,) = node.args
                assert isinstance(text, ast.Constant), f"{path}: tr takes a text as it is written"
                yield str(text.value)


def texts_below() -> set[str]:
    """Every sentence of the parts below the window, values in it named in braces."""
    return {text for path in _speaking() for text in _sentences(path)}


def _speaking() -> Iterator[Path]:
    for layer in _LAYERS:
        for path in sorted((PACKAGE / layer).rglob("*.py")):
            if not path.relative_to(PACKAGE).as_posix().startswith(_SILENT):
                yield path
    yield from (PACKAGE / name for name in _SAID_BY_REPORTS)


def _sentences(path: Path) -> Iterator[str]:
    for node, above in literals(ast.parse(path.read_text(encoding="utf-8"))):
        text = template(node)
        if not any(isinstance(one, ast.Call) and called(one) in _UNSEEN for one in above):
            words = re.sub(r"{[^}]*}", " ", text)
            is_sentence = " " in text.strip() and _WORD.search(words) is not None
            is_code = _CODE.search(words) or text.isupper() or text.endswith(" with levels")
            if (is_sentence and not is_code) or text in _WORDS:
                yield text


def literals(tree: ast.AST) -> Iterator[tuple[ast.Constant | ast.JoinedStr, list[ast.AST]]]:
    """Texts of a module, docstrings and types aside, and what they stand in, innermost first."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    skipped = set(_not_texts(tree))
    for node in ast.walk(tree):
        if node in skipped or not _is_text(node):
            continue
        above, one = [], node
        while one in parents:
            one = parents[one]
            above.append(one)
        assert isinstance(node, ast.Constant | ast.JoinedStr)
        yield node, above


def _is_text(node: ast.AST) -> bool:
    is_plain = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_plain or isinstance(node, ast.JoinedStr)


def _not_texts(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, annotations, and the pieces of f-strings, which are told as one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield from (one.value for one in node.body if isinstance(one, ast.Expr))
        if isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))
            for part in node.values:
                if isinstance(part, ast.FormattedValue) and part.format_spec is not None:
                    yield from ast.walk(part.format_spec)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if annotation is not None:
                yield from ast.walk(annotation)


def called(call: ast.Call) -> str:
    """Name of what is called, without what it belongs to."""
    return getattr(call.func, "id", None) or getattr(call.func, "attr", None) or ""


def template(node: ast.Constant | ast.JoinedStr) -> str:
    """A text as it is, an f-string with a name in each place of a value."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    seen: dict[str, str] = {}
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else _place(part, seen)
        for part in node.values
        if isinstance(part, ast.Constant | ast.FormattedValue)
    )


def _place(part: ast.FormattedValue, seen: dict[str, str]) -> str:
    """``{name:.2f}`` of a value; other values of the same name are numbered."""
    source, name = ast.unparse(part.value), _name(part.value)
    wanted, number = name, 2
    while seen.setdefault(wanted, source) != source:
        wanted, number = f"{name}_{number}", number + 1
    spec = ""
    if isinstance(part.format_spec, ast.JoinedStr):
        values = part.format_spec.values
        spec = "".join(str(v.value) for v in values if isinstance(v, ast.Constant)) or "g"
    return f"{{{wanted}:{spec}}}" if spec else f"{{{wanted}}}"


def _name(value: ast.expr) -> str:
    for one in ast.walk(value):
        name = getattr(one, "attr", None) or getattr(one, "id", None)
        if name not in (None, "str", "len", "round", "int", "sorted", "join", "self"):
            name = str(name).strip("_").lower()
            return f"{name}_" if keyword.iskeyword(name) else name
    return "value"
