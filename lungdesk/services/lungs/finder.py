"""Finds the lungs of a decoded film with the segmenter that is installed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.lungs.bundle import LUNG_MANIFEST, LungBundle, load_lung_bundle, verify_lung_bundle
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.lungs.source import LungSource
from lungdesk.services.paths import AppPaths, shipped_models_folder

DEFAULT_SEGMENTER_ID = "lungdesk-lungs"


class LungFinder:
    """A segmenter. Constructing it costs nothing; it is read and compiled at its first use.

    It is a `lungdesk.ml.lung_sight.LungNetworks`, too: a model that looks at the lungs alone and
    whoever wants to see them share one network, which runs once for a film.

    Parameters
    ----------
    bundle
        Gives what segments.
    cache_folder
        Where compiled code is kept; None for nowhere.
    source
        Has the other networks that models may be bound to.
    """

    def __init__(
        self,
        bundle: Callable[[], LungBundle],
        *,
        cache_folder: Path | None = None,
        source: LungSource | None = None,
    ) -> None:
        self._bundle = bundle
        self._cache_folder = cache_folder
        self._source = source or LungSource()
        self._segmenter: LungSegmenter | None = None

    @classmethod
    def of(cls, paths: AppPaths) -> LungFinder:
        """Of this user: a segmenter of their own before the one that ships."""
        return cls(
            partial(installed_segmenter, paths),
            cache_folder=paths.compiled_networks,
            source=lung_source(paths),
        )

    def find(
        self,
        radiograph: Radiograph,
        ctx: JobContext,
        correction: Correction = NO_CORRECTION,
    ) -> LungFields:
        """The lungs of a film, looked for after ``correction``, where they lie on it uncorrected.

        Raises
        ------
        LungDeskError
            ``MODEL_MISSING``, ``MODEL_DAMAGED``, ``MODEL_TOO_NEW``, ``MODEL_INVALID``.
        """
        ctx.check()
        return self.ready().segment(radiograph, correction)

    def usual(self) -> str:
        """See `lungdesk.ml.lung_sight.LungNetworks`."""
        with suppress(LungDeskError):
            bundle = self._bundle()
            verify_lung_bundle(bundle)
            return bundle.manifest.network
        return self._source.usual()

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> LungSegmenter:
        """See `lungdesk.ml.lung_sight.LungNetworks`."""
        with suppress(LungDeskError):  # what is wrong with it is nothing to a model bound to others
            if not is_for_throughput and self.usual() == digest:
                return self.ready()
        return self._source.segmenter(digest, is_for_throughput=is_for_throughput)

    def ready(self) -> LungSegmenter:
        """The segmenter, verified and compiled."""
        if self._segmenter is None:
            self._segmenter = LungSegmenter(self._bundle(), cache_folder=self._cache_folder)
        return self._segmenter


def lung_source(paths: AppPaths) -> LungSource:
    """All segmenters of this user: those of the usual name first, their own before the shipped."""
    roots = (paths.models, shipped_models_folder())
    usual = [root / DEFAULT_SEGMENTER_ID for root in roots]
    others = [found.parent for root in roots for found in sorted(root.glob(f"*/{LUNG_MANIFEST}"))]
    return LungSource(tuple(dict.fromkeys([*usual, *others])), paths.compiled_networks)


def installed_segmenter(paths: AppPaths, model: str = "") -> LungBundle:
    """A segmenter by its id, its folder, or the run that trained it; without a name the usual one.

    Raises
    ------
    LungDeskError
        ``MODEL_MISSING``, ``MODEL_DAMAGED``, ``MODEL_TOO_NEW``.
    """
    name = model or DEFAULT_SEGMENTER_ID
    candidates = [root / name for root in (paths.models, shipped_models_folder())]
    if model:
        candidates += [Path(model), Path(model) / "bundle"]
    for folder in candidates:
        if (folder / LUNG_MANIFEST).is_file():
            return load_lung_bundle(folder)
    raise LungDeskError(
        f"There is no lung segmenter called {name}.",
        hint="Train one with `lungdesk lungs train`, and name its run folder.",
        code=ErrorCode.MODEL_MISSING,
    )
