"""Whoever has lung networks: for the film check, and for models that look at the lungs alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.preprocess import LungSight, PreprocessSpec


class LungNetworks(Protocol):
    """Lung networks by their digest."""

    def usual(self) -> str:
        """Digest of the one that new models are to look through.

        Raises
        ------
        LungDeskError
            ``MODEL_MISSING`` when there is none; those of a bundle.
        """

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> LungSight:
        """The network with this digest, verified and compiled.

        Raises
        ------
        LungDeskError
            ``LUNG_NETWORK_FOREIGN`` when there are others only, or none; those of a bundle.
        """


def usual_digest(networks: LungNetworks | None) -> str:
    """Digest of the usual network; empty where there is none that is whole."""
    with suppress(LungDeskError):
        return networks.usual() if networks is not None else ""
    return ""


def sight_for(
    spec: PreprocessSpec, networks: LungNetworks | None, *, is_for_throughput: bool = False
) -> LungSight | None:
    """The lung network that ``spec`` names; None where it names none.

    Raises
    ------
    LungDeskError
        As `LungNetworks.segmenter`.
    """
    if not spec.lungs:
        return None
    if networks is None:
        raise lung_network_foreign(spec.lungs)
    return networks.segmenter(spec.lungs, is_for_throughput=is_for_throughput)


def gate_sight(
    bound: LungSight | None, networks: LungNetworks | None, *, is_for_throughput: bool = False
) -> LungSight | None:
    """The network whose lungs the film check judges: the one a model is bound to, else the usual.

    None where there is none that works: a model that sees the whole film reads without.
    """
    if bound is not None or networks is None:
        return bound
    with suppress(LungDeskError):
        return networks.segmenter(networks.usual(), is_for_throughput=is_for_throughput)
    return None


def lung_network_foreign(digest: str, there: str = "") -> LungDeskError:
    """Say that a model cannot look at the lungs; ``there`` are networks that it does not know."""
    found = f"only {there} is there" if there else "none is there"
    return LungDeskError(
        "The model looks at nothing but the lungs, as the lung network that it was trained with"
        f" finds them ({digest[:12]}…), and {found}.",
        hint="Install that lung network, or choose another model.",
        code=ErrorCode.LUNG_NETWORK_FOREIGN,
    )
