"""Removes credentials from text, JSON and streams before a model or a log sees them.

    import inkblot
    inkblot.redact(text)            # str or bytes
    inkblot.redact_json(result)     # what a tool returns

What cannot be redacted raises an error; nothing here ever returns a text it could not read.
"""
from __future__ import annotations

import threading
from typing import Any, AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, TypedDict, \
    TypeVar

from . import _native
from ._native import Error

__all__ = ["Error", "Finding", "Redactor", "Stream", "redact", "redact_json", "default_redactor"]
__version__ = _native.version()

Bytes = TypeVar("Bytes", str, bytes, bytearray, memoryview)
Value = TypeVar("Value")


class Finding(TypedDict):
    """One redaction.  Holds no byte of the secret."""

    rule: str
    provider: str
    severity: str
    evidence: str
    coding: str
    fingerprint: str
    input: tuple[int, int]
    output: tuple[int, int]
    line: int
    path: str
    """Of a JSON value, the JSON Pointer of its place, with * for a name that is redacted itself."""


class Stream:
    """A text that comes in pieces, however it is cut.

    ``write`` is called with bytes that can no longer be a part of a secret.  Leaving a ``with``
    block by an exception releases nothing more.
    """

    def __init__(self, redactor: Redactor, write: Callable[[bytes], object],
                 on_finding: Callable[[Finding], object] | None = None) -> None:
        self._native = _native.Stream(redactor._native, write, on_finding)

    def write(self, text: str | bytes | bytearray | memoryview) -> int:
        self._native.write(text)
        return len(text)

    def finish(self) -> None:
        """Gives out what is left.  Nothing may be written afterwards."""
        self._native.finish()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.finish()


class Redactor:
    """Rules, lists and stores, loaded once.  Any number of threads may use one at the same time.

    profile       strict, balanced or precise: how much evidence a finding needs
    style         tag, pseudonym, mask, partial, or a template such as "<{rule}>"
    key           32 bytes, for pseudonyms and fingerprints
    rules         TOML files or folders of rules, and at most one compiled pack
    gitleaks      gitleaks configurations
    allow         files of what is never redacted
    only, except_ rule ids
    vaults        stores of known secrets; vault_key is the file of their key
    accept_masks  whether lines such as ::add-mask::VALUE announce a secret
    decode        whether base64 and its like are looked into
    keep_fields, redact_fields
                  JSON Pointers of what redact_json() keeps, or redacts whatever stands there; *
                  is any one name or number, and ** any number of them: "/**/ssn"
    """

    def __init__(self, *, profile: str = "balanced", style: str = "tag", key: bytes | None = None,
                 rules: Iterable[str] = (), gitleaks: Iterable[str] = (),
                 allow: Iterable[str] = (), only: Iterable[str] = (),
                 except_: Iterable[str] = (), vaults: Iterable[str] = (), vault_key: str = "",
                 accept_masks: bool = False, decode: bool = True,
                 keep_fields: Iterable[str] = (), redact_fields: Iterable[str] = ()) -> None:
        self._options: dict[str, Any] = {
            "profile": profile, "style": style, "key": key, "rules": _paths(rules),
            "gitleaks": _paths(gitleaks), "allow": _paths(allow), "only": _paths(only),
            "except_": _paths(except_), "vaults": _paths(vaults), "vault_key": str(vault_key),
            "accept_masks": accept_masks, "decode": decode,
            "keep_fields": list(keep_fields), "redact_fields": list(redact_fields)}
        self._native = _native.make(self._options)

    def with_options(self, **options: Any) -> Redactor:
        """Another one, with some options in other words."""
        return Redactor(**{**self._options, **options})

    def redact(self, text: Bytes, on_finding: Callable[[Finding], object] | None = None) -> Bytes:
        """The text without its secrets; the same object where it holds none.

        A buffer that is neither str nor bytes comes back as bytes when something was redacted.
        """
        return self._native.redact(text, on_finding)

    def redact_json(self, value: Value,
                    on_finding: Callable[[Finding], object] | None = None) -> Value:
        """A copy of dicts, lists, tuples and what JSON has beside them, without its secrets.

        Keys and values are read together, as in ``{"password": "..."}``; a value that was found
        anywhere is redacted wherever else it stands.  The same object where nothing had to change.
        Raises TypeError for what JSON has no word for, and ValueError for what is nested deeper
        than 500 levels or holds itself.
        """
        return self._native.redact_json(value, on_finding)

    def redact_json_text(self, text: Bytes,
                         on_finding: Callable[[Finding], object] | None = None) -> Bytes:
        """The same for one JSON value that is still text."""
        return self._native.redact_json_text(text, on_finding)

    def stream(self, write: Callable[[bytes], object],
               on_finding: Callable[[Finding], object] | None = None) -> Stream:
        """A stream whose output goes to ``write``."""
        return Stream(self, write, on_finding)

    def iterate(self, pieces: Iterable[str | bytes]) -> Iterator[bytes]:
        """The pieces of a stream, redacted; they are cut in other places."""
        out: list[bytes] = []
        stream = self.stream(out.append)
        for piece in pieces:
            stream.write(piece)
            yield from _drained(out)
        stream.finish()
        yield from _drained(out)

    async def aiterate(self, pieces: AsyncIterable[str | bytes]) -> AsyncIterator[bytes]:
        """The same for what comes asynchronously."""
        out: list[bytes] = []
        stream = self.stream(out.append)
        async for piece in pieces:
            stream.write(piece)
            for part in _drained(out):
                yield part
        stream.finish()
        for part in _drained(out):
            yield part


def _paths(words: Iterable[str]) -> list[str]:
    if isinstance(words, (str, bytes)):
        raise TypeError("a list of words is needed, not a single one")
    return [str(word) for word in words]


def _drained(parts: list[bytes]) -> list[bytes]:
    out = parts[:]
    parts.clear()
    return out


_default: Redactor | None = None
_lock = threading.Lock()


def default_redactor() -> Redactor:
    """The one that redact() and redact_json() use: the built-in rules at the balanced profile."""
    global _default
    if _default is None:
        with _lock:
            if _default is None:
                _default = Redactor()
    return _default


def redact(text: Bytes, on_finding: Callable[[Finding], object] | None = None) -> Bytes:
    """Redactor.redact() with the built-in rules."""
    return default_redactor().redact(text, on_finding)


def redact_json(value: Any, on_finding: Callable[[Finding], object] | None = None) -> Any:
    """Redactor.redact_json() with the built-in rules."""
    return default_redactor().redact_json(value, on_finding)
