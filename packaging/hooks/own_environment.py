"""Runs first in a built program: what it starts must find its libraries as if it were not there."""

import os

# The loader of a built program puts its own folder first, for itself and for all that it starts: a
# browser or a file manager would be given our libraries. It sets it anew for our own children.
for _name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    _before = os.environ.pop(f"{_name}_ORIG", None)
    if _before is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _before
