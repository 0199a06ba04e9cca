"""The field's own things in plain Python: texts, spans, codes, codings, changes. Standard library only."""
