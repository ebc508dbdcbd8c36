"""Every message that a server of the Model Context Protocol sends, without credentials.

    server = MCPServer("files")          # FastMCP of the SDK's first version, or a low-level Server
    inkblot.mcp.protect(server)

Results of tools, resources and prompts, lists, errors, log messages, progress, and what a server
asks its client are redacted on their way out, whatever the transport.  Text and
``structuredContent`` of a result are redacted alike; images and audio stay as they are.  A message
that cannot be redacted is replaced by an error: it is never sent as it was.
"""
from __future__ import annotations

import dataclasses
import logging
from typing import Any, Callable, Mapping, TypeVar

from . import Redactor, default_redactor, log

Server = TypeVar("Server")

INTERNAL_ERROR = -32603
WITHHELD = "inkblot withheld a message that it could not redact"
# What a peer gives back as it is: to redact it would break the exchange, and nothing shows it to a
# model.
KEPT = frozenset(("requestState", "progressToken", "nextCursor", "taskId", "requestId",
                  "elicitationId", "io.modelcontextprotocol/subscriptionId"))
# Where such a thing may stand, besides the body itself.
HOLDERS = frozenset(("_meta", "task", "tasks", "io.modelcontextprotocol/related-task"))

_logger = logging.getLogger(__name__)


class Withheld(Exception):
    """A message could not be redacted.  Says nothing of what it held."""


class Failed(Exception):
    """A handler failed; its words are redacted."""


def protect(server: Server, redactor: Redactor | None = None, *, logs: bool = True) -> Server:
    """Redacts what the server sends from now on, and returns the server.

    logs    also redact what this process logs, for clients keep the standard error of their servers
    """
    guard = Guard(redactor or default_redactor())
    target: Any = server
    for name in ("_lowlevel_server", "_mcp_server"):
        target = getattr(server, name, target)
    if isinstance(getattr(target, "middleware", None), list):
        target.middleware.insert(0, _Middleware(guard))
    elif callable(getattr(target, "run", None)):
        target.run = _running(target.run, guard)
    else:
        raise TypeError("protect() needs a server of the package mcp, not "
                        + type(server).__name__)
    if logs:
        log.redact_logging(guard.redactor)
    return server


class Guard:
    """Redacts the bodies of messages, which are JSON values."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor
        self._masking: Redactor | None = None
        self._schemas: dict[str, Any] = {}

    def params(self, params: Any) -> Any:
        """The parameters of a request or a notification of the server's."""
        return self._redacted(self.redactor, params)

    def result(self, method: str, params: Mapping[str, Any] | None, result: Any) -> Any:
        """The result of a request of the client's."""
        if method == "tools/list":
            self._learn(result)
        out = self._redacted(self.redactor, result)
        if method != "tools/call" or out is result or not isinstance(out, dict):
            return out
        return self._conforming((params or {}).get("name"), result, out)

    def words(self, text: str) -> str:
        """The message of an error."""
        try:
            return self.redactor.redact(text)
        except Exception:
            return WITHHELD

    def data(self, data: Any) -> Any:
        """What else an error holds."""
        try:
            return self._redacted(self.redactor, data)
        except Withheld:
            return None

    @staticmethod
    def _redacted(redactor: Redactor, value: Any) -> Any:
        rest = _without_kept(value)
        try:
            out = redactor.redact_json(rest)
        except Exception:
            raise Withheld(WITHHELD) from None
        return value if out is rest else _with_kept(value, out)

    def _learn(self, result: Any) -> None:
        for tool in (result or {}).get("tools", ()):
            if isinstance(tool, dict) and isinstance(tool.get("outputSchema"), dict):
                self._schemas[str(tool.get("name"))] = tool["outputSchema"]

    # A client checks structured content against the schema of the tool, and fails the call where it
    # does not fit: a tag may be too long for it, or have another form.
    def _conforming(self, tool: Any, result: Any, out: dict[str, Any]) -> dict[str, Any]:
        schema = self._schemas.get(str(tool))
        if schema is None or "structuredContent" not in out or _fits(out, schema):
            return out
        if not _fits(result, schema):
            return out  # It did not before, either.
        if self._masking is None:
            self._masking = self.redactor.with_options(style="mask")
        masked = self._redacted(self._masking, result)
        if _fits(masked, schema):
            return masked
        content = [{"type": "text", "text": "The result holds a credential where its schema "
                                            "leaves no room for a replacement: it was withheld."}]
        rest = {name: item for name, item in out.items() if name != "structuredContent"}
        return {**rest, "content": content, "isError": True}


def _fits(result: Any, schema: Any) -> bool:
    import jsonschema
    try:
        jsonschema.validate(result["structuredContent"], schema)
        return True
    except Exception:
        return False


def _without_kept(value: Any) -> Any:
    """A message's body with None for what is to be kept of it; the same one where nothing is."""
    if isinstance(value, list):
        items = [_without_kept(item) for item in value]
        return value if all(new is old for new, old in zip(items, value)) else items
    if not isinstance(value, dict):
        return value
    held = {name: None if name in KEPT else _without_kept(item) if name in HOLDERS else item
            for name, item in value.items()}
    return value if all(held[name] is item for name, item in value.items()) else held


