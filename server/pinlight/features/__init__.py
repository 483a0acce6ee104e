"""Snapshot and position -> plain values, one module per feature; no protocol here."""
