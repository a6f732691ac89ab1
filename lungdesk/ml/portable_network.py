"""A network that runs on this machine or travels to another one first."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision, read_network


class PortableNetwork:
    """A network that is compiled, for throughput, where it first runs; safe from several threads.

    Parameters
    ----------
    source
        A model of OpenVINO in memory, or what stands in its ``.xml`` and ``.bin``. As the latter it
        travels when it is pickled.
    precision
        Arithmetic, here and there.
    """

    def __init__(
        self, source: Any | tuple[bytes, bytes], precision: Precision = Precision.FLOAT32
    ) -> None:
        self._source, self._precision = source, precision
        self._compiled: CompiledNetwork | None = None
        self._lock = threading.Lock()

    def compiled(self) -> CompiledNetwork:
        """The network, ready to run on this machine."""
        with self._lock:
            if self._compiled is None:
                has_travelled = isinstance(self._source, tuple)
                model = read_network(*self._source) if has_travelled else self._source
                self._compiled = CompiledNetwork(
                    model, precision=self._precision, is_for_throughput=True
                )
            return self._compiled

    def digest(self) -> str:
        """SHA-256 of its layers and weights."""
        digest = hashlib.sha256()
        for part in self._packed():
            digest.update(part)
        return digest.hexdigest()

    def rounded(self) -> PortableNetwork:
        """The same network in bfloat16."""
        return PortableNetwork(self._source, Precision.BFLOAT16)

    def run_many(
        self,
        views: Iterable[NDArray[np.uint8]],
        on_output: Callable[[int, tuple[NDArray[np.float32], ...]], None],
    ) -> None:
        """As `CompiledNetwork.run_many`."""
        self.compiled().run_many(views, on_output)

    def __reduce__(self) -> tuple[type[PortableNetwork], tuple[tuple[bytes, bytes], Precision]]:
        return PortableNetwork, (self._packed(), self._precision)

    def _packed(self) -> tuple[bytes, bytes]:
        source: tuple[bytes, bytes] | Any = self._source
        return source if isinstance(source, tuple) else _packed(source)


def _packed(model: Any) -> tuple[bytes, bytes]:
    """What OpenVINO writes of a model: all weights as they are."""
    import openvino  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.xml"
        openvino.save_model(model, path, compress_to_fp16=False)
        return path.read_bytes(), path.with_suffix(".bin").read_bytes()
