"""Measuring radiographs: lengths, angles, regions, ratios, each with where it comes from."""
