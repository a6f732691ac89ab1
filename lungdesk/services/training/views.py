"""A film as a training shows it to the network: as it is, and in its augmented views."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.lung_sight import LungNetworks, sight_for
from lungdesk.ml.preprocess import PreprocessSpec, model_view
from lungdesk.ml.training.films import film_views
from lungdesk.ml.training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class ViewsRequest:
    """A film, how a backbone sees it, how it is augmented, and how many views are wanted.

    ``lungs`` finds the lungs for a spec that looks at them alone.
    """

    path: Path
    spec: PreprocessSpec
    recipe: Recipe
    count: int
    lungs: LungNetworks | None = None


def training_views(request: ViewsRequest, ctx: JobContext) -> NDArray[np.uint8]:
    """The views ``(count, S, S)`` that a training makes of a film, the film itself first.

    Raises
    ------
    LungDeskError
        When the film cannot be read; ``LUNG_NETWORK_FOREIGN``.
    """
    lungs = sight_for(request.spec, request.lungs)
    film = model_view(read_radiograph(request.path), request.spec, lungs).grey
    ctx.check()
    (digest,) = file_digests([request.path])
    return film_views(film, digest, request.recipe, request.count)
