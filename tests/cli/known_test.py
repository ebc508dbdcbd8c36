"""--vault and --accept-masks: what is known is redacted, and no filter runs without its store."""
import base64
import json
import os
import random
import signal
import unittest

from program import Case, run, start


def made_up(size, seed):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return "".join(random.Random(seed).choices(letters, k=size)).encode()


class Known(Case):
    def setUp(self):
        super().setUp()
        self.store = self.path("known.inkv")
        self.key = self.path("known.key")
        self.keyed = ["--vault", self.store, "--vault-key", self.key]
        self.vault("init")
        self.value = made_up(30, 1)
        self.add("payments/api_key", self.value)

    def vault(self, command, *args, stdin=b""):
        done = run("vault", command, *self.keyed, *args, stdin=stdin)
        self.assertEqual(done.returncode, 0, done.stderr)

    def add(self, label, value):
        self.vault("add", "--label", label, stdin=value)

    def report(self):
        with open(self.path("report"), encoding="ascii") as rows:
            return [json.loads(row) for row in rows]

    def test_every_form_is_redacted_and_reported_by_label_and_form(self):
        text = b"a " + self.value + b" b " + base64.b64encode(self.value) + b" c\n"
        done = run(*self.keyed, "--report", self.path("report"), "--stats", stdin=text)
        tag = b"REDACTED_payments.api_key"
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, b"a " + tag + b" b " + tag + b" c\n")
        self.assertEqual([(row["rule"], row["evidence"]) for row in self.report()],
                         [("payments/api_key", "known"), ("payments/api_key (base64)", "known")])
        self.assertIn(b"1  payments/api_key (base64)", done.stderr)
        for output in (done.stderr, json.dumps(self.report()).encode()):
            for at in range(len(self.value) - 8):
                self.assertNotIn(self.value[at:at + 8], output)

    def test_a_store_that_cannot_be_loaded_is_no_filter(self):
        with open(self.store, "rb") as file:
            good = file.read()
        bad = {"cut": good[:-9], "altered": good[:-9] + bytes([good[-9] ^ 1]) + good[-8:],
               "empty": b"", "other": b"hello"}
        for name, content in bad.items():
            with open(self.path(name), "wb") as file:
                file.write(content)
        os.makedirs(self.path("folder"))
        for args in ([["--vault", self.path(name), "--vault-key", self.key] for name in bad] +
                     [["--vault", self.path("none"), "--vault-key", self.key],
                      ["--vault", self.path("folder"), "--vault-key", self.key],
                      ["--vault", self.store],
                      [*self.keyed, "--vault", self.path("cut")]]):
            done = run(*args, stdin=b"text\n")
            self.assertEqual((done.stdout, done.returncode != 0), (b"", True), args)
            self.assertNotEqual(done.stderr, b"")

    def test_the_key_may_be_in_the_environment_and_is_not_passed_on(self):
        with open(self.key, "rb") as file:
            key = file.read().decode().strip()
        env = {**os.environ, "INKBLOT_VAULT_KEY": key}
        done = run("--vault", self.store, stdin=self.value, env=env)
        self.assertEqual(done.stdout, b"REDACTED_payments.api_key")
        script = "echo $0; echo key=$INKBLOT_VAULT_KEY"
        done = run("run", "--vault", self.store, "--", "sh", "-c", script, self.value.decode(),
                   env=env)
        self.assertEqual(done.stdout, b"REDACTED_payments.api_key\nkey=\n")

    def filtering(self, *args):
        child = start(*self.keyed, "--report", self.path("report"), *args)
        self.addCleanup(lambda: [s.close() for s in (child.stdin, child.stdout, child.stderr)])
        self.addCleanup(child.kill)
        return child

    def test_a_changed_store_is_in_force_from_the_offset_that_is_reported(self):
        child = self.filtering()
        other = made_up(24, 2)
        child.stdin.write(b"1 " + other + b".\n")
        self.assertEqual(child.stdout.readline(), b"1 " + other + b".\n")
        self.add("new", other)
        child.stdin.write(b"2 " + other + b".\n")
        self.assertEqual(child.stdout.readline(), b"2 REDACTED_new.\n")
        child.send_signal(signal.SIGHUP)
        child.stdin.write(b"3 " + other + b".\n")
        self.assertEqual(child.stdout.readline(), b"3 REDACTED_new.\n")
        child.stdin.close()
        self.assertEqual(child.wait(timeout=30), 0)
        changes = [row["from"] for row in self.report() if "vault" in row]
        self.assertEqual(changes, [28, 56])

    def test_a_store_that_becomes_unreadable_ends_the_filter(self):
        child = self.filtering()
        child.stdin.write(b"one\n")
        self.assertEqual(child.stdout.readline(), b"one\n")
        with open(self.path("next"), "wb") as file:
            file.write(b"no store")
        os.rename(self.path("next"), self.store)
        child.stdin.write(b"two\n")
        child.stdin.close()
        self.assertEqual(child.stdout.read(), b"")
        self.assertNotEqual(child.wait(timeout=30), 0)
        self.assertIn(b"the store has changed", child.stderr.read())

    def test_many_reloads_lose_no_byte(self):
        child = self.filtering("--style", "mask")
        line = b"some text and " + self.value + b" in it\n"
        hidden = line.replace(self.value, b"X" * len(self.value))
        for number in range(50):
            if number % 2 == 0:
                self.vault("add", "--label", f"n/{number}", stdin=made_up(20, number))
            child.stdin.write(line * 100)
            for _ in range(100):
                self.assertEqual(child.stdout.readline(), hidden)
        child.stdin.close()
        self.assertEqual((child.stdout.read(), child.wait(timeout=30)), (b"", 0))

    def test_masks_are_heeded_when_asked_for(self):
        value = made_up(20, 3)
        text = (b"before " + value + b"\n::add-mask::" + value + b"\nbehind " + value + b"\n"
                b"::add-mask::abc\nabc ::add-mask::nothing-9x here\n::add-mask::a%0Ab%25c-7x\r\n"
                b"a\nb%c-7x\n")
        self.assertEqual(run(stdin=text).stdout, text)
        done = run("--accept-masks", stdin=text)
        self.assertEqual(
            done.stdout,
            b"before " + value + b"\n::add-mask::REDACTED_mask\nbehind REDACTED_mask\n"
            b"::add-mask::abc\nabc ::add-mask::nothing-9x here\n::add-mask::REDACTED_mask\r\n"
            b"REDACTED_mask\n")
        self.assertEqual(run("--accept-masks", stdin=done.stdout).stdout, done.stdout)


if __name__ == "__main__":
    unittest.main()
