"""What somebody meets who opens LungDesk for the first time."""
