"""What readers draw on a film: values in film coordinates, each of which can say itself.

Points are ``(x, y)`` in film pixels, x to the right, y down; the pixel of column ``j`` and row
``i`` covers ``[j, j + 1) x [i, i + 1)``. They stay where they are however the film is shown.
"""
