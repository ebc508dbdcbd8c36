#!/usr/bin/env python3
"""inkblot vault: what each command does, says and exits with."""
import base64
import json
import os
import subprocess
import unittest

from program import PROGRAM, Case, pseudo_terminal, run

VALUE = b"Tr0ub4dor&3 and more"
DAY = r"\d{4}-\d\d-\d\d"


class Vault(Case):
    def setUp(self):
        super().setUp()
        self.store = self.path("known.vault")
        self.names = ["--vault", self.store, "--vault-key", self.path("key")]
        self.vault("init")

    def vault(self, command, *args, stdin=b"", code=0, **more):
        done = run("vault", command, *self.names, *args, stdin=stdin, **more)
        self.assertEqual(code, done.returncode, (command, args, done.stderr))
        return done

    def labels(self):
        rows = self.vault("list", "--json").stdout.decode().splitlines()
        return [json.loads(row)["label"] for row in rows]

    def key(self):
        return self.read("key").strip()


class Commands(Vault):
    def test_init_makes_both_files_once_and_for_the_owner_alone(self):
        for name in ("known.vault", "key"):
            self.assertEqual(0o600, os.stat(self.path(name)).st_mode & 0o777)
        self.assertIn(b"already", self.vault("init", code=2).stderr)
        other = self.path("other.vault")
        self.assertEqual(0, run("vault", "init", "--vault", other, *self.names[2:]).returncode)
        self.refused("vault", "init", "--vault", self.path("third"), says=b"needs its key")

    def test_add_and_check(self):
        self.assertIn(b"is enrolled", self.vault("add", "--label", "pay/key", stdin=VALUE).stderr)
        self.assertIn(b"known already",
                      self.vault("add", "--label", "pay/key", stdin=VALUE + b"\n").stderr)
        for text, form in ((VALUE, b""), (VALUE.hex().encode(), b" (hex)"),
                           (base64.b64encode(VALUE)[:-2], b" (base64)"),
                           (VALUE.replace(b"&", b"&amp;"), b" (xml)")):
            done = self.vault("check", stdin=text)
            self.assertEqual(b"pay/key" + form + b"\n", done.stdout)
        self.assertEqual(b"", self.vault("check", stdin=b"something else", code=1).stdout)

    def test_refusals_give_the_reason(self):
        for value, words, insisting in ((b"", b"empty", 2), (b"abc", b"4 bytes", 2),
                                        (b"hunter2", b"8 bytes", 0), (b"localhost", b"common", 0),
                                        (b"12345678", b"number", 0), (b"a" * 20, b"repeats", 2),
                                        (b"x1" + b"y" * 65536, b"64 KiB", 2)):
            done = self.vault("add", "--label", "a", stdin=value, code=2)
            self.assertIn(words, done.stderr)
            self.assertEqual(insisting == 0, b"--insist" in done.stderr, value[:9])
            self.vault("add", "--label", "a", "--insist", stdin=value, code=insisting)
        for label in ("", "a\nb", "a" * 129, "x (hex)"):
            self.vault("add", "--label", label, stdin=VALUE, code=2)

    def test_binary_values(self):
        value = bytes(range(256))
        self.vault("add", "--label", "bin", stdin=value)
        self.assertEqual(b"bin\n", self.vault("check", stdin=value).stdout)

    def test_a_label_may_have_several_values(self):
        for value in (VALUE, VALUE + b"2"):
            self.vault("add", "--label", "a", stdin=value)
        self.vault("add", "--label", "b", stdin=VALUE)
        self.assertEqual(["a", "a", "b"], self.labels())
        self.assertEqual(b"a\nb\n", self.vault("check", stdin=VALUE).stdout)
        self.vault("remove", "a")
        self.assertEqual(["b"], self.labels())
        self.assertIn(b"did you mean b?", self.vault("remove", "bb", code=2).stderr)

    def test_list_and_expire_and_due(self):
        self.vault("add", "--label", "a", "--expires", "2020-01-31", stdin=VALUE)
        self.vault("add", "--label", "b", "--expires", "90d", stdin=VALUE + b"2")
        self.assertRegex(self.vault("list").stdout.decode(),
                         rf"^a\t{DAY}\t2020-01-31\t\d+ forms\t.*\nb\t{DAY}\t{DAY}\t")
        self.assertEqual(b"a\texpired on 2020-01-31\n", self.vault("due", code=1).stdout)
        self.vault("expire", "a", "--on", "never")
        self.assertEqual(b"", self.vault("due").stdout)
        self.assertEqual(b"", self.vault("due", "--older-than", "1d").stdout)
        self.assertEqual(b"a\t0 days old\nb\t0 days old\n",
                         self.vault("due", "--older-than", "0d", code=1).stdout)
        for when in ("soon", "2020-13-01", "2020-1-1", "90", "d", "-1d"):
            self.vault("expire", "a", "--on=" + when, code=2)

    def test_what_a_report_has_seen_is_due(self):
        self.vault("add", "--label", "pay/key", stdin=VALUE)
        self.vault("add", "--label", "b", stdin=VALUE + b"2")
        rows = [{"rule": "pay/key (base64)", "evidence": "known"},
                {"rule": "pay.key", "evidence": "known"}, {"rule": "b", "evidence": "exact"}]
        report = self.file("report", "".join(json.dumps(row) + "\n" for row in rows[:1] + rows[2:]))
        done = self.vault("due", "--seen", report, code=1)
        self.assertEqual(b"pay/key\tseen 1 times\n", done.stdout)
        done = self.vault("due", "--json", "--seen", self.file("r2", json.dumps(rows[1])), code=1)
        self.assertEqual({"label": "pay/key", "reasons": ["seen 1 times"]}, json.loads(done.stdout))
        self.assertEqual(b"", self.vault("due", "--seen", self.file("r3", "")).stdout)
        self.vault("due", "--seen", self.file("r4", "no JSON"), code=2)
        self.vault("due", "--seen", self.path("none"), code=3)

    def test_rekey(self):
        self.vault("add", "--label", "a", stdin=VALUE)
        before = self.read("known.vault")
        self.vault("rekey", "--new-key", self.path("key2"))
        self.assertIn(b"another key", self.vault("list", code=2).stderr)
        self.names[3] = self.path("key2")
        self.assertEqual(["a"], self.labels())
        self.assertEqual(b"a\n", self.vault("check", stdin=VALUE).stdout)
        self.assertNotEqual(before, self.read("known.vault"))

    def test_a_prompt_does_not_show_what_is_typed(self):
        ours, theirs = pseudo_terminal()
        with subprocess.Popen([PROGRAM, "vault", "add", *self.names, "--label", "a"], stdin=theirs,
                              stdout=theirs, stderr=subprocess.PIPE) as child:
            self.assertIn(b"not shown", child.stderr.readline())
            os.write(ours, VALUE + b"\n")
            self.assertIn(b"is enrolled", child.stderr.read())
            self.assertEqual(0, child.wait(60))
        os.set_blocking(ours, False)
        try:
            shown = os.read(ours, 1000)
        except BlockingIOError:
            shown = b""
        self.assertNotIn(VALUE[:8], shown)
        os.close(ours)
        os.close(theirs)
        self.assertEqual(b"a\n", self.vault("check", stdin=VALUE).stdout)


