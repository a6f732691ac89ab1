"""What can be wrong with an object that belongs to a film, each as one sentence with its code."""

from __future__ import annotations

from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError


def not_referable(path: Path, why: str) -> LungDeskError:
    """A film that no DICOM object can refer to."""
    return _error(
        f"{path.name} {why}, so that no DICOM object can refer to it.",
        hint="Save a picture of it instead, or open the DICOM original.",
        code=ErrorCode.DICOM_NOT_REFERABLE,
    )


def values_without_room(path: Path) -> LungDeskError:
    """A picture file whose grey values need a sign or more than 16 bits."""
    return not_referable(path, "has grey values below 0 or above 65535")


def colour_presentation(path: Path) -> LungDeskError:
    """A colour image, for which grayscale presentation states are not made."""
    return _error(
        f"{path.name} is a colour image; a grayscale presentation state is for grey films only.",
        hint="Save a picture of it instead.",
        code=ErrorCode.PRESENTATION_COLOUR,
    )


def no_presentation(path: Path, why: str) -> LungDeskError:
    """A file that is no presentation state of the film, or a damaged one."""
    return _error(
        f"{path.name} cannot be applied: {why}.",
        hint="Choose a grayscale presentation state of this film, or export it again.",
        code=ErrorCode.PRESENTATION_INVALID,
    )


def nothing_measured(path: Path) -> LungDeskError:
    """A film without measurements."""
    return _error(
        f"Nothing is measured on {path.name}, so there is nothing to report.",
        hint="Draw a measurement first.",
        code=ErrorCode.MEASUREMENTS_NONE,
    )


def film_itself(path: Path) -> LungDeskError:
    """An object that was to take the place of its film."""
    return _error(
        f"{path.name} is the film itself.",
        hint="Choose another name.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )


def _error(message: str, *, hint: str, code: ErrorCode) -> LungDeskError:
    line = "".join(character if character.isprintable() else "?" for character in message)
    return LungDeskError(line, hint=hint, code=code)
