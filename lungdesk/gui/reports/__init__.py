"""Reports on the film and its results as DICOM objects: looked at, saved, printed."""
