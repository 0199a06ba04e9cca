"""Headless commands over the same services as the window.

Exit codes: 0 done, 1 a known problem (one clear line on stderr), 2 wrong usage.
"""

from coder.cli.codebook import codebook_app
from coder.cli.commands import app
from coder.cli.demo import headless_demo

app.add_typer(codebook_app, name="codebook")

__all__ = ["app", "headless_demo"]
