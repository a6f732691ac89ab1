"""Which DICOM encodings can be decoded with the plug-ins that are installed."""

from __future__ import annotations


def decodable_transfer_syntaxes() -> dict[str, bool]:
    """Name of each transfer syntax for images, and whether a decoder for it works here."""
    from pydicom.pixels.decoders.base import get_decoder  # noqa: PLC0415 - loaded when it is asked for
    from pydicom.uid import AllTransferSyntaxes  # noqa: PLC0415

    from lungdesk.formats import jpeg_plugin  # noqa: F401, PLC0415 - makes pydicom know it

    found = {}
    for syntax in AllTransferSyntaxes:
        try:
            found[syntax.name] = get_decoder(syntax).is_available
        except NotImplementedError:
            found[syntax.name] = False
    return found
