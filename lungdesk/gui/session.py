"""A session with the window, from the first film until it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import create_window
from lungdesk.gui.window_services import WindowServices


def run_window(services: WindowServices, films: Sequence[Path]) -> int:
    """Show the window with some films and return the exit code when it is closed."""
    app = create_application()
    window = create_window(services)
    window.show()
    if films:
        window.open_paths(films)
    return int(app.exec())
