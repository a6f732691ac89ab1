"""What is kept of each film of a collection: a thumbnail, traits, the digest of its pixels."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.stated import stated_verdict
from lungdesk.core.verdict import Verdict
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity, counted, named_films
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.preprocess import Contrast, Normalization, PreprocessSpec, model_view

#: Side of the thumbnails: 20,000 of them are 80 MB.
THUMBNAIL = 64
#: Width of the frame whose brightness is measured, in pixels of the thumbnail.
_BORDER = 3
#: A film whose thumbnail varies less than this (standard deviation, of 255) shows nothing.
_BLANK = 2.0
#: Shorter side below which a network of the usual input size is given enlarged films.
_SMALL_SIDE = 224

_AS_IT_IS = Normalization((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))

#: Estimates the quality (1 to 100) a JPEG file was saved with; None for other files. Injected,
#: because file formats are not known here.
JpegQuality = Callable[[Path], int | None]


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """One film that could be read.

    Attributes
    ----------
    number
        Of its sample in the data set.
    thumbnail
        The whole film, ``(64, 64)`` uint8.
    pixel_digest
        SHA-256 of the decoded pixels, whatever file format they came in.
    mode
        ``grey, 8 bit``, ``grey, 16 bit`` or ``colour``.
    mean, border_mean
        Brightness in [0, 255], of all of it and of its frame.
    stated
        Why it is no frontal view of the chest by its header; None where that is not said.
    """

    number: int
    thumbnail: NDArray[np.uint8]
    pixel_digest: str
    rows: int
    columns: int
    mode: str
    file_bytes: int
    jpeg_quality: int | None
    mean: float
    border_mean: float
    stated: Verdict | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen on it."""
        return float(self.thumbnail.std()) < _BLANK

    @property
    def shorter_side(self) -> int:
        """In pixels."""
        return min(self.rows, self.columns)


def grey_square(radiograph: Radiograph, side: int) -> NDArray[np.uint8]:
    """The whole film as ``(side, side)`` uint8, contrast as it is stored."""
    spec = PreprocessSpec(side, _AS_IT_IS, contrast=Contrast.AS_STORED)
    return model_view(radiograph, spec).grey


def examined_films(
    dataset: Dataset, decode: Decode, jpeg_quality: JpegQuality, ctx: JobContext
) -> tuple[list[Film], list[FilmFailure]]:
    """Decode every film once; what cannot be read is in the second list with its reason."""

    def examine(number: int) -> Film | FilmFailure:
        path = dataset.samples[number].path
        try:
            return _film(number, decode(path), path.stat().st_size, jpeg_quality(path))
        except LungDeskError as error:
            return FilmFailure(path, error.code, error.message)
        except OSError:  # it could be read a moment ago: somebody is changing the folder
            return FilmFailure(path, ErrorCode.FILE_MISSING, f"{path.name} is not there.")

    films: list[Film] = []
    failures: list[FilmFailure] = []
    count = len(dataset.samples)
    for number, result in enumerate(prefetched(examine, range(count))):
        ctx.check()
        ctx.report(Progress(number, count, "reading the films"))
        if isinstance(result, FilmFailure):
            failures.append(result)
        else:
            films.append(result)
    return films, failures


def _film(number: int, radiograph: Radiograph, file_bytes: int, quality: int | None) -> Film:
    stored = np.ascontiguousarray(radiograph.stored_values)
    content = hashlib.sha256(f"{stored.shape}{stored.dtype}{radiograph.photometric}".encode())
    content.update(stored.tobytes())
    thumbnail = grey_square(radiograph, THUMBNAIL)
    frame = np.ones(thumbnail.shape, np.bool_)
    frame[_BORDER:-_BORDER, _BORDER:-_BORDER] = False
    bits = 8 * stored.dtype.itemsize
    return Film(
        number=number,
        thumbnail=thumbnail,
        pixel_digest=content.hexdigest(),
        rows=radiograph.rows,
        columns=radiograph.columns,
        mode="colour" if radiograph.is_colour else f"grey, {bits} bit",
        file_bytes=file_bytes,
        jpeg_quality=quality,
        mean=float(thumbnail.mean()),
        border_mean=float(thumbnail[frame].mean()),
        stated=stated_verdict(radiograph.instance),
    )


def image_figures(films: Sequence[Film]) -> dict[str, Any]:
    """Sizes, aspects (width to height) and modes of the films, as plain values for JSON."""
    if not films:
        return {"modes": {}}
    columns = np.array([film.columns for film in films])
    rows = np.array([film.rows for film in films])
    return {
        "modes": dict(sorted(Counter(film.mode for film in films).items())),
        "columns": _spread(columns),
        "rows": _spread(rows),
        "aspect": _spread(columns / rows),
        "jpeg_quality": _spread(
            np.array([film.jpeg_quality for film in films if film.jpeg_quality is not None])
        ),
    }


