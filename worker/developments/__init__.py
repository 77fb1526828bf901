"""Which documents report the same event: copies, likeness, the decision, and what is new."""
