"""The system's dialogs for files and folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from lungdesk.gui.translation import tr

_FILTERS = tr(
    "Films (*.dcm *.dicom *.zip DICOMDIR *.png *.jpg *.jpeg *.tif *.tiff *.bmp"
    " *.DCM *.PNG *.JPG *.JPEG *.TIF);;"
    "All files (*)"
)

_DATA_FILTERS = tr("Labelled films (*.csv *.zip *.CSV *.ZIP);;All files (*)")

_WEIGHTS_FILTERS = tr("Weights of Keras or PyTorch (*.h5 *.keras *.pth);;All files (*)")

_WORKSPACE_FILTER = tr("Workspaces (*.db)")
_MODEL_FILTER = tr("Models (*.lungdesk)")
_PICTURE_FILTERS = tr("Pictures (*.png *.jpg *.jpeg *.tif *.tiff);;All files (*)")


def ask_for_films(parent: QWidget, start: Path | None) -> tuple[Path, ...]:
    """Ask for files; empty when the user thinks better of it."""
    folder = str(start) if start else ""
    names, _filter = QFileDialog.getOpenFileNames(parent, tr("Open films"), folder, _FILTERS)
    return tuple(Path(name) for name in names)


def ask_for_folder(parent: QWidget, start: Path | None) -> tuple[Path, ...]:
    """Ask for a folder; empty when the user thinks better of it."""
    folder = str(start) if start else ""
    name = QFileDialog.getExistingDirectory(parent, tr("Open a folder of films"), folder)
    return (Path(name),) if name else ()


def ask_for_data_folder(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a folder of labelled films; None when the user thinks better of it."""
    folder = str(start) if start else ""
    name = QFileDialog.getExistingDirectory(
        parent, tr("Folder with a folder for each class"), folder
    )
    return Path(name) if name else None


def ask_where_to_keep_data(parent: QWidget, start: Path) -> Path | None:
    """Ask for a folder of LungDesk's own; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(
        parent, tr("Folder for the data of LungDesk"), str(start)
    )
    return Path(name) if name else None


def ask_for_data_file(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a CSV or ZIP file; None when the user thinks better of it."""
    folder = str(start) if start else ""
    name, _filter = QFileDialog.getOpenFileName(
        parent, tr("CSV list or ZIP file of labelled films"), folder, _DATA_FILTERS
    )
    return Path(name) if name else None


def ask_for_film_list(parent: QWidget, start: Path | None) -> Path | None:
    """Ask for a CSV list of labelled films; None when the user thinks better of it."""
    folder = str(start) if start else ""
    name, _filter = QFileDialog.getOpenFileName(
        parent, tr("CSV list of labelled films"), folder, tr("CSV (*.csv *.CSV);;All files (*)")
    )
    return Path(name) if name else None


def ask_where_to_save_presentation(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a DICOM file; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, tr("Save presentation"), str(suggested), tr("DICOM (*.dcm)")
    )
    return Path(name) if name else None


def ask_where_to_save(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a picture; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, tr("Save picture"), str(suggested), _PICTURE_FILTERS
    )
    return Path(name) if name else None


def ask_where_to_save_report(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a report; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, tr("Save report"), str(suggested), tr("PDF (*.pdf);;HTML (*.html);;JSON (*.json)")
    )
    return Path(name) if name else None


def ask_where_to_save_batch_report(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a report on a batch; None when the user thinks better of it."""
    kinds = tr("PDF (*.pdf);;HTML (*.html);;Excel (*.xlsx);;JSON lines (*.jsonl)")
    name, _filter = QFileDialog.getSaveFileName(parent, tr("Save report"), str(suggested), kinds)
    return Path(name) if name else None


def ask_where_to_save_results(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for a folder for DICOM objects; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(
        parent, tr("Choose a folder for the DICOM results"), str(suggested)
    )
    return Path(name) if name else None


def ask_for_logo(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for a logo; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent, tr("Choose a logo"), str(suggested), tr("Pictures (*.png *.jpg *.jpeg)")
    )
    return Path(name) if name else None


def ask_for_weights(parent: QWidget) -> Path | None:
    """Ask for a file of weights; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent, tr("Weights to begin with"), "", _WEIGHTS_FILTERS
    )
    return Path(name) if name else None


def ask_for_model(parent: QWidget) -> Path | None:
    """Ask for a model's file; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent,
        tr("Import a model"),
        "",
        tr("{model_filter};;All files (*)", model_filter=_MODEL_FILTER),
    )
    return Path(name) if name else None


def ask_where_to_save_model(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a model's file; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, tr("Export the model"), str(suggested), _MODEL_FILTER
    )
    return Path(name) if name else None


def ask_where_to_back_up(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the name of a copy of the workspace; None when the user thinks better of it."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, tr("Back up the workspace"), str(suggested), _WORKSPACE_FILTER
    )
    return Path(name) if name else None


def ask_for_backup(parent: QWidget, newest: Path | None) -> Path | None:
    """Ask which copy takes the workspace's place; None when the user thinks better of it."""
    name, _filter = QFileDialog.getOpenFileName(
        parent,
        tr("Restore the workspace from a backup"),
        str(newest or ""),
        tr("{workspace_filter};;All files (*)", workspace_filter=_WORKSPACE_FILTER),
    )
    return Path(name) if name else None


def ask_for_run(parent: QWidget) -> Path | None:
    """Ask for a run folder or a folder of such; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(parent, tr("Choose a run, or a folder that holds runs"))
    return Path(name) if name else None


def ask_where_to_write(parent: QWidget) -> Path | None:
    """Ask for a folder for tables and figures; None when the user thinks better of it."""
    name = QFileDialog.getExistingDirectory(parent, tr("Choose a folder for figures and tables"))
    return Path(name) if name else None
