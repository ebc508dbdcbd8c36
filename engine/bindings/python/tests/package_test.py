"""The package as a user has it: installed, with secrets made while the test runs."""
import asyncio
import io
import json
import logging
import os
import random
import subprocess
import sys
import threading
import unittest

import inkblot
import inkblot.log

CHOSEN = random.Random(20261127)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def secret(size=16):
    """Letters that are no word, with digits among them."""
    while True:
        out = "".join(CHOSEN.choices(LETTERS, k=size))
        if sum(c.isdigit() for c in out) > 2 and out[0].isalpha():
            return out


class Texts(unittest.TestCase):
    def test_types_stay(self):
        text = f"password = '{secret()}'"
        want = "password = 'REDACTED_password'"
        self.assertEqual(want, inkblot.redact(text))
        for kind in (str.encode, lambda t: bytearray(t.encode()), lambda t: memoryview(t.encode())):
            self.assertEqual(want.encode(), inkblot.redact(kind(text)))

    def test_what_holds_nothing_is_the_same_object(self):
        for text in ("", "nothing", b"nothing", bytearray(b"nothing"), {"a": [1, "b", None]}, []):
            whole = inkblot.redact_json if isinstance(text, (dict, list)) else inkblot.redact
            self.assertIs(text, whole(text))

    def test_lone_surrogates_and_other_scripts(self):
        text = f"\ud800 \u00e9\U0001f600 password='{secret()}'"
        self.assertEqual("\ud800 \u00e9\U0001f600 password='REDACTED_password'",
                         inkblot.redact(text))
        self.assertEqual({"password": "REDACTED_password", "\udfff": 1},
                         inkblot.redact_json({"password": secret(), "\udfff": 1}))

    def test_findings_are_told_without_the_value(self):
        value = secret()
        told = []
        inkblot.redact(f"x\npassword = '{value}'", told.append)
        self.assertEqual(("password", 2), (told[0]["rule"], told[0]["line"]))
        self.assertNotIn(value, json.dumps(told))

    def test_fields_are_named_by_their_path(self):
        redactor = inkblot.Redactor(redact_fields=["/**/ssn", "/list/*/0"], keep_fields=["/id"])
        told = []
        value = {"id": f"password={secret()}", "\udfff": {"ssn": "078", "n": 5},
                 "list": [(7, "x"), {"password": secret()}]}
        out = redactor.redact_json(value, told.append)
        self.assertEqual({"id": value["id"], "\udfff": {"ssn": "REDACTED_field", "n": 5},
                          "list": [(0, "x"), {"password": "REDACTED_password"}]}, out)
        self.assertEqual(["\\xed\\xbf\\xbf/ssn", "list/0/0", "list/1/password"],
                         [one["path"][1:] for one in told])
        self.assertEqual(out, redactor.redact_json(out))
        with self.assertRaises(inkblot.Error):
            redactor.redact_json_text("no JSON")

    def test_what_a_callback_throws_comes_out(self):
        def throw(_finding):
            raise KeyError("mine")
        with self.assertRaises(KeyError):
            inkblot.redact(f"password = '{secret()}'", throw)

    def test_wrong_types(self):
        for wrong in (5, None, object(), ["a"]):
            with self.assertRaises(TypeError):
                inkblot.redact(wrong)

    def test_options_that_cannot_be(self):
        for options in ({"profile": "careless"}, {"style": "pseudonym"}, {"only": ["none"]},
                        {"keep_fields": ["no path"]},
                        {"rules": ["/no/such/file"]}, {"vaults": ["/no/such"], "vault_key": "/no"}):
            with self.assertRaises(inkblot.Error):
                inkblot.Redactor(**options)
        with self.assertRaises(ValueError):
            inkblot.Redactor(key=b"short")
        with self.assertRaises(TypeError):
            inkblot.Redactor(only="github-pat")

    def test_threads_share_one(self):
        text = f"password = '{secret()}' " + "filler " * 2000
        want = inkblot.redact(text)
        wrong = []

        def work():
            for _ in range(200):
                if inkblot.redact(text) != want:
                    wrong.append(1)
        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], wrong)

    def test_a_forked_process_goes_on(self):
        text = f"password = '{secret()}'"
        inkblot.redact(text)
        child = os.fork()
        if child == 0:
            os._exit(0 if "REDACTED" in inkblot.redact(text) else 1)
        self.assertEqual(0, os.waitpid(child, 0)[1])


