"""Watch rules: the language, which rules are worth trying on a document, and why one held. Pure."""
