"""Pinlight keeps a Python project's requirements and its environment in step."""

__version__ = "0.1.0"
