"""DICOM objects that belong to a film: presentation states and measurement reports."""
