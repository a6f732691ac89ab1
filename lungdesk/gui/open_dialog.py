"""The system's dialogs for files and folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

_FILTERS = (
    "Films (*.dcm *.dicom *.zip DICOMDIR *.png *.jpg *.jpeg *.tif *.tiff *.bmp"
    " *.DCM *.PNG *.JPG *.JPEG *.TIF);;"
    "All files (*)"
)

_DATA_FILTERS = "Labelled films (*.csv *.zip *.CSV *.ZIP);;All files (*)"

_WEIGHTS_FILTERS = "Weights of Keras or PyTorch (*.h5 *.keras *.pth);;All files (*)"

_WORKSPACE_FILTER = "Workspaces (*.db)"
_MODEL_FILTER = "Models (*.lungdesk)"
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


def ask_for_data_folder(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a folder of labelled films; None when the user thinks better of it."""
    folder = str(start) if start else ""
    name = QFileDialog.getExistingDirectory(parent, "Folder with a folder for each class", folder)
    return Path(name) if name else None


def ask_where_to_keep_data(parent: QWidget, start: Path) -> Path | None:
    """Ask for a folder of LungDesk's own; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(parent, "Folder for the data of LungDesk", str(start))
    return Path(name) if name else None


def ask_for_data_file(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a CSV or ZIP file; None when the user thinks better of it."""
    folder = str(start) if start else ""
    name, _filter = QFileDialog.getOpenFileName(
        parent, "CSV list or ZIP file of labelled films", folder, _DATA_FILTERS
    )
    return Path(name) if name else None


def ask_for_film_list(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a CSV list of labelled films; None when the user thinks better of it."""
    folder = str(start) if start else ""
    name, _filter = QFileDialog.getOpenFileName(
        parent, "CSV list of labelled films", folder, "CSV (*.csv *.CSV);;All files (*)"
    )
    return Path(name) if name else None


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


def ask_where_to_save_report(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a report; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, "Save report", str(suggested), "PDF (*.pdf);;HTML (*.html);;JSON (*.json)"
    )
    return Path(name) if name else None


def ask_where_to_save_results(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for a folder for DICOM objects; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(
        parent, "Choose a folder for the DICOM results", str(suggested)
    )
    return Path(name) if name else None


def ask_for_logo(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for a logo; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent, "Choose a logo", str(suggested), "Pictures (*.png *.jpg *.jpeg)"
    )
    return Path(name) if name else None


def ask_for_weights(parent: QWidget) -> Path | None:
    """Ask for a file of weights; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent, "Weights to begin with", "", _WEIGHTS_FILTERS
    )
    return Path(name) if name else None


def ask_for_model(parent: QWidget) -> Path | None:
    """Ask for a model's file; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent, "Import a model", "", f"{_MODEL_FILTER};;All files (*)"
    )
    return Path(name) if name else None


def ask_where_to_save_model(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a model's file; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, "Export the model", str(suggested), _MODEL_FILTER
    )
    return Path(name) if name else None


def ask_where_to_back_up(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a copy of the workspace; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, "Back up the workspace", str(suggested), _WORKSPACE_FILTER
    )
    return Path(name) if name else None


def ask_for_backup(parent: QWidget, newest: Path | None) -> Path | None:
    """Ask which copy takes the workspace's place; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent,
        "Restore the workspace from a backup",
        str(newest or ""),
        f"{_WORKSPACE_FILTER};;All files (*)",
    )
    return Path(name) if name else None


def ask_for_run(parent: QWidget) -> Path | None:
    """Ask for a run folder or a folder of such; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(parent, "Choose a run, or a folder that holds runs")
    return Path(name) if name else None


def ask_where_to_write(parent: QWidget) -> Path | None:
    """Ask for a folder for tables and figures; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(parent, "Choose a folder for figures and tables")
    return Path(name) if name else None
