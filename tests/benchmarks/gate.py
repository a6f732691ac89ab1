"""How well films are told from anything else, how they lie is seen, and what that costs.

    OPENBLAS_NUM_THREADS=1 python -m tests.benchmarks.gate MODEL COLLECTION
        [--splits test] [--others FOLDER] [--films N] [--parts films faults spoilt others cost]

Films of the splits as they are; some of them turned, inverted, reduced to 256 pixels, cropped,
exposed otherwise and mirrored; then pictures that are no chest films, by kind: those of
`tests.benchmarks.other_pictures`, and of a folder.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import LungDeskError
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Correction, Decision, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import gradcam
from lungdesk.ml.datasets import Sample, load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import FilmLook
from lungdesk.ml.preprocess import model_view
from lungdesk.ml.stream import prepared_film, stream_films
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.paths import AppPaths
from tests.benchmarks.other_pictures import kind_of, more_pictures

_PARTS = ("films", "faults", "spoilt", "others", "cost")

_FAULTS = (
    Correction(1),
    Correction(2),
    Correction(3),
    Correction(0, is_inverted=True),
    Correction(1, is_inverted=True),
)


def verdicts(engine: AnyEngine, films: Iterable[Radiograph]) -> list[Verdict]:
    """What the gate says of films, as a batch asks it."""
    found: list[Verdict] = []

    def judge(look: FilmLook, passes: tuple[FilmPass, ...]) -> None:
        found.append(engine.judgement.verdict(look, passes[-1]))

    stream_films(engine, (prepared_film(film, engine) for film in films), judge)
    return found


def spoilt(film: Radiograph, fault: Correction) -> Radiograph:
    """A grey film that lies otherwise: turned clockwise, its values upside down."""
    values = np.rot90(film.stored_values, -fault.quarter_turns)
    if fault.is_inverted:
        values = values.dtype.type(2**film.bits_stored - 1) - values
    return replace(film, stored_values=np.ascontiguousarray(values))


def _share_of(film: Radiograph, top: float, bottom: float, left: float, right: float) -> Radiograph:
    """A part of a film; its sides are shares of height and width."""
    rows = slice(round(top * film.rows), round(bottom * film.rows))
    columns = slice(round(left * film.columns), round(right * film.columns))
    return replace(film, stored_values=np.ascontiguousarray(film.stored_values[rows, columns]))


def _exposed(film: Radiograph, change: Callable[[NDArray[np.float64]], Any]) -> Radiograph:
    """A grey film whose values, as shares of the largest, were changed and cut off at both ends."""
    values = film.stored_values
    most = 2**film.bits_stored - 1
    changed = np.clip(change(values / most), 0, 1) * most
    return replace(film, stored_values=np.rint(changed).astype(values.dtype))


def reduced(film: Radiograph, longest: int = 256) -> Radiograph:
    """A film with that many pixels on its longer side."""
    scale = longest / max(film.rows, film.columns)
    size = (max(1, round(scale * film.columns)), max(1, round(scale * film.rows)))
    small = cv2.resize(film.stored_values, size, interpolation=cv2.INTER_AREA)
    return replace(film, stored_values=small)


#: What may befall a film that no turning mends, and what the gate cannot know (mirrored).
SPOILT: dict[str, Callable[[Radiograph], Radiograph]] = {
    "left half": lambda film: _share_of(film, 0, 1, 0, 0.5),
    "right half": lambda film: _share_of(film, 0, 1, 0.5, 1),
    "upper half": lambda film: _share_of(film, 0, 0.5, 0, 1),
    "lower half": lambda film: _share_of(film, 0.5, 1, 0, 1),
    "middle, half of each side": lambda film: _share_of(film, 0.25, 0.75, 0.25, 0.75),
    "without a tenth on each side": lambda film: _share_of(film, 0.1, 0.9, 0.1, 0.9),
    "much too bright": lambda film: _exposed(film, lambda x: 2.5 * x),
    "white but for the darkest": lambda film: _exposed(film, lambda x: 6 * x),
    "much too dark": lambda film: _exposed(film, lambda x: 1.6 * x - 0.8),
    "black but for the brightest": lambda film: _exposed(film, lambda x: 4 * x - 3),
    "flat, a tenth of the contrast": lambda film: _exposed(film, lambda x: 0.45 + 0.1 * x),
    "mirrored": lambda film: replace(
        film, stored_values=np.ascontiguousarray(film.stored_values[:, ::-1])
    ),
}


def tell(name: str, found: list[Verdict]) -> None:
    """A line of shares."""
    shares = Counter(str(one.decision) for one in found)
    codes = Counter(str(one.code) for one in found if one.decision is Decision.REFUSED)
    words = ", ".join(f"{k} {n / len(found):.2%}" for k, n in sorted(shares.items()))
    sys.stdout.write(f"{name}: {len(found)}: {words}; {dict(sorted(codes.items()))}\n")


def tell_faults(engine: AnyEngine, paths: list[Path]) -> None:
    """How often each fault is seen, with the correction that mends it, also in small films."""
    for is_small in (False, True):
        for fault in _FAULTS:
            films = (spoilt(read_radiograph(p), fault) for p in paths)
            found = verdicts(engine, map(reduced, films) if is_small else films)
            mend = Correction(-fault.quarter_turns % 4, fault.is_inverted)
            share = statistics.mean(one.offered == mend for one in found)
            refused = statistics.mean(one.is_withheld for one in found)
            words = f"seen and offered to {mend.words}: {share:.2%} of {len(found)}"
            size = "256 px, " if is_small else ""
            sys.stdout.write(f"{size}{words}; refused {refused:.2%}\n")
    tell("256 px", verdicts(engine, (reduced(read_radiograph(p)) for p in paths)))


def tell_spoilt(engine: AnyEngine, paths: list[Path]) -> None:
    """What becomes of films that were spoilt otherwise."""
    for name, spoil in SPOILT.items():
        tell(name, verdicts(engine, (spoil(read_radiograph(path)) for path in paths)))


def _some(samples: Sequence[Sample], count: int) -> list[Path]:
    """So many films in all, as many of each class, evenly drawn."""
    classes = sorted({sample.class_index for sample in samples})
    paths: list[Path] = []
    for one in classes:
        of_class = [sample.path for sample in samples if sample.class_index == one]
        places = np.linspace(0, len(of_class) - 1, min(len(of_class), count // len(classes)))
        paths += [of_class[place] for place in places.astype(int).tolist()]
    return paths


def tell_others(engine: AnyEngine) -> None:
    """What becomes of each kind of other pictures, and of which nothing is said."""
    names, films = zip(*more_pictures(), strict=True)
    found = verdicts(engine, films)
    for kind in dict.fromkeys(map(kind_of, names)):
        pairs = zip(names, found, strict=True)
        tell(kind, [one for name, one in pairs if kind_of(name) == kind])
    tell("no chest films", found)
    for name, one in zip(names, found, strict=True):
        if one.decision is not Decision.REFUSED:
            sys.stdout.write(f"not refused: {name}: {one.decision}, {one.sentence}\n")


def tell_cost(engine: Engine, films: list[Radiograph]) -> None:
    """Milliseconds a film of all that is not the network itself; medians."""
    laps: dict[str, list[float]] = {"look": [], "pass": [], "judge": [], "maps": []}
    for film in films:
        view = model_view(film, engine.spec)
        started = time.perf_counter()
        look = engine.look(view, film)
        looked = time.perf_counter()
        outputs = engine.network.run(view.grey)
        inferred = time.perf_counter()
        read = engine.film_pass(outputs)
        passed = time.perf_counter()
        engine.judgement.prediction(read, engine.judgement.verdict(look, read))
        judged = time.perf_counter()
        gradcam.gradcam(outputs[1][0], engine.head)
        ended = time.perf_counter()
        times = (looked - started, passed - inferred, judged - passed, ended - judged)
        for name, seconds in zip(laps, times, strict=True):
            laps[name].append(1e3 * seconds)
    medians = {name: statistics.median(values[3:]) for name, values in laps.items()}
    words = ", ".join(f"{name} {value:.2f}" for name, value in medians.items())
    sys.stdout.write(f"ms a film: {words}; together {sum(medians.values()):.2f}\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--splits", nargs="*", default=["test"])
    parser.add_argument("--others", type=Path)
    parser.add_argument("--films", type=int, default=200, help="of them turned and inverted")
    parser.add_argument("--parts", nargs="*", choices=_PARTS, default=_PARTS)
    asked = parser.parse_args()
    bundle = load_model(asked.model)
    lungs = lung_source(AppPaths.default())
    engine = open_engine(bundle, is_for_throughput=True, lungs=lungs)
    dataset = load_dataset(asked.collection, labels=bundle.labels)
    for split in asked.splits if "films" in asked.parts else ():
        tell(split, verdicts(engine, (read_radiograph(s.path) for s in dataset.split(split))))
    samples = dataset.split(asked.splits[0])
    some = _some(samples, asked.films)
    if "faults" in asked.parts:
        tell_faults(engine, some)
    if "spoilt" in asked.parts:
        tell_spoilt(engine, some)
    if "others" in asked.parts:
        tell_others(engine)
    if asked.others is not None:
        tell(asked.others.name, verdicts(engine, _pictures_in(asked.others)))
    quick = open_engine(bundle, lungs=lungs)
    if "cost" in asked.parts and isinstance(quick, Engine):
        tell_cost(quick, [read_radiograph(sample.path) for sample in samples[:23]])


def _pictures_in(folder: Path) -> Iterator[Radiograph]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                yield read_radiograph(path)
            except LungDeskError as error:
                sys.stdout.write(f"{error}\n")


if __name__ == "__main__":
    main()
