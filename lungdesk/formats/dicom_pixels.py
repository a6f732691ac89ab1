"""Decodes one frame of a DICOM image in whatever encoding it is."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.encaps import get_frame
from pydicom.pixels.decoders.base import Decoder, get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import (
    UID,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from lungdesk.formats import failures, jpeg_plugin
from lungdesk.formats.codestream import FrameFacts, frame_facts, is_complete
from lungdesk.formats.dicom_header import OVERLAY_GROUPS, DicomHeader, text, whole

#: Which of pydicom's plug-ins decodes what, whatever else may be installed; they let other threads
#: run meanwhile. JPEG 2000 and RLE are left to pydicom.
_PLUGINS: Final = {
    JPEGBaseline8Bit: "pillow",
    JPEGLSLossless: "pyjpegls",
    JPEGLSNearLossless: "pyjpegls",
    **dict.fromkeys(jpeg_plugin.DECODER_DEPENDENCIES, jpeg_plugin.NAME),
}

_PALETTE = "PALETTE COLOR"
_GREY = ("MONOCHROME1", "MONOCHROME2")


def decoded_frame(header: DicomHeader, frame: int) -> tuple[NDArray[Any], str]:
    """Decode one frame, counted from 0.

    Returns
    -------
    tuple[NDArray[Any], str]
        ``(H, W)`` integers, or ``(H, W, 3)`` RGB uint8; and the photometric interpretation.

    Raises
    ------
    LungDeskError
        ``DICOM_TRANSFER_SYNTAX``, ``DICOM_PHOTOMETRIC``, ``DICOM_DAMAGED``.
    Exception
        Whatever a decoder raises; `lungdesk.formats.reader` turns it into a sentence.
    """
    path = header.instance.path
    if header.pixel_keyword != "PixelData":
        raise failures.not_shown(path, "floating-point values")
    decoder = _decoder(header)
    options = _options(header)
    if options["bits_allocated"] > 32:
        raise failures.not_shown(
            header.instance.path, f"values of {options['bits_allocated']} bits"
        )
    if decoder.is_encapsulated:
        pixels, photometric = _decompressed(header, decoder, options, frame)
    else:
        _require_all_bytes(header, options, frame)
        pixels, photometric = _from_cells(header, decoder, options, frame)
    if photometric == _PALETTE:
        return _palette_colours(pixels, header), "RGB"
    if pixels.ndim == 3 and photometric == "RGB":
        return _eight_bit(pixels, int(options["bits_stored"])), "RGB"
    if pixels.ndim != 2 or photometric not in _GREY:
        raise failures.not_shown(
            header.instance.path, f"the colour system {photometric[:16] or '(none)'}"
        )
    return np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("=")), photometric


def bit_plane(header: DicomHeader, frame: int, position: int) -> bytes:
    """One bit of each pixel, packed, the first pixel in the lowest bit; empty when there is none.

    Old writers kept overlays in the bits that the pixels leave free (retired, PS3.3 C.9.2 of
    2004). A compressed frame holds the bits of the pixels only.
    """
    dataset = header.dataset
    allocated = whole(dataset, "BitsAllocated", 0)
    is_one_sample = whole(dataset, "SamplesPerPixel", 1) == 1
    if header.transfer_syntax.is_compressed or allocated not in (8, 16, 32) or not is_one_sample:
        return b""
    count = header.instance.rows * header.instance.columns
    header.source.seek(header.pixels_at + frame * count * allocated // 8)
    raw = header.source.read(count * allocated // 8)
    if position >= allocated or len(raw) < count * allocated // 8:
        return b""
    order = "<" if header.dataset.original_encoding[1] is not False else ">"
    words = np.frombuffer(raw, f"{order}u{allocated // 8}")
    return np.packbits((words >> position) & 1, bitorder="little").tobytes()


def _decoder(header: DicomHeader) -> Decoder:
    syntax = header.transfer_syntax
    try:
        decoder = get_decoder(syntax)
        if decoder.is_available:
            return decoder
    except NotImplementedError:
        pass
    raise failures.transfer_syntax(header.instance.path, _name(header.transfer_syntax))


def _name(syntax: UID) -> str:
    return syntax.name if syntax.name != syntax else f"the unknown {syntax}"


def _options(header: DicomHeader) -> dict[str, Any]:
    """Description of the pixels for a decoder; what a careless writer left out is assumed."""
    dataset = header.dataset
    allocated = whole(dataset, "BitsAllocated", 0)
    samples = whole(dataset, "SamplesPerPixel", 1)
    options: dict[str, Any] = {
        "rows": header.instance.rows,
        "columns": header.instance.columns,
        "number_of_frames": header.instance.frame_count,
        "samples_per_pixel": samples,
        "bits_allocated": allocated,
        "bits_stored": whole(dataset, "BitsStored", allocated),
        "pixel_representation": whole(dataset, "PixelRepresentation", 0),
        "photometric_interpretation": text(dataset, "PhotometricInterpretation")
        or ("MONOCHROME2" if samples == 1 else "RGB"),
        "pixel_keyword": header.pixel_keyword,
    }
    if samples > 1:
        options["planar_configuration"] = whole(dataset, "PlanarConfiguration", 0)
    if not header.transfer_syntax.is_implicit_VR:
        options["pixel_vr"] = "OW" if allocated > 8 else _written_vr(header)
    if "ExtendedOffsetTable" in dataset and "ExtendedOffsetTableLengths" in dataset:
        options["extended_offsets"] = (
            dataset.ExtendedOffsetTable,
            dataset.ExtendedOffsetTableLengths,
        )
    return options


def _written_vr(header: DicomHeader) -> str:
    header.source.seek(header.pixels_at - 8)
    return header.source.read(2).decode("ascii")


def _by_pydicom(
    header: DicomHeader, decoder: Decoder, options: dict[str, Any], frame: int, *, plugin: str = ""
) -> tuple[NDArray[Any], str]:
    header.source.seek(header.pixels_at)
    pixels, properties = decoder.as_array(
        header.source, index=frame, decoding_plugin=plugin, **options
    )
    return pixels, str(properties["photometric_interpretation"])


def _from_cells(
    header: DicomHeader, decoder: Decoder, options: dict[str, Any], frame: int
) -> tuple[NDArray[Any], str]:
    """Values out of cells of all bits allocated, wherever in those they lie."""
    bits, shift = options["bits_stored"], _shift(header, options)
    wide = options | {"bits_stored": bits + shift}
    pixels, photometric = _by_pydicom(header, decoder, wide, frame)
    signs = options["pixel_representation"]
    least, most = -signs << (bits - 1), (1 << (bits - signs)) - 1
    # Some writers count the high bit wrongly, and the values lie where they do today: none is too
    # large, though some end in bits that no shifted one has. A dark frame is not too large, either.
    if shift:
        is_beyond = pixels.min() < least or pixels.max() > most
        if is_beyond or not _has_bits(pixels, shift, header):
            pixels >>= shift
    return pixels, photometric


def _has_bits(pixels: NDArray[Any], count: int, header: DicomHeader) -> bool:
    """Whether any of the lowest bits, but for those of overlays, is set in any pixel."""
    own = ((1 << count) - 1) & ~_overlay_bits(header.dataset)
    return bool(np.bitwise_or.reduce(pixels, axis=None) & own)


def _overlay_bits(dataset: Dataset) -> int:
    """The bits of a cell in which overlays lie; see `bit_plane`."""
    bits = 0
    for group in OVERLAY_GROUPS:
        if (group, 0x0010) in dataset and (group, 0x3000) not in dataset:
            with suppress(KeyError, TypeError, ValueError, OverflowError):
                bits |= 1 << int(dataset[group, 0x0102].value)
    return bits


def _shift(header: DicomHeader, options: dict[str, Any]) -> int:
    """How many bits of a cell lie below its value: none since the standard fixed the high bit."""
    bits = options["bits_stored"]
    high_bit = whole(header.dataset, "HighBit", bits - 1)
    is_one_sample = options["samples_per_pixel"] == 1
    is_above = is_one_sample and bits <= high_bit < options["bits_allocated"]
    return high_bit + 1 - bits if is_above else 0


def _require_all_bytes(header: DicomHeader, options: dict[str, Any], frame: int) -> None:
    """Compare what the header announces with the file before memory is taken for it."""
    bits = options["bits_allocated"] * options["samples_per_pixel"]
    if options["photometric_interpretation"] == "YBR_FULL_422":
        bits = bits * 2 // 3
    expected = (options["rows"] * options["columns"] * bits * (frame + 1) + 7) // 8
    present = header.source.seek(0, 2) - header.pixels_at
    if present < expected:
        raise failures.damaged_dicom(
            header.instance.path,
            f"{max(present, 0):,} of {expected:,} bytes of its pixels are there",
        )


def _decompressed(
    header: DicomHeader, decoder: Decoder, options: dict[str, Any], frame: int
) -> tuple[NDArray[Any], str]:
    if header.transfer_syntax == RLELossless:
        return _from_cells(header, decoder, options, frame)
    compressed = _checked_frame(header, options, frame)
    facts = frame_facts(compressed)
    photometric = str(options["photometric_interpretation"])
    if facts is not None and _suits_opencv(facts, options):
        pixels = _by_opencv(compressed, facts)
        if pixels is not None:
            return pixels, photometric
    plugin = _PLUGINS.get(header.transfer_syntax, "")
    if plugin not in decoder.available_plugins:
        plugin = ""
    return _by_pydicom(header, decoder, options, frame, plugin=plugin)


def _checked_frame(header: DicomHeader, options: dict[str, Any], frame: int) -> bytes:
    """Compressed bytes of a frame that has the announced size and an end."""
    path = header.instance.path
    header.source.seek(header.pixels_at)
    compressed = get_frame(
        header.source,
        frame,
        number_of_frames=options["number_of_frames"],
        extended_offsets=options.get("extended_offsets"),
    )
    facts = frame_facts(compressed)
    if facts is None:
        return compressed
    if facts.components != options["samples_per_pixel"]:
        raise failures.damaged_dicom(
            path,
            f"its header says {options['samples_per_pixel']} channels,"
            f" its compressed data {facts.components}",
        )
    if (facts.rows, facts.columns) != (header.instance.rows, header.instance.columns):
        raise failures.damaged_dicom(
            path,
            f"its header says {header.instance.columns} x {header.instance.rows} pixels,"
            f" its compressed data {facts.columns} x {facts.rows}",
        )
    shift = _shift(header, options)
    if shift and facts.bits > options["bits_stored"]:
        raise failures.not_shown(path, f"compressed values that are shifted by {shift} bits")
    if not is_complete(compressed):
        raise failures.damaged_dicom(path, "its compressed data ends too early")
    return compressed


def _suits_opencv(facts: FrameFacts, options: dict[str, Any]) -> bool:
    """Whether OpenCV gives the very values that pydicom would."""
    return (
        facts.is_jpeg2000
        and facts.components == options["samples_per_pixel"] == 1
        and not facts.is_signed
        and options["pixel_representation"] == 0
        and facts.bits == options["bits_stored"] <= 16
    )


def _by_opencv(compressed: bytes, facts: FrameFacts) -> NDArray[Any] | None:
    """Grey JPEG 2000 through OpenCV; None when it does not want it.

    It takes as long as pydicom's plug-ins (all are OpenJPEG), but they keep every other thread
    waiting, the window's among them, for half a second on a large film.
    """
    from lungdesk.formats import opencv  # noqa: PLC0415 - a tenth of a second for this encoding

    pixels = opencv.decoded(compressed)
    expected = np.uint8 if facts.bits <= 8 else np.uint16
    if pixels is None or pixels.shape != (facts.rows, facts.columns) or pixels.dtype != expected:
        return None
    return pixels


def _palette_colours(pixels: NDArray[Any], header: DicomHeader) -> NDArray[np.uint8]:
    colours = np.asarray(apply_color_lut(pixels, header.dataset))[..., :3]
    # Some writers announce 16 bits and use 8.
    if colours.dtype == np.uint8 or int(colours.max()) <= 0xFF:
        return np.asarray(colours, np.uint8)
    return np.asarray(colours >> 8, np.uint8)


def _eight_bit(pixels: NDArray[Any], bits_stored: int) -> NDArray[np.uint8]:
    """Colour of any depth as 8 bits; the signed kind is not allowed for colour."""
    if pixels.dtype == np.uint8 and bits_stored == 8:
        return np.asarray(pixels, np.uint8)
    unsigned = pixels.astype(np.uint32)
    shift = bits_stored - 8
    scaled = unsigned >> shift if shift >= 0 else unsigned << -shift
    return np.asarray(np.minimum(scaled, 255), np.uint8)
