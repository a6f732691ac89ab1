"""A tour of LungDesk: every main screen, worked by a hand, with a picture of each.

``python -m tests.guide.tour`` writes the pictures into ``out/tour``. Where there is a display the
window is seen, and each screen stays for some seconds; without one all is done unseen. Settings,
models and worklist of the user are left alone: the tour has a home of its own. It shows the sample
study and, where there are some (LUNGDESK_DATA), real films.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

# As the program starts; before NumPy and Qt are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtWidgets import QWidget

from lungdesk.app import compose
from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.platform_remarks import without_platform_remarks
from lungdesk.services.doctor import has_display
from tests.guide.film_stops import FilmStops
from tests.guide.model_stops import ModelStops
from tests.guide.tour_films import labelled_films, local_films, real_films, write_variants
from tests.guide.tour_hand import Stop, TourHand

_SIZE = (1280, 800)
#: Of each screen, where somebody sees it.
_STAY_S = 4.0
_REAL_FILMS = 4

Save = Callable[[str, QWidget], None]


def main(arguments: list[str] | None = None) -> int:
    """Take the tour; 0 when it came to its end."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("out/tour"), help="for the pictures")
    parser.add_argument("--stay", type=float, default=_STAY_S, help="seconds at each screen")
    parser.add_argument("--only", nargs="+", default=(), metavar="STOP", help="some stops only")
    parser.add_argument("--no-training", action="store_true", help="half a minute shorter")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)

    def save(name: str, widget: QWidget) -> None:
        widget.grab().save(str(options.out / f"{name}.png"))
        sys.stdout.write(f"{options.out / name}.png\n")
        sys.stdout.flush()

    take_tour(
        save,
        collection=real_films(),
        trains=not options.no_training,
        is_seen=has_display(),
        only=options.only,
        stay_s=options.stay if has_display() else 0.0,
    )
    return 0


def take_tour(
    save: Save,
    *,
    collection: Path | None,
    trains: bool,
    is_seen: bool,
    only: Collection[str] = (),
    stay_s: float = 0.0,
) -> list[str]:
    """Go to every stop, or to some only, on a display or unseen; returns the pictures' names."""
    if not is_seen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="lungdesk-") as scratch, without_platform_remarks():
        os.environ["LUNGDESK_HOME"] = str(Path(scratch) / "home")
        create_application()
        services = compose(keeps_readings=True)
        window = create_window(services)
        window.resize(*_SIZE)
        window.show()
        hand = TourHand(window, save, stay_s)
        for stop in _stops(hand, Path(scratch), collection, trains):
            if not only or stop.__name__ in only:
                stop()
        _close(hand, window)
        services.runner.shutdown()
    return hand.taken


def _stops(
    hand: TourHand, scratch: Path, collection: Path | None, trains: bool
) -> tuple[Stop, ...]:
    variants = write_variants(scratch / "variants")
    films = labelled_films(scratch / "labelled", collection)
    local = local_films(scratch / "local", collection)
    film_stops = FilmStops(hand, variants, _some(collection))
    return (*film_stops.stops(), *ModelStops(hand, films, local, trains).stops())


def _some(collection: Path | None) -> tuple[Path, ...]:
    """One test film of some classes."""
    if collection is None:
        return ()
    folders = sorted(path for path in (collection / "test").iterdir() if path.is_dir())
    return tuple(sorted(folder.iterdir())[0] for folder in folders)[:_REAL_FILMS]


def _close(hand: TourHand, window: MainWindow) -> None:
    window.close()
    hand.see(lambda: not window.isVisible())


if __name__ == "__main__":
    raise SystemExit(main())
