"""A reply's content coding undone while it streams, never holding more than the limit."""

from __future__ import annotations

import zlib

from worker.errors import FetchError

ACCEPT_ENCODING = "gzip"
_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"
_RUBBISH = b"\0"  # stands for anything behind a stream that does not begin another one


class Body:
    """Collects a body. `limit` counts decompressed bytes; bytes on the wire are held to it as well, because a stream of empty
    blocks would otherwise never end."""

    def __init__(self, coding: str, limit: int, url: str) -> None:
        self.limit, self.url = limit, url
        self.size = self.wire = 0
        self._parts: list[bytes] = []
        self._coding = _known(coding, url)
        self._inflate: zlib._Decompress | None = None
        self._behind: bytes | None = None  # what followed the end of a stream; None before there was one

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire; raises FetchError "too-large" or "encoding"."""
        self.wire += len(data)
        if self.wire > self.limit:
            raise self._too_large()
        if self._coding == "identity":
            self._keep(data)
        else:
            self._decompress(data if self._behind is None else self._next_member(data))

    def finish(self) -> bytes:
        """The whole body; raises FetchError "truncated" when the compressed stream stopped before its end."""
        if self._coding != "identity" and self.wire and self._behind is None:
            raise FetchError("truncated", f"{self.url}: the compressed body ends too early; nothing of it is used", url=self.url)
        return b"".join(self._parts)

    @property
    def collected(self) -> bytes:
        """What has been kept so far, for callers that can use a beginning."""
        return b"".join(self._parts)

    def _decompress(self, data: bytes) -> None:
        try:
            while data:
                self._inflate = self._inflate or zlib.decompressobj(_bits(self._coding, data))
                self._keep(self._inflate.decompress(data, self.limit - self.size + 1))
                data = self._next_member(self._inflate.unused_data) if self._inflate.eof else self._inflate.unconsumed_tail
        except zlib.error as error:
            message = f"{self.url}: the body is not the {self._coding} data that its header promises ({error})"
            raise FetchError("encoding", message, url=self.url) from error

    def _next_member(self, data: bytes) -> bytes:
        """`data` behind the end of a stream, if a further gzip member begins there (RFC 1952 2.2), else nothing.

        Anything else behind the end is ignored; a single byte is kept until the next one tells.
        """
        behind = (self._behind or b"") + data
        if self._coding == "gzip" and behind.startswith(_MAGIC):
            self._behind, self._inflate = None, None
            return behind
        self._behind = behind if behind in (b"", _MAGIC[:1]) else _RUBBISH
        return b""

    def _keep(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > self.limit:
            self._parts.append(data[: len(data) - (self.size - self.limit)])
            raise self._too_large()
        self._parts.append(data)

    def _too_large(self) -> FetchError:
        message = f"{self.url}: the body is larger than the limit of {self.limit} bytes; raise the limit if this source is meant"
        return FetchError("too-large", message, url=self.url, transient=False)


def _known(coding: str, url: str) -> str:
    """The coding in one word; FetchError "encoding" for an unknown one and for several on top of each other."""
    name = coding.strip().lower().removeprefix("x-") or "identity"
    if name not in ("identity", "gzip", "deflate"):
        message = f"{url}: content coding {coding!r} is not understood; we asked for gzip or none"
        raise FetchError("encoding", message, url=url, transient=False)
    return name


def _bits(coding: str, beginning: bytes) -> int:
    """zlib's window size and format. "deflate" should be a zlib stream, but some servers send a bare one (RFC 9110 8.4.1.2)."""
    if coding == "gzip":
        return _GZIP
    return zlib.MAX_WBITS if beginning[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS
