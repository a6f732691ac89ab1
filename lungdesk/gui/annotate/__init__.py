"""Measuring and annotating the film: drafts, painting, list, presenter."""
