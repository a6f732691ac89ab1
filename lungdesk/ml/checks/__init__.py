"""Honest checks of heatmaps: whether they hang on the weights, and where they lie."""
