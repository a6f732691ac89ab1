"""The film that a DICOM object of ours belongs to: same patient, same study, new UIDs."""

from __future__ import annotations

import io
import re
import uuid
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from lungdesk import __version__
from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.own_pictures import MAKER
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats import failures, object_failures
from lungdesk.formats.dicom_header import inflated, text
from lungdesk.formats.film_subject import is_valid_uid, subject_of
from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.magic import HEAD_BYTES, FileKind, kind_of

MANUFACTURER: Final = MAKER
CHARACTER_SET: Final = "ISO_IR 192"
NOT_FOR_DIAGNOSIS: Final = "not for diagnosis"
CHEST: Final = "CHEST"

_NEEDED_UIDS: Final = (
    "SOPClassUID",
    "SOPInstanceUID",
    "SeriesInstanceUID",
    "StudyInstanceUID",
)
_CODE_STRING: Final = re.compile("[A-Z0-9_ ]{1,16}")
_UUID_ROOT: Final = "2.25."


@dataclass(frozen=True, slots=True, eq=False)
class FilmReference:
    """A film that can be referred to.

    Attributes
    ----------
    header
        All of its elements before the pixels; those that an object needs are there.
    subject
        What goes along of whose film it is, valid: `film_subject.subject_of`.
    """

    header: Dataset
    subject: Dataset
    radiograph: Radiograph

    @property
    def frames(self) -> list[int] | None:
        """The frame, from 1, that is referred to; None for a film of one frame."""
        has_many = self.radiograph.instance.frame_count > 1
        return [self.radiograph.frame + 1] if has_many else None

    @property
    def burnt_in(self) -> str:
        """What the film says of words in its pixels that tell whose it is (PS3.3 C.7.6.1).

        ``YES`` or ``NO``; empty where that is not known.
        """
        stated = text(self.header, "BurnedInAnnotation").upper()
        return stated if stated in ("YES", "NO") else ""

    @property
    def body_part(self) -> str:
        """What the film shows as a code string (PS3.5 6.2), the chest where it states none."""
        stated = text(self.header, "BodyPartExamined").upper()
        return stated if _CODE_STRING.fullmatch(stated) else CHEST

    @property
    def laterality(self) -> str:
        """``R`` or ``L`` (PS3.3 C.7.3.1); empty where the film states neither."""
        stated = text(self.header, "Laterality").upper()
        return stated if stated in ("R", "L") else ""

    def image_item(self) -> Dataset:
        """Item of a Referenced Image Sequence (PS3.3 Table 10-3)."""
        item = Dataset()
        item.ReferencedSOPClassUID = self.header.SOPClassUID
        item.ReferencedSOPInstanceUID = self.header.SOPInstanceUID
        if self.frames:
            item.ReferencedFrameNumber = self.frames
        return item

    def add_subject(self, dataset: Dataset) -> None:
        """State patient and study as the film does: this, and nothing else of its header."""
        dataset.update(deepcopy(self.subject))

    def evidence(self) -> Dataset:
        """The film for highdicom, which copies all it finds of patient and study.

        It checks that by rules of its own, and insists on elements that a film need not have: here
        they are, empty.
        """
        item = Dataset()
        for element in self.subject:
            item.add_new(element.tag, element.VR, None)
        for keyword in _NEEDED_UIDS:
            setattr(item, keyword, self.header[keyword].value)
        return item

    def derived_object(self, sop_class: UID, modality: str) -> FileDataset:
        """A new object of the same patient and study, in a series of its own."""
        now = datetime.now()
        uid = new_uid()
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = sop_class
        meta.MediaStorageSOPInstanceUID = uid
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        dataset = FileDataset("", Dataset(), preamble=b"\0" * 128, file_meta=meta)
        dataset.SpecificCharacterSet = CHARACTER_SET
        self.add_subject(dataset)
        dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, uid
        dataset.InstanceCreationDate = dataset.SeriesDate = now.strftime("%Y%m%d")
        dataset.InstanceCreationTime = dataset.SeriesTime = now.strftime("%H%M%S")
        dataset.Modality, dataset.SeriesInstanceUID = modality, new_uid()
        dataset.SeriesNumber = dataset.InstanceNumber = 1
        dataset.Manufacturer = dataset.ManufacturerModelName = MANUFACTURER
        dataset.SoftwareVersions = __version__
        return dataset


def film_reference(radiograph: Radiograph) -> FilmReference:
    """Read what an object has to know of its film.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE`` when it is no DICOM image, or one without valid identifiers;
        ``FILE_CHANGED`` when its file holds another film by now; ``FILE_MISSING`` and the like
        when that cannot be read any more.
    """
    path = radiograph.instance.path
    try:
        with path.open("rb") as stream, tolerated():
            if kind_of(stream.read(HEAD_BYTES)) is not FileKind.DICOM:
                raise object_failures.not_referable(path, "is no DICOM image")
            stream.seek(0)
            header = dcmread(inflated(stream, path), force=True, stop_before_pixels=True)
    except LungDeskError:
        raise
    except OSError as error:
        raise failures.not_readable(path, error) from error
    except Exception as error:  # pydicom raises anything of altered bytes
        raise failures.damaged_dicom(path, "its header cannot be read") from error
    if text(header, "SOPInstanceUID") != radiograph.instance.sop_instance_uid:
        raise failures.replaced(path)
    for keyword in _NEEDED_UIDS:
        if not is_valid_uid(text(header, keyword)):
            raise object_failures.not_referable(path, f"has no valid {keyword}")
    with tolerated():
        return FilmReference(header, subject_of(header, path), radiograph)


def write_object(path: Path, dataset: Dataset) -> None:
    """Write an object, whole or not at all.

    Raises
    ------
    LungDeskError
        Those of `not_writable`.
    """
    encoded = io.BytesIO()  # pydicom makes another error, with a traceback, of a disk's
    with tolerated():
        dataset.save_as(encoded, enforce_file_format=True)
    with atomic_write(path) as stream:
        stream.write(encoded.getbuffer())


def new_uid() -> UID:
    """A UID that has never been used."""
    return generate_uid(prefix=None)


def uid_of(identity: uuid.UUID) -> UID:
    """The UID of a UUID (PS3.5 B.2)."""
    return UID(f"{_UUID_ROOT}{identity.int}")


def person(name: str) -> str:
    """A person's name as one that DICOM can hold: without its delimiters, 64 characters."""
    plain = "".join(c if c.isprintable() and c not in "\\=" else " " for c in name)
    return " ".join(plain.split())[:64].strip()


def line(words: str, most: int = 64) -> str:
    """Words as a long string can hold them: one line, without backslashes."""
    plain = "".join(c if c.isprintable() and c != "\\" else " " for c in words)
    return plain.strip()[:most].strip()
