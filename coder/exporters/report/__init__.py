"""The report that an evaluator hands in: one description, written as HTML or as a Word document."""