def _spread(values: NDArray[Any]) -> dict[str, float] | None:
    if not values.size:
        return None
    marks = np.quantile(values, (0.0, 0.5, 1.0))
    return dict(zip(("least", "median", "greatest"), np.round(marks, 3).tolist(), strict=True))


def film_findings(
    dataset: Dataset, films: Sequence[Film], failures: Sequence[FilmFailure]
) -> tuple[Finding, ...]:
    """Films that cannot be read, show nothing or no chest, are small, or are saved otherwise."""
    return (
        *_unreadable(dataset, failures),
        *_blank(dataset, films),
        *_not_frontal(dataset, films),
        *_small(dataset, films),
        *_mixed_modes(dataset, films),
    )


def unreadable_splits(dataset: Dataset, can_read: Callable[[Sample], bool]) -> tuple[Finding, ...]:
    """Splits to measure on of which no film can be read; one that can be is looked for, no more."""
    measured = {
        split: dataset.split(split) for split in dataset.counts() if split not in ("train", "val")
    }
    return tuple(
        Finding(
            FindingKind.UNREADABLE,
            Severity.SERIOUS,
            f"No film of the {split} split can be read.",
            reason="There will be no figures of it, by which the model could be compared.",
            advice="Copy the films again from where they came, or split the collection anew.",
            paths=tuple(sample.path for sample in samples),
        )
        for split, samples in measured.items()
        if not any(map(can_read, samples))
    )


def _unreadable(dataset: Dataset, failures: Sequence[FilmFailure]) -> list[Finding]:
    if not failures:
        return []
    paths = tuple(failure.path for failure in failures)
    first = failures[0]
    return [
        Finding(
            FindingKind.UNREADABLE,
            Severity.WARNING,
            f"{counted(len(paths), 'film', 'films')} cannot be read {named_films(dataset, paths)}."
            f" The first: {first.message} [{first.code}]",
            reason="They are left out of training and of every figure.",
            advice="Copy them again from where they came, or take them away.",
            paths=paths,
        )
    ]


def _blank(dataset: Dataset, films: Sequence[Film]) -> list[Finding]:
    paths = _paths(dataset, [film for film in films if film.is_blank])
    if not paths:
        return []
    return [
        Finding(
            FindingKind.BLANK,
            Severity.WARNING,
            f"{counted(len(paths), 'film shows', 'films show')} nothing but one grey"
            f" {named_films(dataset, paths)}.",
            reason="A class is taught by a film on which there is nothing to see.",
            advice="Take them away.",
            paths=paths,
        )
    ]


def _not_frontal(dataset: Dataset, films: Sequence[Film]) -> list[Finding]:
    found = [film for film in films if film.stated is not None]
    if not found:
        return []
    paths, first = _paths(dataset, found), found[0].stated
    assert first is not None
    return [
        Finding(
            FindingKind.NOT_FRONTAL,
            Severity.WARNING,
            f"{counted(len(paths), 'film is', 'films are')} no frontal view of the chest by the"
            f" header {named_films(dataset, paths)}. The first: {first.sentence} [{first.code}]",
            reason="A model learns, and is measured on, films that it refuses to read.",
            advice="Look at them. Take them away unless the header is wrong.",
            paths=paths,
        )
    ]


def _small(dataset: Dataset, films: Sequence[Film]) -> list[Finding]:
    paths = _paths(dataset, [film for film in films if film.shorter_side < _SMALL_SIDE])
    if not paths:
        return []
    return [
        Finding(
            FindingKind.SMALL_FILMS,
            Severity.INFO,
            f"{counted(len(paths), 'film is', 'films are')} smaller than {_SMALL_SIDE} pixels on"
            f" a side {named_films(dataset, paths)}.",
            reason="They are enlarged and look blurred, which a model may take for a sign.",
            advice="Use the originals where they can be had.",
            paths=paths,
        )
    ]


_COLOURED_REASON: Final = "Coloured films often carry drawings or come from figures of articles."
_MODES_REASON: Final = (
    "How a film is saved tells where it comes from, which a model may learn instead of the disease."
)


def _mixed_modes(dataset: Dataset, films: Sequence[Film]) -> list[Finding]:
    modes: Mapping[str, int] = Counter(film.mode for film in films)
    if len(modes) < 2:
        return []
    commonest = max(modes, key=lambda mode: modes[mode])
    paths = _paths(dataset, [film for film in films if film.mode != commonest])
    shares = ", ".join(f"{mode}: {n}" for mode, n in sorted(modes.items()))
    return [
        Finding(
            FindingKind.MIXED_MODES,
            Severity.INFO,
            f"The films are saved in different ways ({shares}).",
            reason=_COLOURED_REASON if "colour" in modes else _MODES_REASON,
            advice=f"Look at those that are not {commonest} {named_films(dataset, paths)}.",
            paths=paths,
        )
    ]


def _paths(dataset: Dataset, films: Sequence[Film]) -> tuple[Path, ...]:
    return tuple(dataset.samples[film.number].path for film in films)
