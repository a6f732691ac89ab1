"""Where the lungs of films are, and how well they are found."""
