"""Real clients of the SDK call a server that leaks in every kind of message, until it is mended."""
import asyncio
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import time
import unittest

import inkblot.mcp

try:
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters
except ImportError:  # The SDK's first version: its server alone is spoken to, line by line.
    Client = None

SERVER = pathlib.Path(__file__).resolve().parents[4] / "examples/mcp_python/server.py"
CALLS = ("text", "structured", "picture", "failing", "talking")


def planted():
    chosen = random.Random(20261127)
    return "AKIA" + "".join(chosen.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16))


def plain(value):
    return value.model_dump(mode="json", by_alias=True) if hasattr(value, "model_dump") else value


async def conversation(server):
    """Everything that arrives, by what it answers."""
    heard = {"log": [], "progress": []}

    async def on_log(params):
        heard["log"].append(plain(params))

    async def on_progress(progress, total, message):
        heard["progress"].append([progress, total, message])

    async with Client(server, logging_callback=on_log, log_level="debug") as client:
        heard["tools"] = plain(await client.list_tools())
        heard["resources"] = plain(await client.list_resources())
        for name in CALLS:
            try:
                heard[name] = plain(await client.call_tool(name, {}, progress_callback=on_progress))
            except Exception as error:
                heard[name] = repr(error)
        heard["resource"] = plain(await client.read_resource("store://config"))
        heard["prompt"] = plain(await client.get_prompt("ask"))
        for name, call in (("unknown", client.call_tool(planted(), {})),
                           ("missing", client.read_resource("store://missing"))):
            try:
                heard[name] = plain(await call)
            except Exception as error:
                heard[name] = [repr(error), plain(getattr(error, "error", None))]
    return heard


def by_stdio(*words):
    env = {**os.environ, "PLANTED": planted()}
    return asyncio.run(conversation(StdioServerParameters(
        command=sys.executable, args=[str(SERVER), *words], env=env)))


def by_http(*words):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(SERVER), "--http", str(port), *words],
                              env={**os.environ, "PLANTED": planted()},
                              stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        return asyncio.run(conversation(f"http://127.0.0.1:{port}/mcp"))
    finally:
        server.terminate()
        server.wait()


REVISIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")


def by_lines(revision, *words):
    """The lines of a server that is spoken to as a client of that revision does."""
    calls = [("tools/call", {"name": name, "arguments": {}, "_meta": {"progressToken": planted()}})
             for name in CALLS]
    calls += [("tools/list", {}), ("resources/list", {}), ("prompts/list", {}),
              ("resources/read", {"uri": "store://config"}),
              ("resources/read", {"uri": "store://missing"}),
              ("prompts/get", {"name": "ask"}), ("prompts/get", {"name": planted()})]
    first = {"protocolVersion": revision, "capabilities": {},
             "clientInfo": {"name": "test", "version": "1"}}
    server = subprocess.Popen([sys.executable, str(SERVER), *words], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env={**os.environ, "PLANTED": planted()})
    lines = []

    def say(message):
        server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        server.stdin.flush()

    def ask(number, method, params):
        say({"id": number, "method": method, "params": params})
        while True:
            lines.append(json.loads(server.stdout.readline()))
            if lines[-1].get("id") == number:
                return

    try:
        ask(0, "initialize", first)
        say({"method": "notifications/initialized"})
        for number, (method, params) in enumerate(calls, 1):
            ask(number, method, params)
    finally:
        server.stdin.close()
        server.wait(20)
        server.stdout.close()
    return lines


class Bodies(unittest.TestCase):
    """What is made of one message, without a server."""

    def setUp(self):
        self.guard = inkblot.mcp.Guard(inkblot.Redactor())

    def test_what_its_reader_gives_back_is_kept(self):
        token = planted()
        kept = {"requestState": token, "nextCursor": token, "taskId": token, "progressToken": token}
        related = {"io.modelcontextprotocol/related-task": {"taskId": token}}
        body = {**kept, "task": {"taskId": token, "status": token}, "tasks": [{"taskId": token}],
                "_meta": {**related, "other": token}, token: token,
                "structuredContent": {"taskId": token}}
        tag = "REDACTED_aws-access-key-id"
        self.assertEqual({**kept, "task": {"taskId": token, "status": tag},
                          "tasks": [{"taskId": token}], "_meta": {**related, "other": tag},
                          tag: tag, "structuredContent": {"taskId": tag}},
                         self.guard.params(body))
        self.assertIs(kept, self.guard.params(kept))

    def test_what_has_no_room_is_withheld_in_shape(self):
        schema = {"properties": {"key": {"pattern": "^[0-9]+$|^AKIA"}}}
        self.guard.result("tools/list", None, {"tools": [{"name": "t", "outputSchema": schema}]})
        result = {"resultType": "complete", "_meta": {"a": 1}, "content": [],
                  "structuredContent": {"key": planted()}}
        out = self.guard.result("tools/call", {"name": "t"}, result)
        self.assertEqual({"resultType", "_meta", "content", "isError"}, set(out))
        self.assertEqual((True, "complete"), (out["isError"], out["resultType"]))
        self.assertNotIn(planted(), json.dumps(out))


class LeakingServer(unittest.TestCase):
    maxDiff = None

    def check(self, bare, protected):
        """Nothing planted arrived, and all else is as it was."""
        secret = planted()
        # What the client itself sent as a token of its own comes back.
        tokens = f'"progressToken": "{secret}"'
        bare, protected = (json.dumps(said).replace(tokens, "") for said in (bare, protected))
        self.assertGreater(bare.count(secret), 8)
        self.assertNotIn(secret, protected)
        tag = "REDACTED_aws-access-key-id"
        self.assertEqual(bare.replace(secret, tag), re.sub(tag + r"_\d+", tag, protected))

    def check_client(self, talk):
        bare = talk()
        for name in ("text", "structured", "failing", "log", "progress", "resource", "prompt",
                     "unknown", "missing"):
            self.assertIn(planted(), json.dumps(bare[name]), name)
        self.check(bare, talk("--protect"))

    @unittest.skipIf(Client is None, "a client of the SDK's second version is needed")
    def test_over_standard_input_and_output(self):
        self.check_client(by_stdio)

    @unittest.skipIf(Client is None, "a client of the SDK's second version is needed")
    def test_over_streamable_http(self):
        self.check_client(by_http)

    def test_every_revision_line_by_line(self):
        for revision in REVISIONS:
            with self.subTest(revision):
                self.check(by_lines(revision), by_lines(revision, "--protect"))


if __name__ == "__main__":
    unittest.main()
