"""The film: panel, presenter and rendering."""
