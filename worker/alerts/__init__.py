"""From match to delivered message: what is told and when, in which words, and through which channel."""
