"""The models on this computer: found, installed, handed on, measured, removed."""
