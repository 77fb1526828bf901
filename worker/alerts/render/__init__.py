"""One renderer per dialect: an `AlertView` with hostile text in, a safe `Message` out. Pure.

`parts` says what is told and in which words, `safe` makes foreign text harmless, `mail`, `chat` and `console` only
arrange it. The id of a delivery is not known here: whoever sends sets `idempotency_key`.
"""
