"""A network that one test has compiled is not compiled again for the next.

Opening a model is for the most part compiling, also out of OpenVINO's own cache, and hundreds of
tests open the same few models.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

from lungdesk.ml import openvino_runtime

#: As the program compiles, for tests that are about just that.
COMPILE: Final = openvino_runtime._compiled

#: Of a layer or an output; what is added to a network is called otherwise each time.
_NAME: Final = re.compile(rb' name="[^"]*"|"Result_\d+"')

#: More than tests go to and fro between; those that were not asked for the longest go first.
_MOST = 12


class CompiledOnce:
    """Stands in for `openvino_runtime._compiled`; whoever asks makes requests of their own."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._keeping = threading.Lock()

    def __call__(self, network: Any, options: dict[str, str], cache_folder: Path | None) -> Any:
        key = (_digest(network), *map(str, sorted(options.items())))
        with self._keeping:
            compiled = self._kept.pop(key, None)
            if compiled is None:
                compiled = COMPILE(network, options, cache_folder)
            self._kept[key] = compiled
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return compiled


def _digest(network: Any) -> str:
    """SHA-256 of layers and weights, as they are by now."""
    import openvino  # noqa: PLC0415 - most tests need none

    with tempfile.TemporaryDirectory() as folder:
        layers, weights = Path(folder) / "network.xml", Path(folder) / "network.bin"
        openvino.serialize(network, str(layers), str(weights))
        digest = hashlib.sha256(_NAME.sub(b"", layers.read_bytes()))
        digest.update(weights.read_bytes())
    return digest.hexdigest()
