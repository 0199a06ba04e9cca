"""Refusing text that is no words, and text that says it is something which nothing here reads."""

from __future__ import annotations

from coder.domain.readable import Says, is_readable, says_it_is
from coder.errors import ImportFileError

_TABLES = (".csv", ".tsv")
_ADVICE = {
    Says.HTML: "open it, copy the transcript into Word and save it as .docx",
    Says.SVG: "import a transcript in Word (.docx) or text (.txt) form",
    Says.XML: "export it as Word (.docx) or text (.txt)",
    Says.JSON: "export the transcript as Word (.docx), text (.txt) or captions (.vtt)",
    Says.CSV: "save the transcript as Word (.docx) or text (.txt)",
    Says.RTF: "open it in Word and save it as .docx",
    Says.PDF: "PDF is not supported yet, so save the transcript as Word (.docx) or text (.txt)",
    Says.POSTSCRIPT: "save the transcript as Word (.docx) or text (.txt)",
}


def refuse_no_transcript(text: str, name: str, ending: str = "") -> None:
    """Raise `ImportFileError` for a text that is no words, or that says it is something else than a transcript.

    `name` is what messages call the file. Whether talk may be a table is told by the file's ending, too.
    """
    what = says_it_is(text)
    if what is None and ending in _TABLES and any(sign in text.lstrip().split("\n", 1)[0] for sign in ",;\t"):
        what = Says.CSV
    if what is not None:
        raise ImportFileError(f"{name} is {what}, not a transcript; {_ADVICE[what]}.")
    refuse_no_words(text, name)


def refuse_no_table(text: str, name: str) -> None:
    """Raise `ImportFileError` for a text that cannot be a table of words."""
    what = says_it_is(text)
    if what is not None and what is not Says.CSV:
        raise ImportFileError(f"{name} is {what}, not a CSV file; save the table as CSV (UTF-8) and import that.")
    # Only the heads: what people quote may be in any mixture of scripts.
    refuse_no_words(text.lstrip("\n").split("\n", 1)[0], name)


def refuse_no_words(text: str, name: str) -> None:
    """Raise `ImportFileError` for what does not look like words of any script."""
    if not any(map(str.isalnum, text)):
        raise ImportFileError(f"{name} holds no text that could be coded; check that it is the right file.")
    if not is_readable(text):
        raise ImportFileError(
            f"{name} does not contain readable text: what is in it looks like no words of any script. It may be a "
            "damaged or a binary file, or have another encoding."
        )
