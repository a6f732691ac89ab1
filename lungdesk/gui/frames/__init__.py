"""Films of several frames: the bar under the film, and what steps and plays."""