class Import(Vault):
    def test_formats(self):
        kubernetes = (b"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: " +
                      base64.b64encode(b"Tr0ub4dor-k8s") + b"\n")
        vault = json.dumps({"request_id": "r", "lease_id": "", "data": {
            "data": {"key": "Tr0ub4dor-v2"}, "metadata": {"version": 1}}}).encode()
        variables = b'[{"key": "TOKEN", "value": "Tr0ub4dor-gl"}]'
        for text, label, value, kind in (
                (kubernetes, "db/password", b"Tr0ub4dor-k8s", b"kubernetes"),
                (vault, "key", b"Tr0ub4dor-v2", b"vault"),
                (variables, "TOKEN", b"Tr0ub4dor-gl", b"variables"),
                (b"export X='Tr0ub4dor-env'\n", "X", b"Tr0ub4dor-env", b"dotenv"),
                (b"Tr0ub4dor/line\n", "line-1", b"Tr0ub4dor/line", b"lines")):
            done = self.vault("import", "--label", "from", self.file("export", text))
            self.assertIn(b"1 enrolled, 0 known already, 0 refused (read as " + kind + b")",
                          done.stderr)
            self.assertEqual(b"from/" + label.encode() + b"\n",
                             self.vault("check", stdin=value).stdout)

    def test_what_is_refused_is_named_and_the_rest_enrolled(self):
        text = b"NODE_ENV=production\nKEY=Tr0ub4dor-env\nPIN=123\n"
        done = self.vault("import", stdin=text, code=1)
        self.assertIn(b"NODE_ENV is not enrolled: it is common", done.stderr)
        self.assertIn(b"PIN is not enrolled: it is shorter than 4 bytes\n", done.stderr)
        self.assertEqual(["KEY"], self.labels())
        done = self.vault("import", stdin=text, code=1)
        self.assertIn(b"0 enrolled, 1 known already, 2 refused", done.stderr)

    def test_errors(self):
        self.assertIn(b"line 2", self.vault("import", stdin=b"A=1\nnothing\n", code=2).stderr)
        self.assertIn(b"no value", self.vault("import", stdin=b"", code=2).stderr)
        self.vault("import", self.path("none"), code=3)
        self.vault("import", "--format", "ini", stdin=b"x", code=2)


