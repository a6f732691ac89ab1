"""The DICOM grayscale chain and geometry, pure NumPy."""
