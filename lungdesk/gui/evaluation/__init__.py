"""Measures a model on labelled films: matrix, curves, calibration, tables, errors."""
