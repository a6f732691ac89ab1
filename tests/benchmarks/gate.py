"""How well films are told from anything else, how they lie is seen, and what that costs.

    OPENBLAS_NUM_THREADS=1 python -m tests.benchmarks.gate MODEL COLLECTION
        [--splits test] [--others FOLDER] [--films N]

Films of the splits as they are, then each turned and inverted; then pictures that are no chest
films: those of `tests.benchmarks.other_pictures`, and of a folder.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from lungdesk.core.errors import LungDeskError
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Correction, Decision, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import gradcam
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine
from lungdesk.ml.gate import look_at
from lungdesk.ml.preprocess import model_view
from lungdesk.ml.stream import Views, looked_at, stream_passes
from tests.benchmarks.other_pictures import other_pictures

_FAULTS = (
    Correction(1),
    Correction(2),
    Correction(3),
    Correction(0, is_inverted=True),
    Correction(1, is_inverted=True),
)


def verdicts(engine: AnyEngine, films: Iterable[Radiograph]) -> list[Verdict]:
    """What the gate says of films, as a batch asks it."""
    looks, found = [], []

    def views() -> Iterator[Views]:
        for film in films:
            look, prepared = looked_at(film, engine)
            looks.append(look)
            yield prepared

    stream_passes(
        engine, views(), lambda n, one: found.append(engine.judgement.verdict(looks[n], one))
    )
    return found


def spoilt(film: Radiograph, fault: Correction) -> Radiograph:
    """A grey film that lies otherwise: turned clockwise, its values upside down."""
    values = np.rot90(film.stored_values, -fault.quarter_turns)
    if fault.is_inverted:
        values = np.iinfo(values.dtype).max - values
    return replace(film, stored_values=np.ascontiguousarray(values))


def tell(name: str, found: list[Verdict]) -> None:
    """A line of shares."""
    shares = Counter(str(one.decision) for one in found)
    codes = Counter(str(one.code) for one in found if one.decision is Decision.REFUSED)
    words = ", ".join(f"{k} {n / len(found):.2%}" for k, n in sorted(shares.items()))
    sys.stdout.write(f"{name}: {len(found)}: {words}; {dict(sorted(codes.items()))}\n")


def tell_faults(engine: AnyEngine, paths: list[Path]) -> None:
    """How often each fault is seen, with the correction that mends it."""
    for fault in _FAULTS:
        found = verdicts(engine, (spoilt(read_radiograph(p), fault) for p in paths))
        mend = Correction(-fault.quarter_turns % 4, fault.is_inverted)
        share = statistics.mean(one.offered == mend for one in found)
        sys.stdout.write(f"seen and offered to {mend.words}: {share:.2%} of {len(found)}\n")


def tell_cost(engine: Engine, films: list[Radiograph]) -> None:
    """Milliseconds a film of all that is not the network itself; medians."""
    laps: dict[str, list[float]] = {"look": [], "pass": [], "judge": [], "maps": []}
    for film in films:
        view = model_view(film, engine.spec)
        started = time.perf_counter()
        look = look_at(view, film.rows, film.columns)
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
    asked = parser.parse_args()
    bundle = load_model(asked.model)
    engine = open_engine(bundle, is_for_throughput=True)
    dataset = load_dataset(asked.collection, labels=bundle.labels)
    for split in asked.splits:
        tell(split, verdicts(engine, (read_radiograph(s.path) for s in dataset.split(split))))
    samples = dataset.split(asked.splits[0])
    step = max(1, len(samples) // asked.films)
    tell_faults(engine, [sample.path for sample in samples[::step]])
    tell("no chest films", verdicts(engine, (film for _, film in other_pictures())))
    if asked.others is not None:
        tell(asked.others.name, verdicts(engine, _pictures_in(asked.others)))
    quick = open_engine(bundle)
    if isinstance(quick, Engine):
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
