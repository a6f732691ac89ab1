"""The lung networks that are installed, for whoever needs the one that a model is bound to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.lung_sight import lung_network_foreign
from lungdesk.ml.lungs.bundle import LUNG_MANIFEST, LungBundle, load_lung_bundle, verify_lung_bundle
from lungdesk.ml.lungs.segmenter import LungSegmenter


@dataclass(frozen=True, slots=True)
class LungSource:
    """Folders that may hold a bundle each, the usual one first; it can be pickled.

    Attributes
    ----------
    cache_folder
        Where compiled code is kept; None for nowhere.
    """

    folders: tuple[Path, ...] = ()
    cache_folder: Path | None = None

    def usual(self) -> str:
        """Digest of the first network that is whole; see `lungdesk.ml.lung_sight.LungNetworks`."""
        broken: list[LungDeskError] = []
        for folder in self._present():
            try:
                bundle = load_lung_bundle(folder)
                verify_lung_bundle(bundle)
            except LungDeskError as error:
                broken.append(error)
                continue
            return bundle.manifest.network
        raise (
            broken[0]
            if broken
            else LungDeskError(
                "There is no lung segmenter.",
                hint="Install LungDesk again, or train one with `lungdesk lungs train`.",
                code=ErrorCode.MODEL_MISSING,
            )
        )

    def bundle(self, digest: str) -> LungBundle:
        """The first whole bundle whose network has this digest; one that is damaged hides no other.

        Raises
        ------
        LungDeskError
            ``LUNG_NETWORK_FOREIGN`` where there are others, or none; else what is wrong with the
            first that cannot be opened.
        """
        others: list[str] = []
        broken: list[LungDeskError] = []
        for folder in self._present():
            try:
                bundle = load_lung_bundle(folder)
                if bundle.manifest.network == digest:
                    verify_lung_bundle(bundle)
                    return bundle
            except LungDeskError as error:
                broken.append(error)
                continue
            others.append(bundle.manifest.name)
        raise broken[0] if broken else lung_network_foreign(digest, ", ".join(others))

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> LungSegmenter:
        """The network with this digest, compiled; raises those of `bundle` and of the segmenter."""
        return LungSegmenter(
            self.bundle(digest),
            is_for_throughput=is_for_throughput,
            cache_folder=self.cache_folder,
        )

    def _present(self) -> Iterator[Path]:
        return (folder for folder in self.folders if (folder / LUNG_MANIFEST).is_file())
