#!/usr/bin/env python3
"""Hooks of coding agents: every tool's result keeps its shape and no secret, whatever comes in."""
import base64
import json
import os
import re
import resource
import subprocess
import time
import unittest
from pathlib import Path

from program import PROGRAM, TAG, Case, only, run, start, token

NOTE = "withheld by inkblot"
S = "a " + token().decode() + " b"
CLEAN = "a REDACTED_github-pat b"
PIXELS = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12).decode()
PATCH = [{"oldStart": 1, "oldLines": 1, "newStart": 1, "newLines": 2, "lines": [" x", "+" + S]}]
# One of every shape of ecosystem's tools, with a secret wherever a text may stand.
RESPONSES = [
    ("Bash", {"stdout": S, "stderr": S, "interrupted": False, "isImage": False,
              "rawOutputPath": "/x/y", "backgroundTaskId": "b1", "structuredContent": [{"k": S}],
              "persistedOutputPath": "/x/z", "persistedOutputSize": 12345,
              "gitOperation": {"commit": {"sha": "1a2b3c4", "kind": "committed"}}}),
    ("Read", {"type": "text", "file": {"filePath": "/a/" + token().decode(), "content": S,
                                       "numLines": 1, "startLine": 1, "totalLines": 1}}),
    ("Read", {"type": "notebook", "file": {"filePath": "/a", "cells": [
        {"cellType": "code", "source": S, "outputs": [{"output_type": "stream", "text": S}]}]}}),
    ("Read", {"type": "parts", "file": {"filePath": S, "originalSize": 1, "count": 1,
                                        "outputDir": "/o"},
              "pages": [{"base64": PIXELS, "mediaType": "image/png"}]}),
    ("Grep", {"mode": "content", "numFiles": 1, "filenames": [S, "b"], "content": S,
              "numLines": 2}),
    ("Glob", {"durationMs": 1.5, "numFiles": 1, "filenames": [S], "truncated": False}),
    ("WebFetch", {"bytes": 1, "code": 200, "codeText": "OK", "result": S, "durationMs": 3,
                  "url": "https://example.com/?key=" + token().decode()}),
    ("WebSearch", {"query": S, "results": [{"tool_use_id": "srvtoolu_1", "content": [
        {"title": S, "url": "https://example.com/", "snippet": S}]}, S], "durationSeconds": 0.25}),
    ("Edit", {"filePath": "/f", "oldString": "x", "newString": S, "originalFile": S,
              "structuredPatch": PATCH, "userModified": False, "replaceAll": False,
              "gitDiff": {"filename": "f", "status": "modified", "additions": 1, "deletions": 0,
                          "changes": 1, "patch": S}}),
    ("Write", {"type": "create", "filePath": "/f", "content": S, "structuredPatch": PATCH,
               "originalFile": None}),
    ("ReadMcpResourceTool", {"contents": [{"uri": "x://y", "mimeType": "text/plain", "text": S}]}),
    ("Agent", {"status": "completed", "agentId": "a", "content": [{"type": "text", "text": S}],
               "totalTokens": 7, "usage": {"input_tokens": 3, "service_tier": None}}),
    ("mcp__a__b", S),
    ("mcp__a__b", [{"type": "text", "text": S},
                   {"type": "image", "data": PIXELS, "mimeType": "image/png"},
                   {"type": "resource", "resource": {"uri": "x://y", "text": S}}]),
    ("mcp__a__b", {"content": [{"type": "text", "text": json.dumps({"k": S})}],
                   "structuredContent": {"k": S, "n": [1, 2.5, True, None]}, "isError": False}),
    ("Unheard", {"anything": [[S]], "n": 3}),
]


