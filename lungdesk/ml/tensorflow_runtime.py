"""Loads TensorFlow as trainings need it."""

from __future__ import annotations

import sys

#: Keras loads these where it finds them, to draw networks and to be used by them: nothing here asks
#: for that, and it takes a third of the time.
_UNUSED = ("matplotlib", "sklearn")


def load_tensorflow() -> None:
    """Load TensorFlow and Keras, unless they are there; their operations are deterministic then.

    Raises
    ------
    ImportError
        Where nothing can be trained.
    """
    barred = () if "keras" in sys.modules else [one for one in _UNUSED if one not in sys.modules]
    sys.modules.update(dict.fromkeys(barred))  # type: ignore[arg-type] # None bars an import
    try:
        import tensorflow as tf
    finally:
        for one in barred:
            del sys.modules[one]
    tf.config.experimental.enable_op_determinism()
