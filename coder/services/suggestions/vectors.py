"""Models with vectors that suggestions can use in addition: what is on this computer, and what it costs."""

from __future__ import annotations

from coder.domain.learning import VectorModel


def models_installed() -> list[VectorModel]:
    """Return the models that are installed as packages, the larger first; loads and fetches none."""
    from coder.suggest import vectors_available

    return vectors_available()


def describe(where: str) -> VectorModel:
    """Describe the model at a folder or of a package's name, without loading it.

    Raises `InvalidValueError`, in words for the person who chose it, if there is none that can be used.
    """
    from coder.suggest import describe_vectors

    return describe_vectors(where)
