"""From films with masks to the bundle of a lung segmenter; needs TensorFlow."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import replace_folder, write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.ml.bundle import CARD, ENGINE, PreprocessRecord
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.lungs.bundle import (
    SCHEMA_VERSION,
    LungManifest,
    LungTraining,
    load_lung_bundle,
    write_lung_manifest,
)
from lungdesk.ml.lungs.evaluation import lung_figures
from lungdesk.ml.lungs.films import LungFilms, Use, listed_lung_films, read_lung_films
from lungdesk.ml.lungs.fitting import FittedLungs, LungRecipe, fit_lungs, identity_of
from lungdesk.ml.lungs.network import NORMALIZATION, with_probabilities
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.quantizing import FILM_COUNT, quantized
from lungdesk.ml.tensorflow_runtime import load_tensorflow
from lungdesk.ml.training.checkpoint import Checkpoints
from lungdesk.ml.trunk import to_openvino

#: What every segmenter's card says.
LIMITS = (
    "The outlines include the lung behind the heart, so their inner border is not the heart's.",
    "Where a lung is dense (consolidation, effusion, collapse), its border is a guess.",
    "Gas in the stomach, close under the left lung, is now and then taken for lung.",
    "No adult normal film and none with tuberculosis has a mask: those were judged by eye.",
    "It says where lungs are, not whether they are healthy.",
)


@dataclass(frozen=True, slots=True)
class LungTrainRequest:
    """A training as it is asked for.

    Attributes
    ----------
    folder
        Holds ``manifest.csv`` (`lungdesk.ml.lungs.films`).
    sources
        Those to train on; empty for all. Films of the others are measured on.
    """

    folder: Path
    bundle_folder: Path
    checkpoint_folder: Path
    recipe: LungRecipe
    model_id: str
    name: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LungTrainResult:
    """How a training ended; ``metrics`` as in the bundle's manifest."""

    bundle_folder: Path
    metrics: dict[str, dict[str, Any]]
    failures: tuple[FilmFailure, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class LungSurroundings:
    """What a training needs of the layers above: codecs, words, the caller."""

    decode: Decode
    render_card: Callable[[Mapping[str, Any]], str]
    ctx: JobContext


def train_lungs(request: LungTrainRequest, around: LungSurroundings) -> LungTrainResult:
    """Train, export and measure a segmenter.

    Raises
    ------
    LungDeskError
        ``DATASET_…`` where there is nothing to train or to choose on; ``TRAINING_DIVERGED``;
        those of `not_writable`.
    """
    started = time.perf_counter()
    listed = listed_lung_films(request.folder)
    spec = PreprocessSpec(request.recipe.input_size, NORMALIZATION)
    films = read_lung_films(listed, spec, around.decode, around.ctx)
    parts = _parts(films, request.sources)
    train, val = parts.pop("train"), parts["val"]
    identity = identity_of(request.recipe, train, val)
    checkpoints = Checkpoints(request.checkpoint_folder, identity)
    checkpoints.require_own()
    load_tensorflow()
    fitted = fit_lungs(request.recipe, train, val, checkpoints, around.ctx)
    partial = request.bundle_folder.with_name(f".{request.bundle_folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    _export(fitted, request.recipe, train.views, partial)
    manifest = _manifest(request, spec, train, val, fitted)
    manifest = _written(partial, manifest, around)
    segmenter = LungSegmenter(load_lung_bundle(partial), is_for_throughput=True)
    metrics = {name: lung_figures(segmenter, part, around.ctx) for name, part in parts.items()}
    seconds = round(time.perf_counter() - started, 1)
    training = manifest.training.model_copy(update={"seconds": seconds})
    update = {"metrics": metrics, "training": training}
    _written(partial, manifest.model_copy(update=update), around)
    replace_folder(partial, request.bundle_folder)
    return LungTrainResult(request.bundle_folder, metrics, films.failures, seconds)


def _parts(films: LungFilms, sources: tuple[str, ...]) -> dict[str, LungFilms]:
    """Films to train on, to choose on, left out, and of other sources; empty ones left out."""
    known = {film.source for film in films.films}
    unknown = set(sources) - known
    if unknown:
        raise LungDeskError(
            f"No film comes from {', '.join(sorted(unknown))}.",
            hint=f"The sources are {', '.join(sorted(known))}.",
            code=ErrorCode.DATASET_EMPTY,
        )
    is_ours = [not sources or film.source in sources for film in films.films]
    ours, others = films.chosen(is_ours), films.chosen([not is_one for is_one in is_ours])
    parts = {use.name.lower(): ours.used_for(use) for use in Use} | {"other_sources": others}
    for needed in ("train", "val"):
        if not parts[needed].films:
            raise LungDeskError(
                f"The manifest has no film with a mask for {needed}.",
                hint="Name the films for train, val and test in its column split.",
                code=ErrorCode.DATASET_SPLIT_MISSING,
            )
    return {name: part for name, part in parts.items() if part.films}


def _export(
    fitted: FittedLungs, recipe: LungRecipe, views: NDArray[np.uint8], folder: Path
) -> None:
    """Write ``engine.xml`` and ``engine.bin``, weights in float16 or integers."""
    import openvino  # noqa: PLC0415

    converted = to_openvino(with_probabilities(fitted.network), NORMALIZATION)
    # The conversion leaves a size that it computes as an output too; the map has four dimensions.
    maps = [o for o in converted.outputs if len(o.partial_shape) == 4]
    source = maps[0].get_node().input_value(0)
    network = openvino.Model([source], converted.get_parameters(), fitted.network.name)
    if recipe.quantized:
        places = np.linspace(0, len(views) - 1, min(FILM_COUNT, len(views))).astype(np.int64)
        network = quantized(network, views[places])
    network.output().get_tensor().set_names({"probabilities"})
    openvino.save_model(network, folder / ENGINE, compress_to_fp16=True)


def _manifest(
    request: LungTrainRequest,
    spec: PreprocessSpec,
    train: LungFilms,
    val: LungFilms,
    fitted: FittedLungs,
) -> LungManifest:
    counts: dict[str, dict[str, int]] = {}
    for use, films in (("train", train), ("val", val)):
        for film in films.films:
            of_source = counts.setdefault(film.source or "unknown", {"train": 0, "val": 0})
            of_source[use] += 1
    return LungManifest(
        schema_version=SCHEMA_VERSION,
        id=request.model_id,
        name=request.name or request.model_id,
        version=__version__,
        preprocess=PreprocessRecord.of(spec),
        training=LungTraining(
            data=request.folder.name,
            counts=counts,
            recipe=request.recipe.model_dump(mode="json"),
            history=fitted.history,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=0.0,
        ),
        metrics={},
        limits=LIMITS,
        files={},
    )


def _written(folder: Path, manifest: LungManifest, around: LungSurroundings) -> LungManifest:
    """Write the card, and the manifest after it; the manifest as it stands there comes back."""
    card = around.render_card(json.loads(manifest.model_dump_json()))
    write_text_atomically(folder / CARD, card)
    return write_lung_manifest(folder, manifest).manifest
