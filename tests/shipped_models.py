"""The models that ship, for tests that need one of a certain kind."""

from __future__ import annotations

from lungdesk.services.model_library import DEFAULT_MODEL_ID

#: A bundle with one network; the model that reads by default is an ensemble.
SINGLE_MODEL_ID = "lungdesk-lite0"
SHIPPED_MODEL_IDS = (DEFAULT_MODEL_ID, SINGLE_MODEL_ID, "lungdesk-vgg16")
