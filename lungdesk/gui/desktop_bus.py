"""What of the desktop can be asked at all, so that Qt neither asks in vain nor complains of it.

Qt makes itself known to the desktop's portal and asks it for the look of the desktop, over the bus
of the session (D-Bus). In a container, over SSH, or with a bare window manager there is no bus, or
no portal on it, and each start would write lines about that to the terminal. LungDesk can do
without either.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path

from PySide6.QtCore import QLoggingCategory

_PORTAL = Path("dbus-1/services/org.freedesktop.portal.Desktop.service")
_DATA_FOLDERS = "/usr/local/share:/usr/share"
#: Keeps Qt from making itself known to the portal.
_NO_PORTAL = "QT_NO_XDG_DESKTOP_PORTAL"


def ask_only_what_is_there() -> None:
    """Before the application is made; nothing changes where the desktop has a bus and a portal."""
    if sys.platform.startswith("linux"):
        QLoggingCategory.setFilterRules("\n".join(unasked(os.environ)))


def unasked(environ: MutableMapping[str, str]) -> list[str]:
    """Logging rules for what cannot be asked; what Qt reads of ``environ`` is set there.

    Each names a category of Qt that says nothing but that bus or portal did not answer. All other
    warnings stay, and whoever sets ``QT_LOGGING_RULES`` overrules them.
    """
    has_bus = _has_bus(environ)
    if has_bus and _has_portal(environ):
        return []
    environ.setdefault(_NO_PORTAL, "1")
    categories = ["qt.qpa.theme.gnome"] if has_bus else ["qt.qpa.theme.gnome", "qt.qpa.theme.dbus"]
    return [f"{category}.warning=false" for category in categories]


def _has_bus(environ: Mapping[str, str]) -> bool:
    """Whether a bus is there, or can be started by who asks; one of another kind is believed."""
    addresses = [one for one in environ.get("DBUS_SESSION_BUS_ADDRESS", "").split(";") if one]
    if addresses:
        return any(_is_there(address) for address in addresses)
    runtime = environ.get("XDG_RUNTIME_DIR")
    if runtime and (Path(runtime) / "bus").exists():
        return True
    return shutil.which("dbus-launch", path=environ.get("PATH", os.defpath)) is not None


def _is_there(address: str) -> bool:
    """Whether ``unix:path=/run/user/1000/bus,guid=…`` may lead to something."""
    _, _, rest = address.partition(":")
    values = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    return "path" not in values or Path(values["path"]).exists()


def _has_portal(environ: Mapping[str, str]) -> bool:
    """Whether the bus could start the portal."""
    return any((folder / _PORTAL).is_file() for folder in _data_folders(environ))


def _data_folders(environ: Mapping[str, str]) -> Iterable[Path]:
    home = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    shared = environ.get("XDG_DATA_DIRS") or _DATA_FOLDERS
    return (Path(folder) for folder in (home, *shared.split(":")) if folder)
