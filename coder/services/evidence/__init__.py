"""Use cases of evidence: tables, charts, report, consent, exports."""
