"""Outlines of the lungs on the film, and how much of the heat lies inside."""
