"""Key images: what marks them, shows the marks, and goes from one to the next."""
