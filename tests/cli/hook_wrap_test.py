#!/usr/bin/env python3
"""Commands that are run by the filter: the same results, whatever is in them, and no way out."""
import json
import subprocess
import unittest

from program import TAG, Case, run, token


class Wrapped(Case):
    def hook(self, given, *options, tool="Bash", **more):
        stdin = json.dumps({"hook_event_name": "PreToolUse", "tool_name": tool,
                            "tool_input": given}).encode()
        done = run("hook", "claude-code", *options, stdin=stdin, **more)
        self.assertEqual(0, done.returncode)
        return json.loads(done.stdout) if done.stdout else None

    def wrapped(self, command, *options, **more):
        given = {"command": command, "description": "d", "timeout": 5}
        answer = self.hook(given, "--wrap-failures", *options, **more)
        self.assertEqual({"hookEventName", "updatedInput"}, set(answer["hookSpecificOutput"]))
        out = answer["hookSpecificOutput"]["updatedInput"]
        self.assertEqual({**given, "command": out["command"]}, out)
        return out["command"]

    def both(self, command):
        """As it is and wrapped, run as the agent does it: by eval in a shell."""
        line = self.wrapped(command)
        results = []
        for text in (command, line):
            done = subprocess.run(["bash", "-c", 'eval "$1"', "sh", text], cwd=self.folder,
                                  capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
            results.append((done.returncode, done.stdout, done.stderr))
        return results

    def test_a_failing_commands_output_is_filtered_and_its_status_kept(self):
        secret = token().decode()
        for status in (0, 1, 3, 127, 130, 255):
            plain, filtered = self.both("echo out %s; echo err %s >&2; exit %d"
                                        % (secret, secret, status))
            self.assertEqual(plain[0], filtered[0])
            self.assertEqual((b"out %s\n" % TAG, b"err %s\n" % TAG), filtered[1:])

    def test_commands_of_every_spelling_do_the_same(self):
        for command in ("printf '%s\\n' 'a b' \"c'd\" $'e\\tf'", "cat <<'X'\n$HOME 'q' \"\nX",
                        "cat <<X\n$((1+2)) `echo hi`\nX\nexit 4", "a=1\nb=2\necho $a$b",
                        "# nothing", "echo a; false", "! true", "echo \\\n b",
                        "if true; then echo y; fi",
                        "for i in 1 2; do echo $i; done", "f() { echo $1; return 9; }; f x",
                        "echo '\\'' \"\\\"\" \\'", "(exit 5)", "true && false || exit 6",
                        "echo a | tr a b; exit ${PIPESTATUS[0]}", "set -e; false; echo no",
                        "echo '}' ; { echo x; }", "-x", "echo \u00e9\u2028", "exec echo hi",
                        "trap 'echo bye' EXIT; exit 7", "kill -TERM $$; sleep 5", "'"):
            plain, filtered = self.both(command)
            if command == "kill -TERM $$; sleep 5":
                self.assertEqual(143, filtered[0])
                continue
            if plain[2] == b"":
                self.assertEqual(plain, filtered, command)
            else:
                self.assertEqual(plain[0] == 0, filtered[0] == 0, command)

    def test_nothing_breaks_out(self):
        secret = token().decode()
        for command in ("'; echo %s; '", "\"; echo %s; \"", "} ; echo %s; {", ") ; echo %s; (",
                        "true -- ; echo %s", "inkblot run -- true; echo %s", "x' -c 'echo %s",
                        "echo %s #", "X\nX\necho %s", "\\'; echo %s; \\'", "'\\''; echo %s; '",
                        "-- ; echo %s", "echo %s >&2", "$(echo %s >&2)", "exec 2>&1; echo %s >&2",
                        "echo %s & wait", "(sleep 0.2; echo %s) &", "unset BASH; echo %s"):
            plain, filtered = self.both(command % secret)
            del plain
            self.assertNotIn(token()[8:24], filtered[1] + filtered[2], command)

    def test_the_filter_has_the_hooks_options(self):
        rules = self.file("r.toml", "[[rule]]\nid = 'acme-key'\npattern = 'acme_[a-z]{8}'\n"
                                    "head = 'acme_[a-z]{4}'\nkeywords = ['acme_']\n")
        line = self.wrapped("echo x", "--rules", "r.toml", "--only", "acme-key,jwt", "--style",
                            "<it's {rule}>", cwd=self.folder)
        self.assertIn("'--style=<it'\\''s {rule}>' --rules=" + rules, line)
        self.assertIn("--only=acme-key --only=jwt", line)

    def test_without_the_option_nothing_is_wrapped(self):
        self.assertIsNone(self.hook({"command": "x"}))
        self.assertIsNone(self.hook({"command": "x"}, "--wrap-failures", tool="Read"))

    def test_a_command_that_cannot_be_wrapped_is_denied(self):
        for given in ({"command": "a\0b"}, {"command": "\ud83d"}, {"command": 7}, "text", None):
            answer = self.hook(given, "--wrap-failures")
            self.assertEqual("deny", answer["hookSpecificOutput"]["permissionDecision"], given)


if __name__ == "__main__":
    unittest.main()
