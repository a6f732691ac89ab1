"""Lossless JPEG, and JPEG of 12 bits, for pydicom: decoded by libjpeg-turbo, inside imagecodecs.

pydicom's own plug-ins fall short here: that of pylibjpeg is under the GPL, that of GDCM takes no 12
bits and ends the process at some films. The values are the very ones that DCMTK gives.

Importing this module is what makes pydicom know it.
"""

from __future__ import annotations

import importlib.util
from typing import Final

from pydicom.pixels.decoders.base import DecodeRunner, get_decoder
from pydicom.uid import UID, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1

NAME: Final = "imagecodecs"

#: Transfer syntaxes with what each needs, as pydicom asks a plug-in.
DECODER_DEPENDENCIES: Final[dict[UID, tuple[str, ...]]] = {
    JPEGExtended12Bit: (NAME,),
    JPEGLossless: (NAME,),
    JPEGLosslessSV1: (NAME,),
}


def is_available(uid: str) -> bool:
    """Whether a transfer syntax can be decoded here."""
    return uid in DECODER_DEPENDENCIES and importlib.util.find_spec(NAME) is not None


def decode_frame(source: bytes, runner: DecodeRunner) -> bytearray:
    """Pixels of one compressed frame; what they are is told to the runner.

    Raises
    ------
    imagecodecs.Jpeg8Error
        Of a damaged frame.
    """
    from imagecodecs import jpeg8_decode  # noqa: PLC0415 - loaded for such films only

    # The same in as out: what colours mean is for pydicom to say, by the header of the film.
    colours = "GRAYSCALE" if runner.samples_per_pixel == 1 else "YCBCR"
    pixels = jpeg8_decode(source, colorspace=colours, outcolorspace=colours)
    runner.set_option("bits_allocated", 8 * pixels.itemsize)
    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 0)
    return bytearray(pixels.tobytes())


for _syntax in DECODER_DEPENDENCIES:
    get_decoder(_syntax).add_plugin(NAME, (__name__, decode_frame.__name__))
