"""A codebook in the formats of other programs: REFI-QDA, spreadsheets, and pages to print."""

from coder.codebooks.exchange.convert import INPUTS, OUTPUTS, convert_in, convert_out

__all__ = ["INPUTS", "OUTPUTS", "convert_in", "convert_out"]
