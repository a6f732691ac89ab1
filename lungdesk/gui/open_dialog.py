"""The system's dialogs for files and folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_FILTERS = (
    "Films (*.dcm *.dicom *.zip DICOMDIR *.png *.jpg *.jpeg *.tif *.tiff *.bmp"
    " *.DCM *.PNG *.JPG *.JPEG *.TIF);;"
    "All files (*)"
)

_PICTURE_FILTERS = "Pictures (*.png *.jpg *.jpeg *.tif *.tiff);;All files (*)"


def ask_for_films(parent: QWidget, start: Path | None) -> tuple[Path, ...]:
    """Ask for files; empty when the user thinks better of it."""
    folder = str(start) if start else ""
    names, _filter = QFileDialog.getOpenFileNames(parent, "Open films", folder, _FILTERS)
    return tuple(Path(name) for name in names)


def ask_for_folder(parent: QWidget, start: Path | None) -> tuple[Path, ...]:
    """Ask for a folder; empty when the user thinks better of it."""
    folder = str(start) if start else ""
    name = QFileDialog.getExistingDirectory(parent, "Open a folder of films", folder)
    return (Path(name),) if name else ()


def ask_where_to_save_presentation(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a DICOM file; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, "Save presentation", str(suggested), "DICOM (*.dcm)"
    )
    return Path(name) if name else None


def ask_where_to_save(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a picture; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, "Save picture", str(suggested), _PICTURE_FILTERS
    )
    return Path(name) if name else None
