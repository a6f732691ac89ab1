"""Adapting a model to one hospital, in the window."""
