"""The Reconciliation Service API 0.2, with 0.1: find the entities that names in a table mean.

names ─► similarity ─► candidates ─► views
catalogue, evidence ──────┘            │ reading, checked_json: what clients send
loading: the store ─► catalogue ───────┘ extension, suggestions, manifest: what they get
"""
