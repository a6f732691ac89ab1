"""Browser of the DICOM elements of the film: model, dialog, presenter."""
