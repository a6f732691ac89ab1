"""Compiles networks with OpenVINO and runs them one at a time or many at once."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# OpenVINO's converter tells its makers of each conversion, by processes that it forks and that hold
# on to the pipes of a training. Nothing leaves this computer: that module is not to be found.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # None bars an import


class Precision(StrEnum):
    """Arithmetic of a compiled network."""

    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"
    #: Of a network that is in integers (`lungdesk.ml.quantizing`); what is not, in float32.
    INT8 = "int8"


_HINTS = {Precision.FLOAT32: "f32", Precision.BFLOAT16: "bf16", Precision.INT8: "f32"}


def processor_name() -> str:
    """Name of the processor, as OpenVINO sees it."""
    return str(_core().get_property("CPU", "FULL_DEVICE_NAME"))


def has_bfloat16() -> bool:
    """Whether this processor computes bfloat16 natively."""
    return "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def runtime_version() -> str:
    """Version of OpenVINO."""
    import openvino  # noqa: PLC0415 - loaded when a network is first compiled

    return str(openvino.__version__)


def read_network(xml: bytes, weights: bytes) -> Any:
    """The model whose ``.xml`` and ``.bin`` these are."""
    return _core().read_model(xml, weights)


class CompiledNetwork:
    """A network with a fixed input of one grey view, ready to run.

    Parameters
    ----------
    model
        Path of an OpenVINO ``.xml``, or a model in memory; its input is ``(N, S, S)`` uint8.
    precision
        Arithmetic; never chosen by OpenVINO itself, which would take bfloat16 unasked.
    is_for_throughput
        Compile for many images in flight rather than for the shortest wait for one.
    altered
        Makes of the model what is compiled; its input is of one view by then.
    cache_folder
        Where compiled code is kept so that the next start need not compile; None for nowhere.
    """

    def __init__(
        self,
        model: Path | Any,
        *,
        precision: Precision = Precision.FLOAT32,
        is_for_throughput: bool = False,
        cache_folder: Path | None = None,
        altered: Callable[[Any], Any] = lambda model: model,
    ) -> None:
        core = _core()
        network = core.read_model(model) if isinstance(model, Path) else model
        network.reshape([1, *list(network.input().partial_shape)[1:]])
        #: Side in pixels of the square view.
        self.input_size = int(network.input().shape[1])
        options = {
            "INFERENCE_PRECISION_HINT": _HINTS[precision],
            "PERFORMANCE_HINT": "THROUGHPUT" if is_for_throughput else "LATENCY",
        }
        self._compiled = _compiled(altered(network), options, cache_folder)
        self._idle: deque[Any] = deque([self._compiled.create_infer_request()])
        # Apart: the inputs of the others are arrays of whoever asked.
        self._queued: deque[Any] = deque()

    def run(self, view: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]:
        """All outputs, float32, for one grey view ``(S, S)`` uint8.

        Threads may ask at once: each has a request of its own in the network's queue meanwhile.
        """
        request = self._request(self._idle)
        request.infer([view[None]], share_inputs=True)
        outputs = _outputs(request)
        self._idle.append(request)
        return outputs

    def run_many(
        self,
        views: Iterable[NDArray[np.uint8]],
        on_output: Callable[[int, tuple[NDArray[np.float32], ...]], None],
        *,
        is_kept: bool = True,
    ) -> None:
        """Run grey views ``(S, S)`` uint8 with several in flight.

        ``on_output(number, outputs)`` comes in the order of the views, from the calling thread:
        a callback from OpenVINO's threads would still be at work when the queue is dropped or the
        process ends, and take it down.

        Parameters
        ----------
        is_kept
            Whether ``on_output`` may keep the outputs. If not they are not copied, which of a
            feature map takes as long as to pool it: later views overwrite them.
        """
        # Twice as many as run at once: whatever keeps the caller busy, the next one waits already.
        count = 2 * int(self._compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        idle = [self._request(self._queued) for _ in range(count)]
        running: deque[tuple[int, Any]] = deque()

        def finish_oldest() -> None:
            number, request = running.popleft()
            request.wait()
            on_output(number, _outputs(request, is_kept=is_kept))
            idle.append(request)

        try:
            for number, view in enumerate(views):
                if not idle:
                    finish_oldest()
                request = idle.pop()
                # Handed over instead, it would take OpenVINO twice as long to start.
                request.get_input_tensor().data[0] = view
                request.start_async()
                running.append((number, request))
            while running:
                finish_oldest()
        finally:  # of a cancelled job, too
            for _, request in running:
                request.wait()
                idle.append(request)
            self._queued.extend(idle)

    def _request(self, unused: deque[Any]) -> Any:
        """One that nobody uses: those that are let go of stay, with their memory."""
        try:
            return unused.pop()
        except IndexError:
            return self._compiled.create_infer_request()


#: One at a time: for its cache OpenVINO sets the locale of the process and puts it back, and two at
#: once would leave it at "C", where whatever opens a file without an encoding reads ASCII.
_compiling = threading.Lock()


def _compiled(network: Any, options: dict[str, str], cache_folder: Path | None) -> Any:
    core = _core()
    with _compiling:
        if cache_folder is not None:
            # The cache saves time and no more: without it where the folder cannot be written or
            # what is in it cannot be used.
            cached = options | {"CACHE_DIR": str(cache_folder)}
            with suppress(RuntimeError):
                return core.compile_model(network, "CPU", cached)
        return core.compile_model(network, "CPU", options)


def _outputs(request: Any, *, is_kept: bool = True) -> tuple[NDArray[np.float32], ...]:
    made = np.array if is_kept else np.asarray
    count = len(request.model_outputs)
    return tuple(made(request.get_output_tensor(n).data, np.float32) for n in range(count))


_shared_core: list[Any] = []


def _core() -> Any:
    """One OpenVINO core for the process: its plugin is loaded once."""
    if not _shared_core:
        import openvino  # noqa: PLC0415

        _shared_core.append(openvino.Core())
    return _shared_core[0]
