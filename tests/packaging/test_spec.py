"""PyInstaller's recipe, carried out by stand-ins: what is built for each system and flavour."""

from __future__ import annotations

import plistlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import optuna
import pytest

from lungdesk.services import doctor

SYSTEMS = ("linux", "win32", "darwin")

#: What PyInstaller finds by itself.
COLLECTED = (
    ("PySide6/Qt/translations/qtbase_es.qm", "", "DATA"),
    ("PySide6/Qt/translations/qt_help_es.qm", "", "DATA"),
    ("PySide6/translations/designer_de.qm", "", "DATA"),  # as Windows has them
    ("sklearn/datasets/tests/data/openml.json.gz", "", "DATA"),
    ("sklearn/tree/_tree.pxd", "", "DATA"),
    ("highdicom/codes.json", "", "DATA"),
)
#: What it starts before LungDesk, and LungDesk.
STARTED = (
    ("pyi_rth_mplconfig", "", "PYSOURCE"),
    ("pyi_rth_pkgutil", "", "PYSOURCE"),
    ("main", "", "PYSOURCE"),
)


@dataclass
class Recipe:
    """What the spec asked PyInstaller for."""

    analysis: dict[str, Any] = field(default_factory=dict)
    carried: list[tuple[str, str, str]] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    programs: dict[str, dict[str, Any]] = field(default_factory=dict)
    folder: str = ""
    bundle: dict[str, Any] = field(default_factory=dict)

    @property
    def datas(self) -> list[tuple[str, str]]:
        datas: list[tuple[str, str]] = self.analysis["datas"]
        return datas


@pytest.fixture
def recipe_of(
    repo_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    packaging: Callable[[str], Any],
) -> Callable[[str, str], Recipe]:
    """Carries the spec out for a system and a flavour."""
    hooks = ModuleType("PyInstaller.utils.hooks")
    for name in ("collect_data_files", "collect_submodules", "copy_metadata"):
        setattr(hooks, name, lambda of, subdir=".", **_: [(f"<{of}>", str(Path(of, subdir)))])
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setenv("LUNGDESK_ICONS", str(tmp_path / "icon"))
    monkeypatch.setenv("LUNGDESK_WORK", str(tmp_path))
    monkeypatch.setattr(
        packaging("gather_licences"),
        "licence_entries",
        lambda entries, _work: [
            (f"licences/of {target}", "", "DATA") for target, _, kind in entries if kind == "DATA"
        ],
    )

    def carry_out(system: str, flavour: str) -> Recipe:
        made = Recipe()

        def analyse(scripts: list[str], **said: Any) -> Any:
            made.analysis = {"scripts": scripts, **said}
            return SimpleNamespace(
                pure=(), scripts=list(STARTED), binaries=(), datas=list(COLLECTED)
            )

        def keep_program(*parts: Any, **said: Any) -> None:
            made.started = [name for name, *_ in parts[1]]
            made.programs[said["name"]] = said

        def keep_folder(*parts: Any, name: str, **_said: Any) -> None:
            made.folder = name
            made.carried = parts[-1]

        def keep_bundle(_folder: object, **said: Any) -> None:
            made.bundle = said

        monkeypatch.setenv("LUNGDESK_FLAVOUR", flavour)
        monkeypatch.setattr(sys, "platform", system)
        path = repo_root / "packaging" / "lungdesk.spec"
        names = {
            "SPECPATH": str(path.parent),
            "Analysis": analyse,
            "PYZ": lambda pure: pure,
            "EXE": keep_program,
            "COLLECT": keep_folder,
            "BUNDLE": keep_bundle,
        }
        exec(compile(path.read_text(encoding="utf-8"), path, "exec"), names)
        return made

    return carry_out


