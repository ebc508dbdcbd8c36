#!/usr/bin/env python3
"""Help, manual page and completions tell the same, for they come from one table."""
import re
import shutil
import subprocess
import unittest

from program import PROGRAM, Case, run

COMMANDS = [[], ["run"], ["scrub"], ["rules"], ["rules", "list"], ["rules", "show"],
            ["rules", "sample"], ["rules", "test"], ["rules", "compile"], ["rules", "explain"],
            ["completions"], ["man"], ["vault"], *(["vault", command] for command in (
                "init", "add", "import", "list", "check", "remove", "expire", "rekey", "due")),
            ["report"], ["manifest"], ["manifest", "verify"], ["manifest", "key"],
            ["mcp-result"], ["hook"], *(["hook", command] for command in (
                "claude-code", "gemini", "codex", "install", "uninstall"))]
OPTIONS = ["--style", "--key-file", "--rules", "--only", "--except", "--report", "--stats",
           "--exit-code", "--decompress", "--profile", "--allow", "--config", "--print-config"]


class Help(Case):
    def test_short_help_fits_one_screen(self):
        for command in COMMANDS:
            done = run(*command, "-h")
            lines = done.stdout.decode().split("\n")
            self.assertEqual(0, done.returncode)
            self.assertLessEqual(len(lines), 24, command)
            self.assertLessEqual(max(map(len, lines)), 80, command)

    def test_long_help_teaches(self):
        text = run("--help").stdout.decode()
        for words in [*OPTIONS, "EXAMPLES", "EXIT STATUS", "inkblot run -- make deploy", "128+n"]:
            self.assertIn(words, text)
        self.assertLessEqual(max(map(len, text.split("\n"))), 80)
        for command in COMMANDS:
            self.assertEqual(0, run(*command, "--help").returncode, command)

    def test_examples_are_made_of_options_that_exist(self):
        text = run("--help").stdout.decode()
        known = set(re.findall(r"--[a-z-]+", "".join(run(*command, "-h").stdout.decode()
                                                     for command in ([], ["scrub"]))))
        examples = text.split("EXAMPLES")[1].split("EXIT STATUS")[0]
        self.assertLessEqual(set(re.findall(r"(?<=\s)--[a-z-]+", examples)), known)

    def test_version(self):
        self.assertRegex(run("--version").stdout, rb"^inkblot \d+\.\d+\.\d+\n$")

    def test_output_that_cannot_be_written(self):
        for args in (["--help"], ["man"], ["completions", "bash"], ["rules", "list"]):
            with open("/dev/full", "wb") as full:
                done = run(*args, capture_output=False, stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(3, done.returncode, args)


class Manual(Case):
    def test_it_has_every_option_and_section(self):
        text = run("man").stdout.decode()
        for words in [*OPTIONS, "EXIT STATUS", "EXAMPLES"]:
            self.assertIn(words.replace("-", "\\-"), text)
        self.assertEqual(len(re.findall(r"^\.nf$", text, re.M)),
                         len(re.findall(r"^\.fi$", text, re.M)))
        for line in text.split("\n"):
            if line.startswith("."):
                self.assertRegex(line, r"^\.(TH|SH|SS|TP|PP|B|br|nf|fi)\b")
            self.assertFalse(line.startswith("'"), line)

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_mandoc_finds_no_error(self):
        done = subprocess.run(["mandoc", "-Tlint", "-Werror", self.file("i.1", run("man").stdout)],
                              capture_output=True, timeout=60)
        self.assertEqual((0, b""), (done.returncode, done.stdout))


BASH = r"""
source <("$0" completions bash)
inkblot() { "$PROGRAM" "$@"; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _inkblot; printf '%s\n' "${COMPREPLY[@]}"
"""


class Completions(Case):
    def bash(self, *words):
        done = subprocess.run(["bash", "-c", BASH, PROGRAM, "inkblot", *words], timeout=60,
                              capture_output=True,
                              env={"PROGRAM": PROGRAM, "PATH": "/usr/bin:/bin"},
                              cwd=self.folder)
        self.assertEqual(b"", done.stderr)
        return done.stdout.decode().split()

    def test_bash_completes(self):
        self.file("notes.txt", b"")
        for words, found in ((["--st"], ["--style", "--stats"]),
                             (["--style", "p"], ["pseudonym", "partial"]),
                             (["rules", "s"], ["show", "sample"]),
                             (["rules", "show", "github-p"], ["github-pat"]),
                             (["--only", "github-p"], ["github-pat"]),
                             (["run", "--repo"], ["--report"]),
                             (["--report", "no"], ["notes.txt"]), (["no"], ["notes.txt"])):
            self.assertEqual(found, self.bash(*words), words)

    def test_every_option_is_in_every_shells(self):
        for shell in ("bash", "zsh", "fish"):
            text = run("completions", shell).stdout.decode()
            for option in OPTIONS:
                self.assertIn(option if shell != "fish" else "-l " + option[2:], text, shell)
            if not shutil.which(shell):
                continue  # Its syntax can be checked by itself alone.
            done = subprocess.run([shell, "-n", self.file("c." + shell, text)],
                                  capture_output=True, timeout=60)
            self.assertEqual((0, b""), (done.returncode, done.stderr), shell)


if __name__ == "__main__":
    unittest.main()
