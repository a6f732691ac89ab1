"""Fits the head of a finished model to the films of one hospital, without training a network."""
