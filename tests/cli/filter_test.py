#!/usr/bin/env python3
"""stdin and files to stdout: streams, names, compression."""
import gzip
import os
import select
import subprocess
import threading
import unittest

from program import TAG, Case, PROGRAM, run, shell, start, token


class Streams(Case):
    def test_redacts_stdin(self):
        done = run(stdin=b"a=" + token() + b"\n")
        self.assertEqual((0, b"a=" + TAG + b"\n", b""), (done.returncode, done.stdout, done.stderr))

    def test_exit_code_says_that_something_was_redacted(self):
        self.assertEqual(1, run("--exit-code", stdin=token()).returncode)
        self.assertEqual(0, run("--exit-code", stdin=b"clean").returncode)

    def test_a_line_is_readable_before_anything_else_is_written(self):
        secret = token()
        with start() as child:
            for line, expected in ((b"first\n", b"first\n"), (b"Buzz\n", b"Buzz\n"),
                                   (b"k=" + secret + b"\n", b"k=" + TAG + b"\n"),
                                   (b"\x1b[1mbold\x1b[0m\n", b"\x1b[1mbold\x1b[0m\n")):
                child.stdin.write(line)
                self.assertEqual(expected, os.read(child.stdout.fileno(), 4096))
            child.stdin.write(secret[:12])
            self.assertEqual([], select.select([child.stdout], [], [], 0.2)[0])
            child.stdin.write(secret[12:])
            child.stdin.close()
            self.assertEqual(TAG, child.stdout.read())

    def test_a_million_lines_come_in_order(self):
        data = b"".join(b"line %d\n" % i for i in range(1000000))
        self.assertEqual(data, run(stdin=data).stdout)


class Files(Case):
    def test_every_file_is_a_stream_of_its_own(self):
        secret = token()
        self.file("a", b"x " + secret[:20])
        self.file("b", secret[20:] + b"\n")
        apart = run(self.path("a"), self.path("b")).stdout
        self.assertEqual(run(self.path("a")).stdout + run(self.path("b")).stdout, apart)
        self.assertNotIn(TAG + b"\n", apart)
        self.assertEqual(b"a\nb\nc", run(self.file("f", b"a\n"), "-", self.file("g", b"c"),
                                         stdin=b"b\n").stdout)

    def test_names_that_look_like_options_or_commands(self):
        for name in ("-x", "--stats", "run", "rules"):
            self.file(name, b"of " + name.encode())
            self.assertEqual(b"of " + name.encode(), run("--", name, cwd=self.folder).stdout, name)

    def test_rules_named_by_an_option_leave_the_files_behind_it_alone(self):
        path = self.file("f", token())
        self.assertEqual(token(), run("--except", "github-pat", path).stdout)
        self.assertEqual(TAG, run("--only", "github-pat,jwt", path).stdout)
        self.assertEqual(token(), run("--only", "jwt", "--only", "jwt-base64", path).stdout)

    def test_profiles(self):
        weak = b"password=" + b"hunter27\n"
        self.assertEqual(weak, run("--profile", "precise", stdin=weak).stdout)
        tagged = b"password=REDACTED_password\n"
        for args in ([], ["--profile", "balanced"], ["--profile", "strict"]):
            self.assertEqual(tagged, run(*args, stdin=weak).stdout)

    def test_directories_and_missing_files_are_refused_before_anything_is_written(self):
        good = self.file("good", b"good\n")
        self.refused(good, self.folder, says=b"it is a directory")
        self.refused(good, self.path("none"), says=b"No such file")

    def test_the_output_is_no_input(self):
        path = self.file("f", b"text\n")
        for script in ('"$0" "$1" >> "$1"', '"$0" < "$1" >> "$1"', '"$0" "$1" 1<> "$1"'):
            done = shell(script, path)
            self.assertEqual(2, done.returncode, script)
            self.assertIn(b"it is the output as well", done.stderr)
            self.assertEqual(b"text\n", self.read("f"), script)

    def test_pipes_and_devices_as_files(self):
        secret = token()
        self.assertEqual(TAG, run("/dev/stdin", stdin=secret).stdout)
        self.assertEqual(b"", run("/dev/null").stdout)
        fifos = [self.path("one"), self.path("two")]
        for fifo in fifos:
            os.mkfifo(fifo)

        def feed():
            for fifo in fifos:
                with open(fifo, "wb") as f:
                    f.write(b"y " * 100000 + b"\n" + secret + b"\n")
        writer = threading.Thread(target=feed)
        writer.start()
        done = run(*fifos)
        writer.join()
        self.assertEqual((b"y " * 100000 + b"\n" + TAG + b"\n") * 2, done.stdout)

    def test_a_file_that_grows_or_shrinks_while_it_is_read(self):
        line = b"0123456789abcde\n"
        for change in ("grow", "shrink"):
            path = self.file(change, line * 65536)
            with open(path, "rb") as f, subprocess.Popen(
                    [PROGRAM], stdin=f, stdout=subprocess.PIPE) as child:
                first = os.read(child.stdout.fileno(), 1)
                if change == "grow":
                    with open(path, "ab") as more:
                        more.write(token() + b"\n")
                else:
                    os.truncate(path, 16)
                out = first + child.stdout.read()
            self.assertEqual(0, child.returncode)
            if change == "grow":
                self.assertEqual(line * 65536 + TAG + b"\n", out)
            else:
                self.assertTrue((line * 65536).startswith(out))
                self.assertLess(len(out), len(line) * 65536)

    def test_more_files_than_descriptors(self):
        names = [self.file(str(i), b"%d\n" % i) for i in range(100)]
        done = shell('ulimit -Sn 64; "$0" "$@"', *names)
        self.assertEqual(b"".join(b"%d\n" % i for i in range(100)), done.stdout, done.stderr)


class Compressed(Case):
    def test_compressed_input_is_refused_or_read(self):
        data = gzip.compress(b"k=" + token() + b"\n")
        self.refused(stdin=data, says=b"-z")
        self.assertEqual(b"k=" + TAG + b"\n", run("-z", stdin=data).stdout)
        self.assertEqual(3, run("-z", stdin=data[:-12]).returncode)

    def test_a_compressed_file_behind_another_is_refused_before_anything_is_written(self):
        plain, packed = self.file("p", b"p\n"), self.file("z", gzip.compress(b"z\n"))
        self.refused(plain, packed, says=b"-z")
        self.assertEqual(b"p\nz\n", run("-z", plain, packed).stdout)
        late = run(plain, "-", stdin=gzip.compress(b"z\n"))
        self.assertEqual((3, b"p\n"), (late.returncode, late.stdout))

    def test_a_magic_number_in_pieces(self):
        data = gzip.compress(b"k=" + token() + b"\n")
        with start("-z") as child:
            for byte in data:
                child.stdin.write(bytes([byte]))
            child.stdin.close()
            self.assertEqual(b"k=" + TAG + b"\n", child.stdout.read())


if __name__ == "__main__":
    unittest.main()
