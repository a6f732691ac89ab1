"""A session with the window, from the first film until it is closed."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.application import create_application
from lungdesk.gui.desktop_bus import ask_only_what_is_there
from lungdesk.gui.failure_dialog import FailureDialog
from lungdesk.gui.garbage import collected_here
from lungdesk.gui.interrupt import interruptible
from lungdesk.gui.main_window import create_window
from lungdesk.gui.window_services import WindowServices

#: The platform of Qt that needs no display.
_UNSEEN = "offscreen"


def reaches_display(kinds: Sequence[str]) -> bool:
    """Make the application on the first of some displays that answers; whether one has.

    Left to itself, Qt ends the process where none does.

    Parameters
    ----------
    kinds
        What Qt calls them: ``wayland``, ``xcb``.
    """
    ask_only_what_is_there()
    app = create_application(["-platform", ";".join([*kinds, _UNSEEN])])
    return app.platformName() != _UNSEEN


def show_failure(error: LungDeskError) -> None:
    """Say why there is no window, until that has been read."""
    ask_only_what_is_there()
    create_application()
    FailureDialog(error).exec()


def run_window(services: WindowServices, films: Sequence[Path]) -> int:
    """Show the window with some films and return the exit code when it is closed.

    Raises
    ------
    KeyboardInterrupt
        When it was closed by Ctrl+C in the terminal.
    """
    ask_only_what_is_there()
    app = create_application()
    # Modules stay until the end: each full collection would look through them, 40 ms at a stretch.
    gc.freeze()
    with collected_here():
        window = create_window(services)
        window.show_within_screen()
        if films:
            window.open_paths(films)
        with interruptible(window.close):
            return int(app.exec())
