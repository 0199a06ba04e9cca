"""Shared fixtures; the whole suite runs without a screen and without a network."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
