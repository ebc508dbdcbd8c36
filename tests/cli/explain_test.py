#!/usr/bin/env python3
"""rules explain: every candidate and its verdict, and no value."""
import json
import subprocess
import unittest

from program import ACME, ACME_TOKEN, PROGRAM, Case, run, token

WORD = b"hunter" + b"27"


class Explain(Case):
    def rows(self, *args, stdin):
        done = run("rules", "explain", "--json", *args, stdin=stdin)
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_words_for_people(self):
        out = run("rules", "explain", stdin=b"\nk " + token() + b"\n").stdout.decode()
        self.assertIn('line 2, byte 3: github-pat, seen "ghp_": found, its check value holds', out)
        self.assertIn("  for: the documented form; its check value holds\n", out)
        self.assertIn("line 2, bytes 3 to 43: redacted as github-pat (checksummed)\n", out)
        self.assertNotIn(token()[4:8].decode(), out)

    def test_scores(self):
        out = run("rules", "explain", stdin=b"f('" + token()[4:] + b"')\n").stdout.decode()
        self.assertRegex(out, r"rare-literal.*: found, unlike any word\n")
        self.assertRegex(out, r"  score: rarity [6-9]\.\d+, 6\.50 asked\n")
        row = self.rows(stdin=b"password=" + WORD + b"\n")[0]
        self.assertEqual({"scale": "weight", "has": 1, "asked": 1}, row["score"])

    def test_found_rejected_and_suppressed(self):
        stdin = b"password=" + WORD + b"\nghp_" + b"x" * 36 + b"\nthe password of\n"
        rows = self.rows(stdin=stdin)
        verdicts = {(row["line"], row["rule"]): row for row in rows if "verdict" in row}
        self.assertEqual("found", verdicts[1, "password"]["verdict"])
        self.assertEqual([9, 17], verdicts[1, "password"]["value"])
        self.assertEqual("password", verdicts[1, "password"]["seen"])
        self.assertEqual("rejected", verdicts[3, "password"]["verdict"])
        redacted = [row for row in rows if "redacted" in row]
        self.assertEqual([([9, 17], "password")], [(r["redacted"], r["rule"]) for r in redacted])
        repeated = self.rows(stdin=b"ghp_" * 4000)
        self.assertIn("suppressed", {row.get("verdict") for row in repeated})

    def test_the_verdicts_are_those_of_the_filter(self):
        for args in ([], ["--profile", "strict"], ["--profile", "precise"],
                     ["--except", "password"]):
            stdin = b"password=" + WORD + b"\n" + token() + b"\n"
            self.file("r.jsonl", b"")
            run(*args, "--report", self.path("r.jsonl"), stdin=stdin)
            report = [json.loads(line) for line in self.read("r.jsonl").splitlines()]
            rows = [row for row in self.rows(*args, stdin=stdin) if "redacted" in row]
            self.assertEqual([(r["rule"], r["input"], r["line"]) for r in report],
                             [(r["rule"], r["redacted"], r["line"]) for r in rows])

    def test_files_rules_lists_and_configurations(self):
        rules = self.file("acme.toml", ACME)
        path = self.file("f", b"a " + ACME_TOKEN)
        allow = self.file("a.toml", b"values = ['" + ACME_TOKEN + b"']")
        config = self.file("c.toml", "rules = 'acme.toml'\nstats = true\n")
        for args in (["--rules", rules], ["--config", config]):
            row = self.rows(*args, path, stdin=b"")[0]
            self.assertEqual((path, "acme-key", "found"),
                             (row["file"], row["rule"], row["verdict"]))
        row = self.rows("--config", config, "--allow", allow, path, stdin=b"")[0]
        self.assertEqual(("rejected", "on the allow list"), (row["verdict"], row["because"]))

    def test_no_value_is_shown(self):
        secrets = [run("rules", "sample", rule).stdout.strip()
                   for rule in ("github-pat", "slack-bot-token", "private-key", "url-password")]
        text = b"\n".join([*secrets, b"password = '" + WORD + b"'", token()[4:] + b"_password=x",
                           b"p_token-" + token()[4:]])
        for args in ([], ["--json"]):
            out = run("rules", "explain", *args, stdin=text).stdout
            for secret in (*secrets, token(), WORD):
                middle = len(secret) // 2
                self.assertNotIn(secret[middle - 3:middle + 3], out)
            self.assertNotIn(token()[4:9], out)

    def test_names_are_harmless(self):
        path = self.file("\x1b[31m" + token().decode(), b"a\xff\x1bpassword=" + WORD + b"\n")
        out = run("rules", "explain", path).stdout
        self.assertIn(b"\\x1b[31mREDACTED_github-pat: line 1", out)
        self.assertNotIn(b"\x1b", out)

    def test_mistakes(self):
        self.refused("rules", "explain", self.path("none"), says=b"No such file")
        self.refused("rules", "explain", "--profile", "stric", says=b"strict?")
        self.refused("rules", "explain", "--config", self.file("c", "\nstyel = 1"), says=b"c:2")
        self.refused("rules", "explain", "--stlye", "x", says=b"unknown option")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "rules", "explain"], input=token(), stdout=full,
                                  stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(3, done.returncode)


if __name__ == "__main__":
    unittest.main()
