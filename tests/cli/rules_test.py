#!/usr/bin/env python3
"""inkblot rules, and packs made by it."""
import json
import unittest

from program import ACME, ACME_TOKEN, TAG, Case, run, token

ACME_TAG = b"REDACTED_acme-key"


class Packs(Case):
    def compile(self, name="acme.inkdb", *args):
        rules = self.file("acme.toml", ACME)
        done = run("rules", "compile", rules, "-o", self.path(name), *args)
        self.assertEqual(0, done.returncode, done.stderr)
        return self.path(name)

    def test_a_compiled_pack_holds_the_built_in_rules_unless_alone(self):
        text = ACME_TOKEN + b" " + token() + b"\n"
        done = run("--rules", self.compile(), stdin=text)
        self.assertEqual(ACME_TAG + b" " + TAG + b"\n", done.stdout)
        done = run("--rules", self.compile("alone.inkdb", "--alone"), stdin=text)
        self.assertEqual(ACME_TAG + b" " + token() + b"\n", done.stdout)

    def test_rule_files_add_to_the_pack_beside_them(self):
        other = self.file("other.toml", ACME.replace("acme", "umbra"))
        pack = self.compile("alone.inkdb", "--alone")
        for args in (["--rules", pack, "--rules", other], ["--rules", other, "--rules", pack]):
            done = run(*args, stdin=ACME_TOKEN + b" umbra_qwkzrtyp " + token() + b"\n")
            self.assertEqual(ACME_TAG + b" REDACTED_umbra-key " + token() + b"\n", done.stdout)
        self.refused("--rules", pack, "--rules", self.compile("b.inkdb", "--alone"),
                     says=b"one compiled pack")

    def test_a_rule_of_the_same_id_overrides(self):
        path = self.file("r.toml", ACME.replace("acme-key", "github-pat"))
        done = run("--rules", path, stdin=ACME_TOKEN + b" " + token() + b"\n")
        self.assertEqual(TAG + b" " + token() + b"\n", done.stdout)

    def test_a_pack_that_cannot_be_trusted_is_refused_by_name(self):
        self.compile("whole.inkdb", "--alone")
        whole = self.read("whole.inkdb")
        version = bytearray(whole)
        version[7] = 99
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        for name, data, says in (("flipped", bytes(flipped), b"damaged"),
                                 ("version", bytes(version), b"another format version"),
                                 ("cut", whole[:-1], b"damaged"),
                                 ("short", whole[:20], b"no rule database"),
                                 ("empty", b"", b"no rule database"),
                                 ("text", b"[[rule]]\n" * 20, b"no rule database")):
            done = self.refused("--rules", self.file(name + ".inkdb", data), says=says)
            self.assertIn(name.encode() + b".inkdb", done.stderr)
            self.assertIn(b"rules compile", done.stderr)

    def test_the_name_of_a_pack(self):
        rules = self.file("acme.toml", ACME)
        self.refused("rules", "compile", rules, "-o", self.path("x.db"), says=b"FILE.inkdb")
        done = run("rules", "compile", rules, "-o", self.path("none/x.inkdb"))
        self.assertEqual(3, done.returncode)


class Listing(Case):
    def test_list(self):
        rows = [json.loads(r) for r in run("rules", "list", "--json").stdout.splitlines()]
        plain = run("rules", "list").stdout.splitlines()
        self.assertEqual(len(rows), len(plain))
        self.assertIn("github-pat", [row["id"] for row in rows])

    def test_what_a_terminal_would_obey_is_escaped(self):
        odd = self.file("odd.toml", 'provider = "A\\u001b[2K"\n' + ACME +
                        'description = "B\\u202e\\r"\n'
                        'negative_examples = ["acme_qwkzrtyp\\u001b"]\n')
        for args in (("list", "--rules", odd), ("show", "acme-key", "--rules", odd), ("test", odd)):
            done = run("rules", *args)
            self.assertNotIn(b"\x1b", done.stdout + done.stderr, args)
            self.assertNotIn(b"\r", done.stdout, args)
        self.assertIn(b"\\x1b[2K", run("rules", "list", "--rules", odd).stdout)
        self.assertIn(b"\\x1b\" is redacted", run("rules", "test", odd).stdout)

    def test_show_has_a_sample_and_what_becomes_of_it(self):
        text = run("rules", "show", "github-pat").stdout
        self.assertIn(b"sample (made up): " + token() + b"\n", text)
        self.assertIn(b"becomes: " + TAG + b"\n", text)
        self.assertIn(b"inkblot --except github-pat\n", text)

    def test_rules_can_be_shown(self):
        for line in run("rules", "list").stdout.splitlines()[::20]:
            done = run("rules", "show", line.split(b"\t")[0].decode())
            self.assertEqual((0, b""), (done.returncode, done.stderr))

    def test_a_rule_that_misses_its_sample_fails_the_test(self):
        bad = self.file("bad.toml", ACME.replace("{lower:8}", "{upper:8}"))
        self.assertEqual(1, run("rules", "test", bad).returncode)
        self.assertEqual(0, run("rules", "test", self.file("good.toml", ACME)).returncode)


if __name__ == "__main__":
    unittest.main()
