"""LungDesk: a desktop workstation that reads chest radiographs, for research use."""

__version__ = "0.1.0"
