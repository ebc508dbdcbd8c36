#!/usr/bin/env python3
"""--allow: what is never redacted, and lists that are refused before a byte is written."""
import unittest

from program import TAG, Case, run, token

WORD = b"hunter" + b"27"


class Allow(Case):
    def test_values_patterns_and_keys(self):
        stdin = b"a " + token() + b"\npassword=" + WORD + b"\nfix_password=" + WORD + b"\n"
        lists = {"values": b'values = ["' + token() + b'"]',
                 "patterns": b"patterns = ['ghp_[0-9A-Za-z]{36}']",
                 "keys": b"keys = ['fix_password']"}
        paths = {name: self.file(name + ".toml", text) for name, text in lists.items()}
        for name in ("values", "patterns"):
            out = run("--allow", paths[name], stdin=stdin).stdout
            self.assertIn(token(), out)
            self.assertNotIn(WORD, out)
        out = run("--allow", paths["keys"], stdin=stdin).stdout
        self.assertIn(b"fix_password=" + WORD, out)
        self.assertIn(b"\npassword=REDACTED_password\n", out)
        self.assertIn(TAG, out)
        both = ["--allow", paths["values"], "--allow", paths["keys"]]
        out = run(*both, stdin=stdin).stdout
        self.assertIn(token(), out)
        self.assertIn(b"fix_password=" + WORD, out)
        echo = run("run", *both, "--", "echo", token().decode()).stdout
        self.assertEqual(token() + b"\n", echo)

    def test_bad_lists_are_refused(self):
        for text, line in (("values = [", 1), ("values = ['a',\n'']", 2), ("patterns = ['(']", 1),
                           ("keys = ['a']\npatterns = ['a', '.*']", 2), ("value = []", 1)):
            path = self.file("bad.toml", text)
            for command in ([], ["run"]):
                args = [*command, "--allow", path, *(["--", "echo", "x"] if command else [])]
                self.refused(*args, says=f"{path}:{line}".encode())
        self.refused("--allow", self.path("none.toml"), says=b"none.toml: No such file")
        self.refused("--allow", self.folder, says=b"cannot read")

    def test_an_entry_is_never_shown(self):
        path = self.file("bad.toml", b"values = ['ok']\npatterns = ['" + token() + b"(']")
        self.assertNotIn(token()[4:20], self.refused("--allow", path, says=b"bad.toml:2").stderr)

    def test_a_report_does_not_overwrite_the_list(self):
        path = self.file("a.toml", "keys = ['a']")
        self.refused("--allow", path, "--report", path)
        self.assertEqual(b"keys = ['a']", self.read("a.toml"))


if __name__ == "__main__":
    unittest.main()
