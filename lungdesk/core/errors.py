"""The only errors that users see, each with a stable code."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable codes of everything LungDesk can complain about.

    A code never changes its meaning and is never used again for something else.
    """

    FILE_MISSING = "LD-FILE-001"
    FILE_NOT_PERMITTED = "LD-FILE-002"
    FILE_EMPTY = "LD-FILE-003"
    FILE_NOT_AN_IMAGE = "LD-FILE-004"
    FOLDER_WITHOUT_IMAGES = "LD-FILE-005"
    FILE_NOT_WRITABLE = "LD-FILE-006"
    DISK_FULL = "LD-FILE-007"
    FILE_CHANGED = "LD-FILE-008"
    FILE_UNREADABLE = "LD-FILE-009"
    FILE_OWN_PICTURE = "LD-FILE-010"
    IMAGE_DAMAGED = "LD-IMAGE-001"
    IMAGE_TOO_SMALL = "LD-IMAGE-002"
    IMAGE_TOO_LARGE = "LD-IMAGE-003"
    IMAGE_FRAME_MISSING = "LD-IMAGE-004"
    MEMORY_FULL = "LD-IMAGE-005"
    DICOM_DAMAGED = "LD-DICOM-001"
    DICOM_WITHOUT_PIXELS = "LD-DICOM-002"
    DICOM_TRANSFER_SYNTAX = "LD-DICOM-003"
    DICOM_PHOTOMETRIC = "LD-DICOM-004"
    MODEL_MISSING = "LD-MODEL-001"
    MODEL_DAMAGED = "LD-MODEL-002"
    MODEL_TOO_NEW = "LD-MODEL-003"
    MODEL_INVALID = "LD-MODEL-004"
    MODEL_EXISTS = "LD-MODEL-005"
    MODEL_NAME_INVALID = "LD-MODEL-006"
    MODEL_NOT_REMOVABLE = "LD-MODEL-007"
    MODEL_ARCHIVE_FOREIGN = "LD-MODEL-008"
    CALIBRATION_FOREIGN = "LD-MODEL-009"
    LUNG_NETWORK_FOREIGN = "LD-MODEL-010"
    WEIGHTS_MISSING = "LD-WEIGHTS-001"
    WEIGHTS_DAMAGED = "LD-WEIGHTS-002"
    DATASET_EMPTY = "LD-DATA-001"
    DATASET_LABEL_UNKNOWN = "LD-DATA-002"
    DATASET_MANIFEST = "LD-DATA-003"
    DATASET_GROUP_LEAK = "LD-DATA-004"
    DATASET_SPLIT_MISSING = "LD-DATA-005"
    DATASET_CLASS_MISSING = "LD-DATA-006"
    TRAINING_FAILED = "LD-TRAIN-001"
    TRAINING_OUTPUT_EXISTS = "LD-TRAIN-002"
    TRAINING_UNAVAILABLE = "LD-TRAIN-003"
    TRAINING_DIVERGED = "LD-TRAIN-004"
    TRAINING_IN_USE = "LD-TRAIN-005"
    ADAPT_TOO_FEW = "LD-ADAPT-001"
    ADAPT_ONE_CLASS = "LD-ADAPT-002"
    ADAPT_TWICE = "LD-ADAPT-004"
    ADAPT_LEARNT = "LD-ADAPT-005"
    CLUSTER_UNREACHABLE = "LD-CLUSTER-001"
    CLUSTER_WITHOUT_WORKERS = "LD-CLUSTER-002"
    CLUSTER_DIFFERS = "LD-CLUSTER-003"
    CLUSTER_LOST = "LD-CLUSTER-004"
    USAGE = "LD-USAGE-001"
    UNEXPECTED = "LD-UNEXPECTED-001"
    ANNOTATIONS_DAMAGED = "LD-NOTE-001"
    ANNOTATIONS_TOO_NEW = "LD-NOTE-002"
    ARCHIVE_DAMAGED = "LD-ARCHIVE-001"
    ARCHIVE_UNSAFE = "LD-ARCHIVE-002"
    ARCHIVE_TOO_LARGE = "LD-ARCHIVE-003"
    ARCHIVE_ENCRYPTED = "LD-ARCHIVE-004"
    ARCHIVE_METHOD = "LD-ARCHIVE-005"
    DICOM_NOT_REFERABLE = "LD-DICOM-005"
    PRESENTATION_COLOUR = "LD-PRES-001"
    PRESENTATION_INVALID = "LD-PRES-002"
    MEASUREMENTS_NONE = "LD-MEASURE-001"
    RUN_MISSING = "LD-RUN-001"
    RUN_DAMAGED = "LD-RUN-002"
    RUNS_NOT_COMPARABLE = "LD-RUN-003"
    PREDICTIONS_INVALID = "LD-RUN-004"
    DRAFT_DAMAGED = "LD-DRAFT-001"
    BATCH_OUTPUT_EXISTS = "LD-BATCH-001"
    BATCH_DIFFERS = "LD-BATCH-002"
    BATCH_DAMAGED = "LD-BATCH-003"
    BATCH_IN_USE = "LD-BATCH-004"
    WORKSPACE_IN_USE = "LD-WORK-001"
    WORKSPACE_TOO_NEW = "LD-WORK-002"
    WORKSPACE_DAMAGED = "LD-WORK-003"
    WORKSPACE_FOREIGN = "LD-WORK-004"


class LungDeskError(Exception):
    """Something a user has to know, in one sentence.

    Parameters
    ----------
    message
        What happened to which object, and why: one sentence. Line breaks, which names of files
        and words of libraries may hold, become spaces.
    hint
        What to do about it: one sentence, or empty.
    code
        Stable code, for the guide and for support.
    """

    def __init__(self, message: str, *, hint: str = "", code: ErrorCode) -> None:
        self.message = " ".join(message.splitlines())
        self.hint = " ".join(hint.splitlines())
        super().__init__(self.message)
        self.code = code

    def __str__(self) -> str:
        sentence = f"{self.message} {self.hint}".strip()
        return f"{sentence} [{self.code}]"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.hint, self.code))


def _rebuild(kind: type[LungDeskError], message: str, hint: str, code: ErrorCode) -> LungDeskError:
    return kind(message, hint=hint, code=code)
