"""What the user can set: keys, mouse and display, privacy."""
