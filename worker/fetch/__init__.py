"""Bytes over HTTP, politely and within limits."""
