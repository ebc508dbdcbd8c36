#!/usr/bin/env python3
"""A server that leaks on purpose: every kind of message holds the secret in $PLANTED.

    PLANTED=... python3 server.py             the secret arrives
    PLANTED=... python3 server.py --protect   it does not: one line more
    ... --http PORT                           over streamable HTTP on the loopback interface
"""
import os
import struct
import sys
import zlib
from typing import Any

try:
    from mcp.server.mcpserver import Context, Image, MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.shared.exceptions import MCPError
except ImportError:  # The SDK's first version.
    from mcp.server.fastmcp import Context, FastMCP as MCPServer, Image
    from mcp.server.fastmcp.exceptions import ToolError
    MCPError = None

SECRET = os.environ["PLANTED"]


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    sum_of = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_of)


PNG = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
       + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))
server = MCPServer("leaky")


@server.tool()
def text() -> str:
    """A text with a secret in it."""
    return f"connected with {SECRET} to the store\nall is well"


@server.tool()
def structured() -> dict[str, Any]:
    """The same in structured content, as a value and as a key."""
    return {"token": SECRET, "rows": [1, 2.5, None, True, f"uses {SECRET}"], SECRET: "a key"}


@server.tool()
def picture() -> Image:
    """An image, which holds none."""
    return Image(data=PNG, format="png")


@server.tool()
def failing() -> str:
    """Fails with a secret in its words."""
    raise ToolError(f"cannot log in with {SECRET}")


@server.resource("store://missing")
def missing() -> str:
    """Ends in an error of the protocol."""
    if MCPError is None:
        raise ValueError(f"no store for {SECRET}")
    raise MCPError(code=-32001, message=f"no store for {SECRET}", data={"token": SECRET})


@server.tool()
async def talking(ctx: Context) -> str:
    """Says the secret in a log message and while it makes progress."""
    await ctx.report_progress(1, 2, f"half way with {SECRET}")
    await ctx.info({"token": SECRET})
    return "done"


@server.resource("store://config")
def config() -> str:
    """A file of settings."""
    return f"token={SECRET}\n"


@server.prompt()
def ask() -> str:
    """A prompt that quotes it."""
    return f"What may be done with {SECRET}?"


if __name__ == "__main__":
    if "--protect" in sys.argv:
        import inkblot.mcp
        inkblot.mcp.protect(server)
    if "--http" in sys.argv:
        server.run(transport="streamable-http", host="127.0.0.1",
                   port=int(sys.argv[sys.argv.index("--http") + 1]))
    else:
        server.run()
