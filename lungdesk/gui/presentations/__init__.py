"""DICOM presentation states of the film: saved, loaded, shown."""
