#!/usr/bin/env python3
"""--gitleaks: a configuration as it is; what a stream cannot do is refused, or named."""
import unittest

from program import ACME, ACME_TOKEN, TAG, Case, run, token

CONFIG = ("title = 't'\nminVersion = 'v8.25.0'\n[[rules]]\nid = 'Umbra_Key'\ntags = ['x']\n"
          "regex = '''umbra_key\\s*=\\s*([a-z]{8})'''\nkeywords = ['umbra_key']\nentropy = 1\n"
          "[[rules.allowlists]]\nstopwords = ['fake']\n")
TEXT = b"umbra_key = qwkzrtyp\n"
OUT = b"umbra_key = REDACTED_gitleaks-umbra-key\n"
GAPS = "[allowlist]\npaths = ['x']\n[[rules]]\nid = 'files'\nregex = 'x'\npath = 'y'\n"


class Gitleaks(Case):
    def test_its_rules_stand_beside_the_others(self):
        config = self.file("g.toml", CONFIG)
        rules = self.file("r.toml", ACME)
        done = run("--gitleaks", config, "--rules", rules,
                   stdin=TEXT + ACME_TOKEN + b" " + token() + b"\n")
        self.assertEqual(OUT + b"REDACTED_acme-key " + TAG + b"\n", done.stdout)
        self.assertEqual((0, b""), (done.returncode, done.stderr))

    def test_allowlists_and_entropy_hold(self):
        config = self.file("g.toml", CONFIG)
        text = b"umbra_key = fakertyp\numbra_key = aaaaaaaa\n"
        self.assertEqual(text, run("--gitleaks", config, stdin=text).stdout)

    def test_only_and_except_know_its_ids(self):
        config = self.file("g.toml", CONFIG)
        text = TEXT + token() + b"\n"
        done = run("--gitleaks", config, "--only", "gitleaks-umbra-key", stdin=text)
        self.assertEqual(OUT + token() + b"\n", done.stdout)
        done = run("--gitleaks", config, "--except", "gitleaks-umbra-key", stdin=text)
        self.assertEqual(TEXT + TAG + b"\n", done.stdout)

    def test_an_output_is_left_alone(self):
        config = self.file("g.toml", CONFIG)
        self.assertEqual(OUT, run("--gitleaks", config, stdin=OUT).stdout)

    def test_run_takes_it_as_well(self):
        config = self.file("g.toml", CONFIG)
        done = run("run", "--gitleaks", config, "--", "printf", TEXT.decode())
        self.assertEqual(OUT, done.stdout)

    def test_what_a_stream_cannot_do_is_refused_by_name(self):
        config = self.file("g.toml", CONFIG + GAPS)
        done = self.refused("--gitleaks", config, says=b"--gitleaks-skip-unsupported")
        self.assertIn(b"g.toml:12: an allowlist asks for paths", done.stderr)
        self.assertIn(b"and 1 more", done.stderr)

    def test_or_skipped_and_named(self):
        config = self.file("g.toml", CONFIG + GAPS)
        done = run("--gitleaks", config, "--gitleaks-skip-unsupported", stdin=TEXT)
        self.assertEqual((0, OUT), (done.returncode, done.stdout))
        lines = done.stderr.splitlines()
        self.assertEqual(2, len(lines), lines)
        self.assertIn(b"g.toml:12: an allowlist asks for paths", lines[0])
        self.assertIn(b"g.toml:16: rule files: path", lines[1])
        self.refused("--gitleaks-skip-unsupported", says=b"--gitleaks")

    def test_a_bad_configuration_is_refused_with_its_line(self):
        for content, says in (("[[rules]\n", b"g.toml:1:"),
                              (CONFIG.replace("([a-z]", "((a-z]"), b"g.toml:6: rule Umbra_Key"),
                              (CONFIG.replace("= 1", "= 'x'"), b"g.toml:8: entropy"),
                              (b"\xff\xfe", b"g.toml:1:"), (bytes(64), b"g.toml:1:")):
            self.refused("--gitleaks", self.file("g.toml", content), says=says)
        self.refused("--gitleaks", self.path("none.toml"), says=b"cannot read")
        self.refused("--gitleaks", self.folder, says=b"cannot read")

    def test_what_it_extends_lies_beside_it(self):
        self.file("base.toml", CONFIG)
        over = self.file("over.toml", "[extend]\npath = 'base.toml'\n")
        self.assertEqual(OUT, run("--gitleaks", over, stdin=TEXT).stdout)
        default = self.file("mine.toml", "[extend]\nuseDefault = true\n")
        done = run("--gitleaks", self.path("base.toml"), "--gitleaks", default, stdin=TEXT)
        self.assertEqual((0, OUT), (done.returncode, done.stdout))
        self.refused("--gitleaks", default, says=b"useDefault")
        other = self.file("other.toml", "[extend]\npath = 'none.toml'\n")
        self.refused("--gitleaks", other, says=b"other.toml:2: extend.path")

    def test_nothing_is_loaded_unasked(self):
        self.file(".gitleaks.toml", CONFIG)
        self.file("gitleaks.toml", CONFIG)
        self.assertEqual(TEXT, run("--except", "secret,password", stdin=TEXT,
                                   cwd=self.folder).stdout)

    def test_the_report_does_not_write_over_it(self):
        config = self.file("g.toml", CONFIG)
        self.refused("--gitleaks", config, "--report", config)
        self.assertEqual(CONFIG.encode(), self.read("g.toml"))


if __name__ == "__main__":
    unittest.main()