class Values(unittest.TestCase):
    def test_keys_and_values_are_read_together(self):
        value = secret()
        given = {"password": value, "rest": (f"it was {value} then", 1, 2.5, True, None,
                                             float("inf")), 1: 2, "1": 3}
        out = inkblot.redact_json(given)
        self.assertEqual({"password": "REDACTED_password",
                          "rest": ("it was REDACTED_password then", 1, 2.5, True, None,
                                   float("inf")), 1: 2, "1": 3}, out)
        self.assertEqual(value, given["password"])

    def test_what_is_no_json_is_refused(self):
        cycle = []
        cycle.append(cycle)
        deep = []
        for _ in range(10_000):
            deep = [deep]
        for wrong, error in ((cycle, ValueError), (deep, ValueError), ({"a": object()}, TypeError),
                             ({(1, 2): 3}, TypeError), (b"bytes", TypeError)):
            with self.assertRaises(error):
                inkblot.redact_json(wrong)

    def test_a_large_object(self):
        rows = [{"id": i, "text": "plain words " * 20} for i in range(20_000)]
        rows.append({"password": secret()})
        out = inkblot.redact_json(rows)
        self.assertEqual({"password": "REDACTED_password"}, out[-1])
        self.assertIs(rows[0], out[0])

    def test_json_text(self):
        text = json.dumps({"password": secret(), "n": 1})
        self.assertEqual({"password": "REDACTED_password", "n": 1},
                         json.loads(inkblot.default_redactor().redact_json_text(text)))


class Streams(unittest.TestCase):
    def setUp(self):
        self.redactor = inkblot.Redactor()
        self.text = f"one\npassword = '{secret()}' \u00e9\nend"
        self.want = self.redactor.redact(self.text).encode()

    def test_pieces(self):
        raw = self.text.encode()
        for size in (1, 3, 1000):
            out = []
            with self.redactor.stream(out.append) as stream:
                for at in range(0, len(raw), size):
                    stream.write(raw[at:at + size])
            self.assertEqual(self.want, b"".join(out))
        self.assertEqual(self.want, b"".join(self.redactor.iterate([self.text])))

    def test_asynchronous_pieces(self):
        async def pieces():
            for c in self.text:
                yield c

        async def whole():
            return b"".join([part async for part in self.redactor.aiterate(pieces())])
        self.assertEqual(self.want, asyncio.run(whole()))

    def test_an_exception_releases_nothing_more(self):
        out = []
        with self.assertRaises(KeyError):
            with self.redactor.stream(out.append) as stream:
                stream.write("password = 'abc")
                raise KeyError
        self.assertNotIn(b"abc", b"".join(out))

    def test_a_writer_that_fails_poisons(self):
        def refuse(_piece):
            raise OSError("full")
        stream = self.redactor.stream(refuse)
        with self.assertRaises(OSError):
            stream.write("a line\n")
        with self.assertRaises(inkblot.Error):
            stream.write("another\n")

    def test_use_after_the_end(self):
        stream = self.redactor.stream([].append)
        stream.finish()
        with self.assertRaises(inkblot.Error):
            stream.write("x")


class Logging(unittest.TestCase):
    def test_records_with_all_they_hold(self):
        value = secret()
        out = io.StringIO()
        logger = logging.getLogger("inkblot.test")
        handler = logging.StreamHandler(out)
        handler.setFormatter(logging.Formatter("%(message)s %(extra)s"))
        handler.addFilter(inkblot.log.RedactingFilter())
        logger.addHandler(handler)
        logger.propagate = False
        try:
            raise ValueError(f"password='{value}'")
        except ValueError:
            logger.exception("%s and %d", f"password='{value}'", 5,
                             extra={"extra": {"password": value}}, stack_info=True)
        logger.error("%d", "no number", extra={"extra": ""})
        self.assertNotIn(value, out.getvalue())
        self.assertIn("REDACTED_password", out.getvalue())
        self.assertIn("Traceback", out.getvalue())
        self.assertIn(inkblot.log.WITHHELD, out.getvalue())

    def test_standard_output(self):
        value = secret()
        code = ("import sys, inkblot.log; sys.stdout = inkblot.log.RedactingWriter(sys.stdout); "
                "print('\u00e9 password=', repr(sys.argv[1]), sep=''); sys.stdout.close()")
        done = subprocess.run([sys.executable, "-c", code, value], capture_output=True, text=True,
                              env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=True)
        self.assertEqual("\u00e9 password='REDACTED_password'\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
