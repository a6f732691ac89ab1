"""OpenVINO loads its plug-ins by name; a film is read with one of them, and from one format."""

import os
from pathlib import Path

from PyInstaller.utils.hooks import collect_dynamic_libs

# The processor's plug-in and the threads that it uses; networks as bundles have them. Training
# converts them from TensorFlow.
_NEEDED = ("cpu_plugin", "ir_frontend", "tbb", "hwloc")
if os.environ.get("LUNGDESK_FLAVOUR") == "full":
    _NEEDED += ("tensorflow_frontend",)

_LIBRARIES = collect_dynamic_libs("openvino", search_patterns=["*.so*", "*.dylib", "*.dll"])
binaries = [
    (path, folder)
    for path, folder in _LIBRARIES
    if any(name in Path(path).name for name in _NEEDED)
]
excludedimports = ["openvino.torch"]
