"""Every example of README.md runs as it stands there."""
import io
import os
import pathlib
import re
import sys
import unittest

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"


class Readme(unittest.TestCase):
    def test_examples(self):
        examples = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
        self.assertGreater(len(examples), 3)
        try:
            from mcp.server.mcpserver import MCPServer
        except ImportError:
            from mcp.server.fastmcp import FastMCP as MCPServer
        secret = "AKIA" + "QWERTZUIOPASDFGH"
        sink = io.BytesIO()
        names = {"os": os, "sys": sys, "text": f"key {secret}", "result": {"key": secret},
                 "sink": sink, "pieces": ["key ", secret[:7], secret[7:], " end"],
                 "server": MCPServer("x")}
        stdout = sys.stdout
        try:
            for example in examples:
                with self.subTest(example):
                    exec(compile(example, "README.md", "exec"), names)
        finally:
            sys.stdout = stdout
        self.assertNotIn(secret.encode(), sink.getvalue())
        self.assertTrue(sink.getvalue().startswith(b"key REDACTED_"))


if __name__ == "__main__":
    unittest.main()
