"""Reports and documents that are opened like films: dialog, presenter."""