@pytest.mark.parametrize("flavour", ["reader", "full"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_file_that_is_named_is_there(
    recipe_of: Callable[[str, str], Recipe], system: str, flavour: str
) -> None:
    recipe = recipe_of(system, flavour)

    named = [path for path, _ in recipe.datas if not path.startswith("<")]
    hooks = [*recipe.analysis["runtime_hooks"], *recipe.analysis["hookspath"]]
    for path in (*named, *recipe.analysis["scripts"], *hooks):
        assert Path(path).exists(), path
    assert recipe.folder == f"lungdesk-{flavour}"


def test_what_ships_lies_where_the_program_looks_for_it(
    recipe_of: Callable[[str, str], Recipe],
) -> None:
    folders = {Path(path).name: folder for path, folder in recipe_of("linux", "reader").datas}

    assert folders["pose.npz"] == "resources/gate"
    assert folders["lungs.json"] == "models/lungdesk-lungs"
    assert folders["films_0001.py"] == "lungdesk/services/workspace/revisions"
    assert folders["RG1_UNCR.dcm"] == "data_store/data"


def test_a_reader_goes_without_tensorflow_and_a_full_program_does_not(
    recipe_of: Callable[[str, str], Recipe],
) -> None:
    reader, full = recipe_of("linux", "reader"), recipe_of("linux", "full")

    assert {"tensorflow", "keras", "optuna"} <= set(reader.analysis["excludes"])
    assert not {"tensorflow", "keras", "optuna"} & set(full.analysis["excludes"])
    for recipe in (reader, full):
        assert {"openvino_telemetry", "readline"} <= set(recipe.analysis["excludes"])
        hidden = set(recipe.analysis["hiddenimports"])
        assert {"lungdesk.services.training.child", "openjpeg", "jpeg_ls", "rle"} <= hidden


def test_what_is_inside_is_known_by_its_version(recipe_of: Callable[[str, str], Recipe]) -> None:
    told = {name.lower().replace("_", "-") for name in doctor._PACKAGES}

    described = {name for _, name in recipe_of("linux", "full").datas}
    assert told <= described

    described = {name for _, name in recipe_of("linux", "reader").datas}
    assert told - described == {"tensorflow", "keras", "pandas"}


def test_it_speaks_every_language_of_qt_s_dialogs_and_tells_whose_work_it_carries(
    recipe_of: Callable[[str, str], Recipe],
) -> None:
    carried = [target for target, *_ in recipe_of("linux", "reader").carried]

    assert carried == [
        "PySide6/Qt/translations/qtbase_es.qm",
        "highdicom/codes.json",
        "licences/of PySide6/Qt/translations/qtbase_es.qm",
        "licences/of highdicom/codes.json",
    ]


def test_fonts_that_matplotlib_has_found_are_known_at_the_next_start(
    recipe_of: Callable[[str, str], Recipe],
) -> None:
    assert recipe_of("linux", "reader").started == ["pyi_rth_pkgutil", "main"]


def test_tables_of_trials_are_made_by_files(recipe_of: Callable[[str, str], Recipe]) -> None:
    (tables,) = [folder for _, folder in recipe_of("linux", "full").datas if "_rdb" in folder]

    assert (Path(optuna.__file__).parents[1] / tables / "alembic" / "env.py").is_file()


def test_on_windows_a_double_click_opens_no_terminal(
    recipe_of: Callable[[str, str], Recipe],
) -> None:
    programs = recipe_of("win32", "reader").programs

    assert not programs["LungDesk"]["console"]
    assert programs["lungdesk-cli"]["console"]
    # Names of files are the same to Windows whatever their case.
    assert len({name.lower() for name in programs}) == len(programs)


def test_macos_knows_what_the_program_opens(recipe_of: Callable[[str, str], Recipe]) -> None:
    bundle = recipe_of("darwin", "reader").bundle
    plist = plistlib.loads(plistlib.dumps(bundle["info_plist"]))

    assert bundle["name"] == "LungDesk.app"
    kinds = [kind for one in plist["CFBundleDocumentTypes"] for kind in one["LSItemContentTypes"]]
    (declared,) = plist["UTImportedTypeDeclarations"]
    assert declared["UTTypeIdentifier"] in kinds
    assert "dcm" in declared["UTTypeTagSpecification"]["public.filename-extension"]


def test_linux_has_one_program_and_no_bundle(recipe_of: Callable[[str, str], Recipe]) -> None:
    recipe = recipe_of("linux", "full")

    assert set(recipe.programs) == {"lungdesk"}
    assert recipe.bundle == {}
