"""A model that reads on this machine or travels to another one first."""

from __future__ import annotations

import platform
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.bundle import MANIFEST, damaged
from lungdesk.ml.engine import PrecisionChoice, allowed_precision
from lungdesk.ml.ensemble import AnyBundle, file_names, load_model, members_of, verify_model
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine, sight_digest
from lungdesk.ml.lung_sight import LungNetworks, usual_digest
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.paths import AppPaths


@dataclass(frozen=True, slots=True)
class ModelContent:
    """The files of a verified model.

    Attributes
    ----------
    name
        Of its folder.
    sha256
        Of its manifest, which holds those of the others.
    files
        By path below the folder.
    choice, precision
        What was asked for, and what came of it on the machine that the model is sent from.
    lungs
        Digest of the network whose lungs the film check judges there; empty for none.
    """

    name: str
    sha256: str
    files: Mapping[str, bytes]
    choice: PrecisionChoice
    precision: str
    lungs: str = ""


class PortableModel:
    """A model that is verified and compiled, for throughput, where it first reads.

    It travels with all its files when it is pickled, so no machine needs to have it, and none reads
    with another one of the same name. The lung network of its film check is named by its digest;
    each machine takes its own. Safe from several threads.
    """

    def __init__(self, content: ModelContent) -> None:
        self.content = content
        self._engine: AnyEngine | None = None
        self._lock = threading.Lock()

    @classmethod
    def of(
        cls, bundle: AnyBundle, choice: PrecisionChoice, lungs: LungNetworks | None = None
    ) -> PortableModel:
        """Take the files of a model.

        Parameters
        ----------
        lungs
            Have the lung network of its film check; None reads without.

        Raises
        ------
        LungDeskError
            ``MODEL_DAMAGED``; ``MODEL_INVALID`` when bfloat16 is demanded where it is not allowed.
        """
        verify_model(bundle)
        files = {name: (bundle.folder / name).read_bytes() for name in file_names(bundle)}
        precision = _precision(bundle, choice)
        name, sha256 = bundle.folder.name, bundle.model.sha256
        return cls(ModelContent(name, sha256, files, choice, precision, _lungs(bundle, lungs)))

    def engine(self) -> AnyEngine:
        """The model, ready to read on this machine.

        Raises
        ------
        LungDeskError
            ``MODEL_DAMAGED`` when it is not what was sent; ``CLUSTER_DIFFERS`` when this machine
            would compute otherwise; those of `lungdesk.ml.ensemble_engine.open_engine`.
        """
        with self._lock:
            if self._engine is None:
                self._engine = _opened(self.content)
            return self._engine

    def __reduce__(self) -> tuple[type[PortableModel], tuple[ModelContent]]:
        return PortableModel, (self.content,)


def _precision(bundle: AnyBundle, choice: PrecisionChoice) -> str:
    """As the engine of the bundle would say it."""
    found = (allowed_precision(member, choice) for member in members_of(bundle))
    return ", ".join(dict.fromkeys(found))


def _lungs(bundle: AnyBundle, networks: LungNetworks | None) -> str:
    """As the engine of the bundle would have it."""
    bound = (member.manifest.preprocess.lungs for member in members_of(bundle))
    return next(filter(None, bound), "") or usual_digest(networks)


def _opened(content: ModelContent) -> AnyEngine:
    own = AppPaths.default()
    # Files of a network may be held open for as long as it lives; some systems keep them then.
    with tempfile.TemporaryDirectory(prefix="lungdesk-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / content.name
        for name, part in content.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(part)
        bundle = load_model(folder)
        if bundle.model.sha256 != content.sha256:
            raise damaged(folder, f"{MANIFEST} is not the one that was sent")
        engine = open_engine(
            bundle,
            precision=content.choice,
            is_for_throughput=True,
            cache_folder=own.compiled_networks,
            lungs=lung_source(own) if content.lungs else None,
        )
    if sight_digest(engine) != content.lungs:
        raise LungDeskError(
            f"The worker on {platform.node()} looks for lungs with another network, or with none:"
            " results would differ.",
            hint="Install the same LungDesk there.",
            code=ErrorCode.CLUSTER_DIFFERS,
        )
    if str(engine.precision) != content.precision:
        raise LungDeskError(
            f"The worker on {platform.node()} computes in {engine.precision}, not in"
            f" {content.precision}: results would differ.",
            hint="Ask for --precision float32.",
            code=ErrorCode.CLUSTER_DIFFERS,
        )
    return engine
