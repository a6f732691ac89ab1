"""Measures LungDesk beside the usual way of doing the same, in one run on this machine."""
