"""Shows the window as the scale factor of its process says, and tells what has no room in it."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import create_window
from lungdesk.services.job_runner import JobRunner
from tests.gui.conftest import FILM, WINDOW
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, services
from tests.gui.looking import cut_off


def main() -> None:
    """Print what was found as JSON."""
    create_application()
    runner = JobRunner()
    made = services(runner, files=FakeFiles(), reader=FakeFilmReader(), settings=FakeSettings())
    window = create_window(made)
    window.resize(*WINDOW)
    window.show()
    loop = QEventLoop()
    window.reading_shown.connect(loop.quit)
    window.open_paths((FILM,))
    loop.exec()
    window.bridge.idle.connect(loop.quit)
    if window.bridge.is_busy:
        loop.exec()
    window.actions_table["preferences"].trigger()
    dialog = window.features.preferences.dialog
    assert dialog is not None
    QApplication.processEvents()  # what was said last has its place then
    picture = window.grab().toImage()
    found = {
        "cut_off": cut_off(window) + cut_off(dialog),
        "picture": [picture.width(), picture.height()],
    }
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    runner.shutdown()


if __name__ == "__main__":
    main()
