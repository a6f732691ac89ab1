"""What this computer has, as text that can be copied and holds no identity."""
