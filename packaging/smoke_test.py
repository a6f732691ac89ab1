"""Uses a built program as a person does: a real window, real keys, and what is left on the disk.

``python packaging/smoke_test.py dist/lungdesk-reader/lungdesk`` opens the sample study on a screen
of its own, accepts the notice, waits until the first film is read, turns the heatmap on and off,
saves a report as PDF and quits. It ends with 0 when all of that happened, and says what did not;
with ``--out FOLDER`` the screen is kept at each step. Needs Xvfb and xdotool. The program may be
several words, such as ``python main.py``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from PIL import Image, ImageGrab

_SCREEN: Final = "1280x800x24"
#: Seconds until something that was asked for must have happened; a busy machine takes its time.
_PATIENCE_S: Final = 240
_LOOK_EVERY_S: Final = 0.25

#: A heatmap has colours where a film is grey: levels between the channels, and the share of the
#: film's place in the window (left, top, right, bottom) that shows as much.
_COLOUR_LEVELS: Final = 40
_COLOURED_SHARE: Final = 0.01
_FILM_PLACE: Final = (400, 100, 900, 700)


Seen = TypeVar("Seen")


class SmokeError(Exception):
    """What the program did not do."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A running program, and the screen it is on.

    Attributes
    ----------
    home
        Its settings, data and caches.
    kept
        Where pictures of the screen are kept; None for nowhere.
    """

    program: subprocess.Popen[bytes]
    display: str
    home: Path
    kept: Path | None

    def window(self, title: str) -> str:
        """Wait for a window whose title matches; its number."""
        return wait_for(lambda: self._windows(title), f"a window “{title}”", self.program)[-1]

    def has_window(self, title: str) -> bool:
        """Whether there is such a window now."""
        return bool(self._windows(title))

    def press(self, window: str, keys: str) -> None:
        """Press keys together in a window, as ``ctrl+shift+p``."""
        self._focus(window)
        self._xdotool("key", "--clearmodifiers", keys)

    def type(self, window: str, text: str) -> None:
        """Type a text into what has the focus in a window."""
        self._focus(window)
        self._xdotool("type", "--clearmodifiers", text)

    def screen(self, name: str) -> Image.Image:
        """What is on the screen, kept by this name."""
        picture = ImageGrab.grab(xdisplay=self.display)
        if self.kept is not None:
            picture.save(self.kept / f"{name}.png")
        return picture

    def is_coloured(self, name: str) -> bool:
        """Whether anything in the film's place has colours."""
        pixels = np.asarray(self.screen(name).convert("RGB").crop(_FILM_PLACE), np.int16)
        return bool((np.ptp(pixels, axis=2) > _COLOUR_LEVELS).mean() > _COLOURED_SHARE)

    def read_films(self) -> int:
        """How many films the workspace says have been read."""
        database = self.home / "data" / "workspace" / "workspace.db"
        if not database.is_file():
            return 0
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            try:
                rows = connection.execute("SELECT count(*) FROM predictions WHERE state = 'ok'")
            except sqlite3.OperationalError:  # its tables are being made
                return 0
            return int(rows.fetchone()[0])

    def _windows(self, title: str) -> list[str]:
        return self._xdotool("search", "--onlyvisible", "--name", title, is_sure=False).split()

    def _focus(self, window: str) -> None:
        self._xdotool("windowfocus", "--sync", window)

    def _xdotool(self, *words: str, is_sure: bool = True) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=is_sure
        )
        return done.stdout


def wait_for(look: Callable[[], Seen], what: str, program: subprocess.Popen[bytes]) -> Seen:
    """Look until there is something to see; `SmokeError` when there never is."""
    deadline = time.monotonic() + _PATIENCE_S
    while not (seen := look()):
        if program.poll() is not None:
            raise SmokeError(f"LungDesk ended (exit code {program.returncode}) before {what}.")
        if time.monotonic() > deadline:
            raise SmokeError(f"There was never {what}.")
        time.sleep(_LOOK_EVERY_S)
    return seen


def use(desk: Desk) -> None:
    """Do what a reader does on a first day.

    Raises
    ------
    SmokeError
        When something does not happen.
    """
    # Of a window's two titles Qt adds the program's name to one, and xdotool may read the other.
    window = desk.window("^CompressedSamples, ")
    _accept_notice(desk)
    wait_for(desk.read_films, "a film that is read", desk.program)
    had_colours = desk.is_coloured("1-read")
    desk.press(window, "g")
    wait_for(lambda: desk.is_coloured("2-heatmap") != had_colours, "a heatmap", desk.program)
    desk.press(window, "g")
    wait_for(lambda: desk.is_coloured("3-film") == had_colours, "the film alone", desk.program)
    _save_report(desk, window, desk.home / "report.pdf")
    desk.press(window, "ctrl+q")
    code = desk.program.wait(_PATIENCE_S)
    if code != 0:
        raise SmokeError(f"LungDesk ended with exit code {code}.")


def _accept_notice(desk: Desk) -> None:
    """What comes up once: the button before the one that has the focus accepts, and no more."""
    title = "^Welcome to LungDesk$"
    notice = desk.window(title)
    desk.screen("0-notice")
    desk.press(notice, "shift+Tab")
    desk.press(notice, "space")
    wait_for(lambda: not desk.has_window(title), "the end of the notice", desk.program)


def _save_report(desk: Desk, window: str, target: Path) -> None:
    desk.press(window, "ctrl+shift+p")
    report = desk.window("^Report$")

    def is_asked_where() -> bool:
        if not desk.has_window("^Save report$"):
            desk.press(report, "ctrl+s")  # which does nothing until the pages are there
        return desk.has_window("^Save report$")

    wait_for(is_asked_where, "a question where to save the report", desk.program)
    desk.screen("4-report")
    chooser = desk.window("^Save report$")
    desk.press(chooser, "ctrl+a")
    desk.type(chooser, str(target))
    desk.press(chooser, "Return")
    wait_for(target.is_file, "a report", desk.program)
    if not target.read_bytes().startswith(b"%PDF-"):
        raise SmokeError("The report is no PDF.")
    desk.screen("5-saved")
    desk.press(report, "Escape")
    wait_for(lambda: not desk.has_window("^Report$"), "the end of the report", desk.program)


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            if not number:
                raise SmokeError("Xvfb does not start.")
            yield f":{number}"
        finally:
            server.terminate()


def smoke_test(command: Sequence[str], kept: Path | None) -> None:
    """Start the program on a screen of its own, with a home of its own, and use it."""
    with tempfile.TemporaryDirectory() as home, screen() as display:
        left_out = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH")
        inherited = {name: value for name, value in os.environ.items() if name not in left_out}
        # Windows are found by their titles, which the window says in the language of the system.
        language = {"LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
        environment = {**inherited, **language, "DISPLAY": display, "LUNGDESK_HOME": home}
        with subprocess.Popen([*command, "--sample"], env=environment) as program:
            try:
                use(Desk(program, display, Path(home), kept))
            finally:
                program.kill()


def main() -> int:
    """Parse the command line and test; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="where the screen is kept")
    parser.add_argument("command", nargs="+", help="the program to test")
    asked = parser.parse_args()
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        sys.stderr.write(f"The test needs {' and '.join(missing)}.\n")
        return 2
    if asked.out is not None:
        asked.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    try:
        smoke_test(asked.command, asked.out)
    except SmokeError as error:
        sys.stderr.write(f"Failed: {error}\n")
        return 1
    sys.stdout.write(
        "Opened, read, heatmap on and off, report saved, quit with 0: "
        f"{time.monotonic() - began:.0f} s.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
