#!/usr/bin/env python3
"""--config, INKBLOT_CONFIG and --print-config."""
import os
import tomllib
import unittest

from program import ACME, ACME_TOKEN, TAG, Case, run, token

WEAK = b"password=" + b"hunter27\n"


class Config(Case):
    def config(self, text, name="c.toml"):
        return self.file(name, text)

    def test_options_from_a_file(self):
        self.file("acme.toml", ACME)
        path = self.config('style = "mask"\nrules = ["acme.toml"]\nexcept = "jwt"\n')
        for args, env in ((["--config", path], {}), ([], {"INKBLOT_CONFIG": path})):
            done = run(*args, stdin=b"a " + ACME_TOKEN, env={**os.environ, **env})
            self.assertEqual((0, b"a " + b"X" * 13), (done.returncode, done.stdout))
        echo = ["--", "echo", ACME_TOKEN.decode()]
        for args in (["run", "--config", path], ["--config", path, "run"]):
            self.assertEqual(b"X" * 13 + b"\n", run(*args, *echo).stdout)

    def test_the_command_line_goes_first(self):
        path = self.config('style = "mask"\nstats = true\nexit-code = true\nonly = ["jwt"]\n')
        done = run("--config", path, "--style", "tag", "--stats=false", "--only", "github-pat",
                   stdin=token())
        self.assertEqual((1, TAG, b""), (done.returncode, done.stdout, done.stderr))
        other = self.config('style = "partial"\n', "d.toml")
        done = run("--config", other, stdin=token(),
                   env={**os.environ, "INKBLOT_CONFIG": self.path("none")})
        self.assertIn(b"_REDACTED_", done.stdout)
        before = run("--style", "tag", "run", "--config", path, "--only", "github-pat",
                     "--", "echo", token().decode())
        self.assertEqual((1, TAG + b"\n"), (before.returncode, before.stdout))

    def test_every_option_may_stand_in_it(self):
        shown = run("--print-config").stdout.decode()
        names = {line.split()[1 if line.startswith("#") else 0] for line in shown.splitlines()}
        self.assertEqual({"style", "key-file", "profile", "rules", "allow", "vault",
                          "vault-key", "vault-key-fd", "vault-keyring", "accept-masks", "gitleaks",
                          "gitleaks-skip-unsupported", "only", "except", "report", "stats",
                          "exit-code", "decompress"}, names)
        self.file("key", b"k" * 32)
        self.file("allow.toml", "values = ['x']")
        self.file("g.toml", "[[rules]]\nid = 'x'\nregex = 'x'\npath = 'y'\nkeywords = ['xyz']\n")
        path = self.config('style = "pseudonym"\nkey-file = "key"\nprofile = "strict"\n'
                           'allow = ["allow.toml"]\ngitleaks = ["g.toml"]\n'
                           'gitleaks-skip-unsupported = true\nonly = ["github-pat"]\nexcept = []\n'
                           'report = "r.jsonl"\nstats = true\nexit-code = true\n'
                           "decompress = true\n")
        done = run("--config", path, stdin=token())
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stdout, b"^" + TAG + b"_[a-z2-9]{8}$")
        self.assertIn(b'"github-pat"', self.read("r.jsonl"))
        self.assertIn(b"github-pat", done.stderr)

    def test_mistakes_name_their_line(self):
        for text, line, says in (('\nstyel = "tag"', 2, b"did you mean style?"),
                                 ("style = 3", 1, b"style must be a string"),
                                 ("stats = 'yes'", 1, b"true or false"),
                                 ("only = ['jwt', 3]", 1, b"strings only"),
                                 ("rules = 7", 1, b"a string or an array"),
                                 ("[only]\nx = 1", 1, b"only must be"),
                                 ("style = ", 1, b""),
                                 ("\n\nprofile = 'stric'", 3, b"did you mean strict?"),
                                 ("\nstyle = 'tga'", 2, b"did you mean tag?"),
                                 ("style = 'pseudonym'", 1, b"--key-file"),
                                 ("only = [\n'jwt',\n'jwtt']", 1, b"did you mean jwt?"),
                                 ("\nkey-file = 'none'", 2, b"No such file"),
                                 ("\nrules = 'none.toml'", 2, b"none.toml"),
                                 ("\nallow = 'none.toml'", 2, b"none.toml"),
                                 ("\nreport = 'none/r'", 2, b"none/r"),
                                 ("config = 'x'", 1, b"no option is named config"),
                                 ("files = ['x']", 1, b"no option is named files")):
            path = self.config(text)
            self.refused("--config", path, says=f"{path}:{line}: ".encode())
            self.assertIn(says, self.refused("--config", path).stderr, text)
            self.refused("run", "--config", path, "--", "echo", "x", says=b"c.toml")
        self.refused("--config", self.path("none"), says=b"No such file")
        self.refused("--config", self.folder)

    def test_print_config(self):
        path = self.config('\nstyle = "<{rule}>"\nrules = ["a.toml"]\n')
        rules = self.file("a.toml", ACME)
        shown = run("--config", path, "--profile", "precise", "--print-config", stdin=token())
        self.assertEqual(0, shown.returncode)
        lines = shown.stdout.decode().splitlines()
        self.assertIn(f'style = "<{{rule}}>"  # {path}:2', lines)
        self.assertIn(f'rules = ["{rules}"]  # {path}:3', lines)
        self.assertIn('profile = "precise"  # command line', lines)
        self.assertIn("stats = false  # default", lines)
        self.assertIn("# report is not set", lines)
        self.assertEqual("precise", tomllib.loads(shown.stdout.decode())["profile"])
        again = self.config(shown.stdout, "again.toml")
        stdin = ACME_TOKEN + b" " + WEAK
        expected = run("--config", path, "--profile", "precise", stdin=stdin).stdout
        self.assertEqual(b"<acme-key> " + WEAK, expected)
        self.assertEqual(expected, run("--config", again, stdin=stdin).stdout)
        self.refused("--print-config", "--profile", "stric", says=b"strict?")
        self.assertEqual(0, run("run", "--print-config").returncode)

    def test_names_are_redacted_in_it(self):
        path = self.file(token().decode() + ".toml", "profile = 'strict'")
        shown = run("--config", path, "--print-config").stdout
        self.assertIn(b"REDACTED_github-pat.toml:1", shown)
        self.assertNotIn(token()[4:24], shown)

    def test_the_report_does_not_overwrite_it(self):
        path = self.config("report = 'c.toml'")
        self.refused("--config", path, says=b"c.toml:1: ")
        self.assertEqual(b"report = 'c.toml'", self.read("c.toml"))

    def test_commands_without_use_for_it_leave_it_alone(self):
        env = {**os.environ, "INKBLOT_CONFIG": self.path("none")}
        self.assertEqual(0, run("rules", "list", env=env).returncode)
        self.refused(env=env, says=b"none: No such file")
        self.refused("--config", "x", "rules", "list", says=b"behind the command")


if __name__ == "__main__":
    unittest.main()
