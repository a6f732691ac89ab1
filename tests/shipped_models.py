"""Ids of the models that ship, as a library lists them."""

from __future__ import annotations

from lungdesk.services.models.library import DEFAULT_MODEL_ID

#: The one of one network: for what is tried with a bundle, or takes no ensemble.
SINGLE_MODEL_ID = "lungdesk-lite0"

SHIPPED_MODEL_IDS = (DEFAULT_MODEL_ID, SINGLE_MODEL_ID, "lungdesk-vgg16")