class Faults(Vault):
    def test_keys_come_from_four_places(self):
        self.vault("add", "--label", "a", stdin=VALUE)
        with_key = {**os.environ, "INKBLOT_VAULT_KEY": self.key().decode()}
        where = ["--vault", self.store]
        self.assertEqual(0, run("vault", "list", *where, env=with_key).returncode)
        with open(self.path("key"), "rb") as key:
            done = run("vault", "list", *where, "--vault-key-fd", str(key.fileno()),
                       pass_fds=[key.fileno()])
        self.assertEqual(0, done.returncode)
        for variable in ("", "short", self.key().decode() + "AAAA"):
            self.refused("vault", "list", *where, says=b"32 bytes",
                         env={**os.environ, "INKBLOT_VAULT_KEY": variable})
        self.refused("vault", "list", *where, says=b"needs its key")
        self.refused("vault", "list", *self.names, "--vault-key-fd", "0", says=b"name one key")
        self.refused("vault", "list", *where, "--vault-keyring", "inkblot-no-such-key", code=3)

    def test_a_key_that_others_may_read_is_refused(self):
        os.chmod(self.path("key"), 0o640)
        self.refused("vault", "list", *self.names, says=b"chmod 600")

    def test_a_store_that_cannot_be_loaded(self):
        good = self.read("known.vault")
        for data, words in ((good[:-1], b"cut short"), (b"", b"cut short"),
                            (good[:-1] + bytes([good[-1] ^ 1]), b"altered"),
                            (good[:7] + b"\x03" + good[8:], b"newer inkblot"),
                            (b"some text", b"no store")):
            self.file("known.vault", data)
            self.refused("vault", "list", *self.names, says=words)
            self.refused("vault", "add", *self.names, "--label", "a", stdin=VALUE, says=words)
            self.assertEqual(data, self.read("known.vault"))
        os.unlink(self.store)
        self.refused("vault", "list", *self.names, code=3)

    def test_many_writers(self):
        children = [subprocess.Popen([PROGRAM, "vault", "add", *self.names, "--label", f"l{i}"],
                                     stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
                    for i in range(12)]
        for i, child in enumerate(children):
            child.communicate(VALUE + b"%d" % i)
            self.assertEqual(0, child.returncode)
        self.assertEqual(sorted(f"l{i}" for i in range(12)), sorted(self.labels()))
        self.assertEqual(["key", "known.vault", "known.vault.lock"],
                         sorted(os.listdir(self.folder)))

    def test_the_words_of_the_command_line(self):
        self.refused("vault", code=2)
        self.refused("vault", "lits", *self.names, code=2)
        self.refused("vault", "add", *self.names, code=2)
        self.refused("vault", "list", code=2)


if __name__ == "__main__":
    unittest.main()
