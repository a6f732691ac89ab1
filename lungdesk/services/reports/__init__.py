"""What is known of films and batches, as reports and DICOM objects."""
