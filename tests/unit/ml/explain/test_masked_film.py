"""A film under a mask is the film with that part blurred, for one network and for several."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lungdesk.core.jobs import Progress
from lungdesk.core.prediction import softmax
from lungdesk.core.verdict import Correction
from lungdesk.ml.engine import Engine
from lungdesk.ml.explain.masked_film import BLUR, MaskedFilm
from lungdesk.ml.preprocess import model_view
from tests.unit.ml.explain.conftest import film
from tests.unit.services.fakes import Listener


@pytest.mark.parametrize("correction", [Correction(), Correction(1), Correction(2, True)])
def test_what_is_masked_is_blurred_and_the_rest_is_as_it_was(
    engine: Engine, correction: Correction
) -> None:
    radiograph = film()
    mask = np.ones((8, 8), np.float32)
    mask[:, :4] = 0
    view = correction.applied(model_view(radiograph, engine.spec).grey).astype(np.float32)
    side = view.shape[0]
    blurred = cv2.GaussianBlur(view, (0, 0), BLUR * side)
    across = np.clip((np.arange(side) + 0.5) * 8 / side - 3.5, 0, 1).astype(np.float32)
    expected = np.rint(across * view + (1 - across) * blurred).astype(np.uint8)
    ctx = Listener()

    found = MaskedFilm(engine, radiograph, correction).probabilities(
        [np.ones((8, 8), np.float32), mask], 2, ctx, "asking"
    )

    clear = correction.applied(model_view(radiograph, engine.spec).grey)
    logits = engine.logits_of([clear, expected], 2)
    assert found == pytest.approx(softmax(logits), abs=2e-3)
    assert np.abs(found[0] - found[1]).max() > 5e-3
    assert ctx.reports == [Progress(2, 2, "asking")]