def shape(value):
    """Keys and types, recursively."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return "number" if type(value) in (int, float) else type(value)


def event(tool, response, name="PostToolUse", **more):
    return {"session_id": "s", "transcript_path": "/t", "cwd": "/", "hook_event_name": name,
            "tool_name": tool, "tool_input": {"x": 1}, "tool_response": response,
            "tool_use_id": "toolu_1", **more}


def spelled(value):
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


class Hook(Case):
    def hook(self, stdin, *options, agent="claude-code"):
        """What it answers, None for nothing; never the token, always success."""
        stdin = stdin if isinstance(stdin, bytes) else spelled(stdin)
        done = run("hook", agent, *options, stdin=stdin)
        self.assertEqual(0, done.returncode, stdin[:200])
        self.assertNotIn(token()[8:24], done.stdout + done.stderr)
        self.said = done.stderr
        return json.loads(done.stdout) if done.stdout else None

    def updated(self, *args, **more):
        answer = self.hook(*args, **more)
        self.assertEqual("PostToolUse", answer["hookSpecificOutput"]["hookEventName"])
        return answer["hookSpecificOutput"]["updatedToolOutput"]


class ClaudeCode(Hook):
    def test_every_tool_keeps_its_shape_and_no_secret(self):
        for tool, response in RESPONSES:
            out = self.updated(event(tool, response))
            expected = spelled(response).replace(token(), TAG)
            # What stands behind a name of a secret in an address has a tag of its own.
            if tool != "WebFetch":
                self.assertEqual(json.loads(expected), out, tool)
            self.assertEqual(shape(response), shape(out), tool)
            self.assertEqual(b"", self.said)

    def test_what_is_clean_is_not_answered(self):
        for tool, response in RESPONSES:
            clean = json.loads(spelled(response).replace(token(), b"word"))
            self.assertIsNone(self.hook(event(tool, clean)), tool)
        self.assertIsNone(self.hook(event("Read", {"type": "image", "file": {
            "base64": PIXELS, "type": "image/png", "originalSize": 9}})))
        for response in ("", None, 7, True, [], {}):
            self.assertIsNone(self.hook(event("mcp__a__b", response)))

    def test_what_is_redacted_is_not_answered_again(self):
        out = self.updated(event("Bash", RESPONSES[0][1]))
        self.assertIsNone(self.hook(event("Bash", out)))

    def test_everything_else_stays_as_it_is_spelled(self):
        body = (b'{"stdout" : "\\u00e9\\ud83d \xff\\/ %s", "n":[1.50,1e5,-0,12345678901234567890]}'
                % token())
        stdin = b'{"hook_event_name":"PostToolUse","tool_name":"Bash","tool_response":%s}' % body
        done = run("hook", "claude-code", stdin=stdin)
        self.assertEqual(0, done.returncode)
        self.assertIn(body.replace(token(), TAG), done.stdout)

    def test_a_secret_in_a_key_and_a_number(self):
        out = self.updated(event("mcp__a__b", {token().decode(): 1, "k": {"pin": 2}}))
        self.assertEqual({CLEAN.split()[1]: 1, "k": {"pin": 2}}, out)

    def test_what_is_found_once_is_redacted_everywhere(self):
        key = "kX9" + token().decode()[-16:]
        out = self.updated(event("Bash", {"stdout": "password='%s'" % key, "stderr": "for " + key}))
        self.assertNotIn(key, json.dumps(out))

    def test_options_are_those_of_the_filter(self):
        config = self.file("c.toml", 'style = "mask"\n')
        for options, shown in ((["--style", "mask"], "XXXX"), (["--config", config], "XXXX"),
                               (["--style", "<{rule}>"], "<github-pat>")):
            self.assertIn(shown, self.updated(event("Bash", {"stdout": S}), *options)["stdout"])
        allow = self.file("a.toml", "values = ['%s']\n" % token().decode())
        done = run("hook", "claude-code", "--allow", allow, stdin=spelled(event("Bash", S)))
        self.assertEqual((0, b""), (done.returncode, done.stdout))

    def test_other_events_are_not_answered(self):
        for name in ("PreToolUse", "PostToolBatch", "Stop", "SessionStart", "MessageDisplay",
                     "UserPromptSubmit", "SomethingNew"):
            self.assertIsNone(self.hook(event("Bash", S, name, prompt=S, error=S)))

    def test_a_failed_command_is_told_about(self):
        failed = {"hook_event_name": "PostToolUseFailure", "tool_name": "Bash", "error": S}
        answer = self.hook(failed)
        self.assertIn("github-pat", answer["hookSpecificOutput"]["additionalContext"])
        self.assertIn("--wrap-failures", answer["systemMessage"])
        self.assertIsNone(self.hook({**failed, "error": "exit code 1"}))

    def test_a_prompt_is_blocked_if_that_is_wanted(self):
        asked = {"hook_event_name": "UserPromptSubmit", "prompt": S}
        answer = self.hook(asked, "--block-prompts")
        self.assertEqual("block", answer["decision"])
        self.assertIn("github-pat", answer["reason"])
        self.assertTrue(answer["hookSpecificOutput"]["suppressOriginalPrompt"])
        self.assertIsNone(self.hook({**asked, "prompt": "hello"}, "--block-prompts"))


class Withheld(Hook):
    """Whatever is wrong: an agent shows what the tool has said unless it is given a result."""

    def withheld(self, *args, **more):
        answer = self.hook(*args, **more)
        self.assertIn(NOTE, json.dumps(answer))
        self.assertEqual(1, self.said.count(b"\n"), self.said)
        return answer

    def test_events_that_are_cut_anywhere(self):
        for tool, response in RESPONSES[:6]:
            whole = spelled(event(tool, response))
            for at in range(0, len(whole) - 1, 1 + len(whole) // 25):
                answer = self.withheld(whole[:at])
                if b'"tool_name": "%s",' % tool.encode() in whole[:at]:
                    out = answer["hookSpecificOutput"]["updatedToolOutput"]
                    self.assertLessEqual(set(out) - {"isImage"}, set(response), tool)
                    self.assertNotIn("continue", answer)
                else:
                    self.assertIs(False, answer["continue"])

    def test_events_that_are_none(self):
        good = spelled(event("Bash", {"stdout": S}))
        for bad in (b"", b" ", b"null", b"[]", b"{}", b"\0", b"x", good + b"x", good + good,
                    b"\xef\xbb\xbf" + good, good.replace(b'"stdout"', b"stdout"),
                    good.replace(b"a ", b"a\n"), good.replace(b"}", b"]"), good + b"\0",
                    good.replace(b'"hook_event_name"', b'"hook"'),
                    good.replace(b'"tool_response"', b'"response"'),
                    good.replace(b'"PostToolUse"', b"7"), good.replace(b'"x": 1', b'"x": NaN'),
                    good.replace(b'{"stdout"', b"[" * 20000 + b'{"stdout"'),
                    good.replace(b'"x": 1', b'"x": ' + b"[" * 10001 + b"]" * 10001)):
            self.withheld(bad)
            self.withheld(bad.replace(b"PostToolUse", b"AfterTool"), agent="gemini")
            self.withheld(bad, agent="codex")

    def test_a_tool_without_a_name_gets_the_shape_of_its_response(self):
        for name in (b"7", b'"Unheard"', b'""', b"null"):
            stdin = spelled(event("X", {"some": [S], "n": 1})).replace(b'"X"', name)
            self.assertEqual({"some": [CLEAN], "n": 1}, self.updated(stdin))
            answer = self.withheld(stdin, "--no-such-option")
            out = answer["hookSpecificOutput"]["updatedToolOutput"]
            self.assertEqual(shape({"some": [S], "n": 1}), shape(out))

    def test_options_that_are_wrong(self):
        for options in (["--bogus"], ["--profile", "x"], ["--rules", self.path("none.toml")],
                        ["--vault", self.path("none")], ["--config", self.path("none")],
                        ["--patience", "never"], ["--style", "pseudonym"], ["stray"],
                        ["--only", "no-such-rule"]):
            for tool, response in RESPONSES:
                if tool in ("Grep", "Bash", "Edit"):
                    out = self.withheld(event(tool, response), *options)
                    out = out["hookSpecificOutput"]["updatedToolOutput"]
                    self.assertEqual(shape(response), shape(out), options)
            self.assertEqual("deny", self.withheld(event("x", S, "AfterTool"), *options,
                                                   agent="gemini")["decision"])

    def test_every_tool(self):
        for tool, response in RESPONSES:
            answer = self.withheld(event(tool, response), "--profile", "x")
            out = answer["hookSpecificOutput"]["updatedToolOutput"]
            if tool != "Read":
                self.assertEqual(shape(response), shape(out), tool)
            else:
                self.assertEqual(shape(RESPONSES[1][1]), shape(out))
            for word in ("mode", "type", "status"):
                if isinstance(response, dict) and word in response and tool != "Read":
                    self.assertEqual(response[word], out[word])
            self.assertIn("inkblot: not checked", answer["systemMessage"])

    def test_an_event_that_is_too_large(self):
        head = spelled(event("Glob", {"filenames": [S]}))[:-10]
        child = start("hook", "claude-code", "--patience", "250")
        block = b" " * (1 << 20)
        try:
            child.stdin.write(head)
            for _ in range(257):
                child.stdin.write(block)
        except BrokenPipeError:
            pass
        out, said = child.communicate()
        self.assertEqual(0, child.returncode)
        self.assertIn(b"larger than 256 MiB", said)
        self.assertIn("filenames", json.loads(out)["hookSpecificOutput"]["updatedToolOutput"])

    @unittest.skipIf("ASAN_OPTIONS" in os.environ, "a sanitizer's shadow fits in no such limit")
    def test_no_memory(self):
        stdin = spelled(event("Bash", {"stdout": (S + "\n") * 60000}))
        heard = 0
        for megabytes in (20, 30, 40, 50, 60, 70, 80, 100, 130, 160, 300, 1000):
            limit = megabytes << 20
            done = run("hook", "claude-code", stdin=stdin, preexec_fn=lambda limit=limit:
                       resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            self.assertNotIn(token()[8:24], done.stdout + done.stderr)
            if done.returncode == 127:
                continue  # The loader found no memory for the libraries.
            self.assertEqual(0, done.returncode, megabytes)
            out = json.loads(done.stdout)["hookSpecificOutput"]["updatedToolOutput"]
            heard += NOTE in json.dumps(out)
        self.assertGreater(heard, 1)

    def test_patience_ends_before_the_agents(self):
        child = start("hook", "claude-code", "--patience", "1")
        child.stdin.write(spelled(event("Bash", {"stdout": S}))[:-5])
        begin = time.monotonic()
        out = child.stdout.read()
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(0, child.wait())
        self.assertIs(False, json.loads(out)["continue"])
        for stream in (child.stdin, child.stdout, child.stderr):
            stream.close()

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = run("hook", "claude-code", stdin=spelled(event("Bash", S)),
                       capture_output=False, stdout=full)
        self.assertEqual(3, done.returncode)

    def test_the_example_of_the_readme(self):
        readme = Path(__file__).resolve().parents[2].joinpath("README.md").read_text()
        example = re.search(r"^    printf '.*\n.*$", readme, re.M).group()
        path = os.path.dirname(PROGRAM) + ":/usr/bin:/bin"
        done = subprocess.run(["bash", "-c", example], capture_output=True, timeout=60,
                              env=only(PATH=path))
        self.assertEqual({"stdout": TAG.decode()},
                         json.loads(done.stdout)["hookSpecificOutput"]["updatedToolOutput"])

    def test_help_is_help(self):
        self.assertIn(b"Usage", run("hook", "claude-code", "-h").stdout)


class Others(Hook):
    def test_gemini_gets_the_text_in_the_results_place(self):
        for content, reason in ((S, CLEAN), ([{"text": S}], json.dumps([{"text": CLEAN}])),
                                ("", None)):
            response = {"llmContent": content, "returnDisplay": S}
            answer = self.hook(event("read_file", response, "AfterTool"), agent="gemini")
            self.assertEqual("deny", answer["decision"])
            self.assertEqual({"decision", "reason"}, set(answer))
            if reason is not None:
                self.assertEqual(reason, answer["reason"])
        clean = event("read_file", {"llmContent": "x", "returnDisplay": "y"}, "AfterTool")
        self.assertIsNone(self.hook(clean, agent="gemini"))
        self.assertIsNone(self.hook(event("x", S, "BeforeAgent", prompt=S), agent="gemini"))

    def test_codex_gets_the_text_in_the_results_place(self):
        for response, reason in ((S, CLEAN), ({"output": S}, json.dumps({"output": CLEAN}))):
            answer = self.hook(event("shell", response, turn_id="t", model="m"), agent="codex")
            self.assertEqual({"decision": "block", "reason": reason}, answer)
        self.assertIsNone(self.hook(event("shell", "x"), agent="codex"))
        self.assertIsNone(self.hook(event("shell", S, "PreToolUse"), agent="codex"))


class McpResult(Case):
    def test_what_is_clean_stays(self):
        done = run("mcp-result", stdin=b'{"content":[{"type":"text","text":"x"}]}')
        self.assertEqual((0, b"", b""), (done.returncode, done.stdout, done.stderr))

    def test_what_is_not_is_replaced(self):
        body = (b'{ "content":[{"type":"text","text":"%s"},{"type":"image","data":"%s","mimeType":'
                b'"image/png"}], "structuredContent":{"k":"%s","n":1.0},"isError":false}\n'
                % (token(), PIXELS.encode(), token()))
        done = run("mcp-result", stdin=body)
        self.assertEqual((0, body.replace(token(), TAG)), (done.returncode, done.stdout))

    def test_a_failure_fails_the_call(self):
        for stdin, options in ((b"", []), (b"x" + token(), []), (b"[]", []),
                               (b'{"a":"' + token(), []), (b"{}", ["--profile", "x"])):
            done = run("mcp-result", *options, stdin=stdin)
            self.assertNotEqual(0, done.returncode)
            self.assertEqual(b"", done.stdout)
            self.assertNotIn(token()[8:24], done.stderr)


if __name__ == "__main__":
    unittest.main()
