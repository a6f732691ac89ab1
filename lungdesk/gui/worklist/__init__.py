"""The worklist: all studies that have been read, the most urgent first, and folders to classify."""
