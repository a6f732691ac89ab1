"""What can be wrong with a file, each as one sentence with its code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.words import printable_line

#: Pixels of one frame, at most: 10,000 x 10,000, far beyond any detector.
MAX_PIXELS = 100_000_000
#: Pixels of the shorter side, at least.
MIN_SIDE_PX = 32


def check_size(path: Path, rows: int, columns: int) -> None:
    """Refuse a frame that no film has, before memory is asked for.

    Raises
    ------
    LungDeskError
        ``IMAGE_DAMAGED`` without pixels, ``IMAGE_TOO_LARGE`` beyond `MAX_PIXELS`.
    """
    if rows < 1 or columns < 1:
        raise _error(
            f"{_name(path)} states an impossible size of {columns} x {rows} pixels.",
            hint="Export it again from where it came from.",
            code=ErrorCode.IMAGE_DAMAGED,
        )
    if rows * columns > MAX_PIXELS:
        raise _error(
            f"{_name(path)} states {columns:,} x {rows:,} pixels; the limit is {MAX_PIXELS:,}.",
            hint="Check that it is a radiograph, or reduce it.",
            code=ErrorCode.IMAGE_TOO_LARGE,
        )


def check_readable_size(path: Path, rows: int, columns: int) -> None:
    """Refuse a frame on which nothing can be read.

    Raises
    ------
    LungDeskError
        ``IMAGE_TOO_SMALL`` when a side is shorter than `MIN_SIDE_PX`.
    """
    if min(rows, columns) < MIN_SIDE_PX:
        raise _error(
            f"{_name(path)} has only {columns} x {rows} pixels;"
            f" a film needs {MIN_SIDE_PX} on its shorter side.",
            hint="Open the original film.",
            code=ErrorCode.IMAGE_TOO_SMALL,
        )


def check_frame(path: Path, frame: int, frame_count: int) -> None:
    """Refuse a frame (from 0) that the file does not have.

    Raises
    ------
    LungDeskError
        ``IMAGE_FRAME_MISSING``.
    """
    if not 0 <= frame < frame_count:
        images = "one image" if frame_count == 1 else f"{frame_count} images"
        raise _error(
            f"{_name(path)} holds {images}; number {frame + 1} was asked for.",
            hint=f"Choose a number from 1 to {frame_count}.",
            code=ErrorCode.IMAGE_FRAME_MISSING,
        )


def missing(path: Path) -> LungDeskError:
    """There is nothing at a path."""
    return _error(
        f"{_name(path)} is not there.",
        hint="Check whether it was moved or renamed, or its drive taken away.",
        code=ErrorCode.FILE_MISSING,
    )


def not_permitted(path: Path) -> LungDeskError:
    """The user may not read a file or folder."""
    return _error(
        f"{_name(path)} may not be read by you.",
        hint="Ask its owner for the permission to read it.",
        code=ErrorCode.FILE_NOT_PERMITTED,
    )


def empty(path: Path) -> LungDeskError:
    """A file of no bytes."""
    return _error(
        f"{_name(path)} is empty.",
        hint="Copy or export it again.",
        code=ErrorCode.FILE_EMPTY,
    )


def changed(path: Path) -> LungDeskError:
    """Somebody writes to a file just now."""
    return _error(
        f"{_name(path)} was changed while it was read.",
        hint="Read it again when whatever writes it has ended.",
        code=ErrorCode.FILE_CHANGED,
    )


def replaced(path: Path) -> LungDeskError:
    """At a path lies another file than the one that was read."""
    return _error(
        f"{_name(path)} is another file by now than the one that was read.",
        hint="Open or read it anew: what is there now has not been read.",
        code=ErrorCode.FILE_CHANGED,
    )


def own_picture() -> LungDeskError:
    """A map, a mask or the like is asked for a reading; nameless, as it is said beside the name."""
    return _error(
        "This is a picture that LungDesk has made of a film; only the film itself is read.",
        hint="",
        code=ErrorCode.FILE_OWN_PICTURE,
    )


def not_an_image(path: Path) -> LungDeskError:
    """A file of another kind, whatever its name ends with."""
    return _no_radiograph(f"{_name(path)} is no DICOM, PNG, JPEG, TIFF or BMP file.")


def not_a_file(path: Path, what: str) -> LungDeskError:
    """A folder, or what nothing can be read from to its end."""
    return _no_radiograph(f"{_name(path)} is {what}, not a file.")


def not_for_pictures(path: Path) -> LungDeskError:
    """A JPEG file as other programs than cameras and viewers write it."""
    return _no_radiograph(f"{_name(path)} is a kind of JPEG that is not for pictures of 8 bits.")


def _no_radiograph(message: str) -> LungDeskError:
    return _error(
        message,
        hint="Open a radiograph in one of the formats DICOM, PNG, JPEG, TIFF and BMP.",
        code=ErrorCode.FILE_NOT_AN_IMAGE,
    )


def folder_without_images(path: Path) -> LungDeskError:
    """A folder with nothing to show in it."""
    return _error(
        f"The folder {_name(path)} holds no images.",
        hint="Choose a folder with DICOM, PNG, JPEG, TIFF or BMP files.",
        code=ErrorCode.FOLDER_WITHOUT_IMAGES,
    )


def not_readable(path: Path, error: OSError | ValueError) -> LungDeskError:
    """The system could not open or read a file; ValueError: its name cannot be one."""
    if isinstance(error, PermissionError):
        return not_permitted(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return missing(path)
    return _error(
        f"{_name(path)} cannot be read ({error.strerror or error}).",
        hint="Check the drive, or copy the file to another one.",
        code=ErrorCode.FILE_UNREADABLE,
    )


def damaged_image(path: Path, why: str) -> LungDeskError:
    """A raster image that is cut off or altered."""
    return _error(
        f"{_name(path)} is damaged: {why}.",
        hint="Copy or export it again.",
        code=ErrorCode.IMAGE_DAMAGED,
    )


def damaged_dicom(path: Path, why: str) -> LungDeskError:
    """A DICOM file that is cut off or altered."""
    return _error(
        f"{_name(path)} is damaged: {why}.",
        hint="Send or export it again from the archive.",
        code=ErrorCode.DICOM_DAMAGED,
    )


def dicom_without_pixels(path: Path, why: str) -> LungDeskError:
    """A DICOM object that is no image, or whose image is missing."""
    return _error(
        f"{_name(path)} holds no image: {why}.",
        hint="Open the film that it belongs to.",
        code=ErrorCode.DICOM_WITHOUT_PIXELS,
    )


def transfer_syntax(path: Path, encoding: str) -> LungDeskError:
    """An encoding for which there is no decoder."""
    return _error(
        f"{_name(path)} is encoded as {encoding}, which cannot be decoded here.",
        hint="Export it uncompressed, or as JPEG or JPEG 2000.",
        code=ErrorCode.DICOM_TRANSFER_SYNTAX,
    )


def not_shown(path: Path, what: str) -> LungDeskError:
    """Values of a kind that no film has."""
    return _error(
        f"{_name(path)} holds {what}, which LungDesk does not show.",
        hint="Export it as a grey (MONOCHROME2) or RGB image.",
        code=ErrorCode.DICOM_PHOTOMETRIC,
    )


def too_large_for_memory(path: Path) -> LungDeskError:
    """Memory ran out while a file was decoded."""
    return _error(
        f"{_name(path)} needs more memory than this computer has free.",
        hint="Close other programs, or reduce the image.",
        code=ErrorCode.MEMORY_FULL,
    )


def inflates_too_much(path: Path) -> LungDeskError:
    """A deflated file that becomes larger than any film."""
    return _error(
        f"{_name(path)} becomes larger than any film when it is unpacked.",
        hint="Check that it is a radiograph, or reduce it.",
        code=ErrorCode.IMAGE_TOO_LARGE,
    )


def archive_damaged(path: Path, why: str) -> LungDeskError:
    """A ZIP file that is cut off, altered or packed in an unknown way."""
    return _error(
        f"The archive {_name(path)} is damaged: {why}.",
        hint="Copy or export it again.",
        code=ErrorCode.ARCHIVE_DAMAGED,
    )


def archive_unsafe(path: Path, names: Sequence[str]) -> LungDeskError:
    """A ZIP file with names that lead out of the folder it would be unpacked into."""
    return _error(
        f"The archive {_name(path)} names files outside of itself ({_few(names)});"
        " they are not opened.",
        hint="Ask where it came from: no export writes such names.",
        code=ErrorCode.ARCHIVE_UNSAFE,
    )


def archive_too_large(path: Path, what: str) -> LungDeskError:
    """A ZIP file that unpacks to more than films are."""
    return _error(
        f"The archive {_name(path)} holds {what}; that is not unpacked.",
        hint="Check that it holds radiographs, and unpack it yourself.",
        code=ErrorCode.ARCHIVE_TOO_LARGE,
    )


def archive_encrypted(path: Path, names: Sequence[str]) -> LungDeskError:
    """A ZIP file that is protected by a password."""
    return _error(
        f"The archive {_name(path)} is protected by a password ({_few(names)}).",
        hint="Unpack it with its password and open the folder.",
        code=ErrorCode.ARCHIVE_ENCRYPTED,
    )


def archive_method(path: Path, names: Sequence[str]) -> LungDeskError:
    """A ZIP file whose entries are neither stored nor deflated."""
    return _error(
        f"The archive {_name(path)} is packed in a way that is not unpacked here ({_few(names)}).",
        hint="Unpack it yourself and open the folder.",
        code=ErrorCode.ARCHIVE_METHOD,
    )


def archive_nested(path: Path, names: Sequence[str]) -> LungDeskError:
    """A ZIP file with others in it."""
    return _error(
        f"The archive {_name(path)} holds other archives ({_few(names)}), which are not opened.",
        hint="Unpack it yourself and open the folder.",
        code=ErrorCode.ARCHIVE_METHOD,
    )


def archive_without_images(path: Path) -> LungDeskError:
    """A ZIP file with nothing to show in it."""
    return _error(
        f"The archive {_name(path)} holds no images.",
        hint="Choose one with DICOM, PNG, JPEG, TIFF or BMP files.",
        code=ErrorCode.FOLDER_WITHOUT_IMAGES,
    )


def medium_without_images(path: Path) -> LungDeskError:
    """A DICOMDIR that names no images."""
    return _error(
        f"The table of contents {_name(path)} names no images.",
        hint="Open the folder that it is in.",
        code=ErrorCode.FOLDER_WITHOUT_IMAGES,
    )


def outside_of_medium(path: Path, names: Sequence[str]) -> LungDeskError:
    """A DICOMDIR that names files which cannot be on its medium."""
    return _error(
        f"The table of contents {_name(path)} names what is not on its medium ({_few(names)}).",
        hint="Open the folder that it is in.",
        code=ErrorCode.DICOM_DAMAGED,
    )


def without_elements(path: Path) -> LungDeskError:
    """A file that is no DICOM file, where DICOM elements were asked for."""
    return _error(
        f"{_name(path)} is no DICOM file, so it has no DICOM elements.",
        hint="Choose a DICOM file.",
        code=ErrorCode.FILE_NOT_AN_IMAGE,
    )


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return names[0][:80] + more


def _name(path: Path) -> str:
    return path.name or str(path)


def _error(message: str, *, hint: str, code: ErrorCode) -> LungDeskError:
    return LungDeskError(printable_line(message), hint=hint, code=code)
