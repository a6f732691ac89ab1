"""What ``pyproject.toml`` cannot say: models and resources travel inside the installed package."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "packaging"))

from contents import shipped_files  # noqa: E402 - found by the line above


class BuildWithShippedFiles(build_py):
    """Puts them into ``lungdesk/shipped``, except where the checkout itself is installed."""

    def run(self) -> None:
        """Build the modules, then copy the files beside them."""
        super().run()
        if not self.editable_mode:
            for path, target in self._shipped():
                self.mkpath(str(target.parent))
                self.copy_file(str(ROOT / path), str(target))

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Everything that is built, for whoever removes it."""
        return [*super().get_outputs(include_bytecode), *(str(to) for _, to in self._shipped())]

    def _shipped(self) -> list[tuple[Path, Path]]:
        folder = Path(self.build_lib) / "lungdesk" / "shipped"
        return [(path, folder / path) for path in shipped_files()]


setup(cmdclass={"build_py": BuildWithShippedFiles})
