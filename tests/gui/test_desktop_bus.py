"""Qt asks a desktop only for what is there, and complains of nothing that is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLoggingCategory

from lungdesk.gui.desktop_bus import ask_only_what_is_there, unasked

LOOK, BUS = "qt.qpa.theme.gnome.warning=false", "qt.qpa.theme.dbus.warning=false"
NO_PORTAL = "QT_NO_XDG_DESKTOP_PORTAL"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """Where nothing is: no bus, nobody who starts one, no portal."""
    folders = {name: str(tmp_path / name) for name in ("PATH", "XDG_DATA_HOME", "XDG_DATA_DIRS")}
    return {**folders, "XDG_RUNTIME_DIR": str(tmp_path)}


@pytest.fixture
def with_bus(bare: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A bus at the usual place."""
    (tmp_path / "bus").touch()
    return bare


def add_portal(folder: Path) -> None:
    service = folder / "dbus-1/services/org.freedesktop.portal.Desktop.service"
    service.parent.mkdir(parents=True)
    service.touch()


def test_without_a_bus_neither_it_nor_the_portal_is_asked(bare: dict[str, str]) -> None:
    assert set(unasked(bare)) == {LOOK, BUS}
    assert bare[NO_PORTAL] == "1"


def test_a_bus_without_a_portal_is_asked_for_all_else(with_bus: dict[str, str]) -> None:
    assert unasked(with_bus) == [LOOK]
    assert with_bus[NO_PORTAL] == "1"


@pytest.mark.parametrize("where", ["XDG_DATA_HOME", "XDG_DATA_DIRS"])
def test_where_both_are_there_nothing_changes(with_bus: dict[str, str], where: str) -> None:
    add_portal(Path(with_bus[where]))
    before = dict(with_bus)
    assert unasked(with_bus) == []
    assert with_bus == before


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("unix:path={bus},guid=0123", True),
        ("unix:path={bus}.gone", False),
        ("unix:path={bus}.gone;unix:path={bus}", True),
        ("unix:abstract=/tmp/dbus-1", True),  # only asking tells
        ("tcp:host=localhost,port=4711", True),
    ],
)
def test_an_address_that_leads_nowhere_is_no_bus(
    with_bus: dict[str, str], tmp_path: Path, address: str, is_there: bool
) -> None:
    with_bus["DBUS_SESSION_BUS_ADDRESS"] = address.format(bus=tmp_path / "bus")
    assert (BUS not in unasked(with_bus)) == is_there


def test_what_the_user_has_set_stays(bare: dict[str, str]) -> None:
    bare[NO_PORTAL] = "0"
    unasked(bare)
    assert bare[NO_PORTAL] == "0"


@pytest.fixture
def rules() -> Iterator[None]:
    """As Qt has them, before and after."""
    QLoggingCategory.setFilterRules("")
    yield
    QLoggingCategory.setFilterRules("")


@pytest.mark.usefixtures("rules")
def test_all_other_warnings_of_qt_stay(
    bare: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.environ", bare)
    monkeypatch.setattr("sys.platform", "linux")
    ask_only_what_is_there()
    monkeypatch.undo()
    names = ("qt.qpa.theme.gnome", "qt.qpa.theme.dbus", "qt.qpa.theme", "qt.qpa.services", "qt.gui")
    categories = [QLoggingCategory(name) for name in names]  # type: ignore[arg-type] # takes str
    shown = [n for n, one in zip(names, categories, strict=True) if one.isWarningEnabled()]
    assert shown == ["qt.qpa.theme", "qt.qpa.services", "qt.gui"]