def _with_kept(value: Any, out: Any) -> Any:
    """The redacted body with what was kept in its place; all comes in the same order."""
    if isinstance(value, list):
        return [_with_kept(old, new) for old, new in zip(value, out)]
    if not isinstance(value, dict):
        return out
    whole = {}
    for (name, item), (new_name, new_item) in zip(value.items(), out.items()):
        if name in KEPT:
            whole[name] = item
        else:
            whole[new_name] = _with_kept(item, new_item) if name in HOLDERS else new_item
    return whole


# --- The SDK from its second version on ---

class _Middleware:
    """The outermost one: what it lets through is what is sent."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def __call__(self, ctx: Any, call_next: Callable[[Any], Any]) -> Any:
        from mcp.shared.exceptions import MCPError

        try:
            self._shield(ctx.session)
            result = await call_next(ctx)
            if ctx.request_id is None:
                return result
            return self._guard.result(ctx.method, ctx.params, _body(result))
        except MCPError as error:
            data = error.error
            raise MCPError(code=data.code, message=self._guard.words(data.message),
                           data=self._guard.data(data.data)) from None
        except Withheld:
            raise MCPError(code=INTERNAL_ERROR, message=WITHHELD) from None
        except Exception as error:
            if type(error).__name__ == "ValidationError":
                raise  # The SDK says nothing of what it holds.
            # The SDK makes an error of it by its words, under a code of its own.
            raise Failed(self._guard.words(str(error))) from None

    def _shield(self, session: Any) -> None:
        connection = session._connection
        if connection.has_standalone_channel:
            connection.outbound = self._redacting(connection.outbound)
        session._request_outbound = self._redacting(session._request_outbound)

    def _redacting(self, channel: Any) -> Any:
        return channel if isinstance(channel, _Outbound) else _Outbound(channel, self._guard)


class _Outbound:
    """A channel to the client whose requests and notifications are redacted."""

    def __init__(self, inner: Any, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    async def send_raw_request(self, method: str, params: Any, opts: Any = None) -> Any:
        return await self._inner.send_raw_request(method, self._guard.params(params), opts)

    async def notify(self, method: str, params: Any, opts: Any = None) -> None:
        try:
            params = self._guard.params(params)
        except Withheld:
            _logger.warning(WITHHELD)
            return
        await self._inner.notify(method, params, opts)

    async def progress(self, progress: float, total: float | None = None,
                       message: str | None = None) -> None:
        if message is not None:
            message = self._guard.words(message)
        await self._inner.progress(progress, total, message)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def _body(result: Any) -> Any:
    if hasattr(result, "model_dump"):
        return result.model_dump(by_alias=True, mode="json", exclude_none=True)
    return result


# --- The SDK's first version ---

def _running(run: Callable[..., Any], guard: Guard) -> Callable[..., Any]:
    async def running(read_stream: Any, write_stream: Any, *args: Any, **kwargs: Any) -> Any:
        calls: dict[Any, tuple[str, Any]] = {}
        return await run(_Reading(read_stream, calls), _Writing(write_stream, guard, calls),
                         *args, **kwargs)
    return running


class _Stream:
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def __aenter__(self) -> Any:
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> Any:
        return await self._inner.__aexit__(*error)


class _Reading(_Stream):
    """Notes which request has which id."""

    def __init__(self, inner: Any, calls: dict[Any, tuple[str, Any]]) -> None:
        super().__init__(inner)
        self._calls = calls

    def _seen(self, item: Any) -> Any:
        root = getattr(getattr(item, "message", None), "root", None)
        if hasattr(root, "id") and hasattr(root, "method"):
            self._calls[root.id] = (root.method, root.params)
        return item

    async def receive(self) -> Any:
        return self._seen(await self._inner.receive())

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        return self._seen(await self._inner.__anext__())


class _Writing(_Stream):
    """Redacts what is sent."""

    def __init__(self, inner: Any, guard: Guard, calls: dict[Any, tuple[str, Any]]) -> None:
        super().__init__(inner)
        self._guard = guard
        self._calls = calls

    async def send(self, item: Any) -> None:
        await self._inner.send(self._redacted(item))

    def _redacted(self, item: Any) -> Any:
        from mcp.types import ErrorData, JSONRPCError, JSONRPCMessage

        root = item.message.root
        try:
            if hasattr(root, "error"):
                error = ErrorData(code=root.error.code,
                                  message=self._guard.words(root.error.message),
                                  data=self._guard.data(root.error.data))
                root = root.model_copy(update={"error": error})
            elif hasattr(root, "result"):
                method, params = self._calls.pop(root.id, ("", None))
                result = self._guard.result(method, params, root.result)
                root = root.model_copy(update={"result": result})
            else:
                root = root.model_copy(update={"params": self._guard.params(root.params)})
        except Withheld:
            if not hasattr(root, "id"):
                _logger.warning(WITHHELD)
                root = root.model_copy(update={"params": None})
            else:
                root = JSONRPCError(jsonrpc="2.0", id=root.id,
                                    error=ErrorData(code=INTERNAL_ERROR, message=WITHHELD))
        return dataclasses.replace(item, message=JSONRPCMessage(root))
