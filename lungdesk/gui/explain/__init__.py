"""Findings and heatmap controls: panel and presenter."""
