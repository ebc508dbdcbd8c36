#!/usr/bin/env python3
"""Disks, pipes, descriptors and signals that fail: exit codes, and nothing unscanned on stdout."""
import contextlib
import fcntl
import os
import select
import signal
import subprocess
import time
import unittest

from program import PROGRAM, TAG, Case, pseudo_terminal, run, shell, start, stop, token


class Outputs(Case):
    def test_full_disk(self):
        done = shell('"$0" > /dev/full', stdin=b"x\n" * 9)
        self.assertEqual(3, done.returncode)
        self.assertIn(b"No space left", done.stderr)

    def test_a_limit_on_file_sizes(self):
        data = b"0123456789abcde\n" * 200000
        done = shell('ulimit -f 2048; "$0" > "$1"', self.path("out"), stdin=data)
        self.assertEqual(3, done.returncode)
        self.assertEqual(data[:2048 * 1024], self.read("out"))

    def test_a_reader_that_goes_away_is_success(self):
        done = shell('yes | "$0" | head -1; echo ${PIPESTATUS[1]}')
        self.assertEqual((b"y\n0\n", b""), (done.stdout, done.stderr))

    def test_closed_descriptors(self):
        report = self.path("r")
        for script, code in (('"$0" >&-', 3), ('"$0" <&-', 3),
                             ('"$0" 2>&- | cat; exit ${PIPESTATUS[0]}', 0),
                             ('"$0" --report "$1" >&-', 3), ('"$0" <&- >&- 2>&-', 3),
                             ('"$0" run -- echo text >&-', 3), ('"$0" run -- cat <&-', 1),
                             ('"$0" --no-such <&- >&- 2>&-', 2)):
            done = shell(script, report, stdin=token() + b"\n")
            self.assertEqual(code, done.returncode, script)
            self.assertNotIn(token(), done.stdout)
        self.assertNotIn(TAG, self.read("r")[:10])
        self.assertEqual(b'{"rule":', self.read("r")[:8])  # The report, and not the text.

    def test_descriptors_that_do_not_block(self):
        data = b"0123456789abcde\n" * 100000 + token() + b"\n"
        ours, its = os.pipe()
        for fd in (ours, its):
            fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK)
        with open(self.file("in", data), "rb") as f:
            child = subprocess.Popen([PROGRAM], stdin=f, stdout=its)
        os.close(its)
        out = b""
        while True:
            select.select([ours], [], [])
            piece = os.read(ours, 65536)
            if not piece:
                break
            out += piece
        os.close(ours)
        self.assertEqual(0, child.wait())
        self.assertEqual(data.replace(token(), TAG), out)


class Ends(Case):
    def begun(self, *args):
        """A filter that holds the beginning of a secret."""
        child = start(*args)
        child.stdin.write(b"before " + token() + b"\nheld " + token()[:20])
        out = os.read(child.stdout.fileno(), len(b"before \n" + TAG))
        self.assertEqual(b"before " + TAG + b"\n", out)
        time.sleep(0.1)
        return child

    def test_a_signal_ends_it_with_what_was_decided(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            report = self.path("report%d" % number)
            code, rest = stop(self.begun("--report", report), number)
            self.assertEqual(128 + number, code)
            self.assertTrue(b"held ".startswith(rest), rest)
            self.assertEqual(1, self.read("report%d" % number).count(b'"github-pat"'))

    def test_an_ignored_signal_stays_ignored(self):
        child = subprocess.Popen(["bash", "-c", 'trap "" HUP; exec "$0"', PROGRAM],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        child.stdin.write(b"a\n")
        self.assertEqual(b"a\n", os.read(child.stdout.fileno(), 10))
        child.send_signal(signal.SIGHUP)
        child.stdin.write(b"b\n")
        child.stdin.close()
        self.assertEqual(b"b\n", child.stdout.read())
        child.stdout.close()
        self.assertEqual(0, child.wait())

    def test_a_reader_that_is_stuck_does_not_keep_it(self):
        with open("/dev/zero", "rb") as zeros:
            child = subprocess.Popen([PROGRAM], stdin=zeros, stdout=subprocess.PIPE)
        time.sleep(0.5)
        child.send_signal(signal.SIGTERM)
        self.assertEqual(143, child.wait(timeout=20))
        child.stdout.close()

    def test_killed_in_mid_stream_leaves_a_redacted_beginning(self):
        line = b"k=" + token() + b" and words\n"
        expected = line.replace(token(), TAG) * 20000
        for delay in (0.005, 0.01, 0.015, 0.02, 0.03, 0.05):
            path = self.file("in", line * 20000)
            with open(path, "rb") as f, open(self.path("out"), "wb") as out:
                child = subprocess.Popen([PROGRAM], stdin=f, stdout=out)
                time.sleep(delay)
                child.kill()
                child.wait()
            self.assertTrue(expected.startswith(self.read("out")), delay)

    def test_interruptions_change_nothing(self):
        data = (b"word " * 10 + token() + b"\n") * 20000
        with open(self.file("in", data), "rb") as f, open(self.path("out"), "wb") as out:
            child = subprocess.Popen([PROGRAM], stdin=f, stdout=out)
            while child.poll() is None:
                for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGWINCH):
                    child.send_signal(number)
                time.sleep(0.002)
        self.assertEqual(0, child.returncode)
        self.assertEqual(data.replace(token(), TAG), self.read("out"))

    def test_no_core_is_dumped_and_none_may_look(self):
        script = 'ulimit -c unlimited; cd "$1"; exec "$0"'
        child = subprocess.Popen(["bash", "-c", script, PROGRAM, self.folder],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        child.stdin.write(token() + b"\n")
        self.assertEqual(TAG + b"\n", os.read(child.stdout.fileno(), 99))
        self.assertEqual(0, os.stat("/proc/%d/mem" % child.pid).st_uid)  # Not dumpable: root's.
        child.send_signal(signal.SIGABRT)
        _, status = os.waitpid(child.pid, 0)
        child.returncode = 0
        child.stdin.close()
        child.stdout.close()
        self.assertTrue(os.WIFSIGNALED(status))
        self.assertFalse(os.WCOREDUMP(status))
        self.assertEqual([], os.listdir(self.folder))


class Progress(Case):
    def on_terminal(self, stdin, stdout):
        """What a slow job says on a terminal that is its stderr."""
        master, slave = pseudo_terminal()
        child = subprocess.Popen([PROGRAM], stdin=stdin, stdout=stdout, stderr=slave)
        os.close(slave)
        return child, master

    def test_a_long_file_shows_progress_on_a_terminal_only(self):
        data = b"0123456789abcde\n" * (1 << 16)
        with open(self.file("in", data), "rb") as f:
            child, master = self.on_terminal(f, subprocess.PIPE)
        out = b""
        for _ in range(4):  # A slow reader: the file takes more than two seconds.
            out += os.read(child.stdout.fileno(), 1 << 16)
            time.sleep(0.8)
        out += child.stdout.read()
        child.stdout.close()
        self.assertEqual((0, data), (child.wait(), out))
        words = b""
        with contextlib.suppress(OSError):  # Of a terminal without anybody at its other end.
            while piece := os.read(master, 9999):
                words += piece
        os.close(master)
        self.assertRegex(words, rb"\rinkblot: [\d.]+ MB, [\d.]+ %")
        self.assertTrue(words.endswith(b"\r\x1b[K"))

    def test_a_short_file_and_a_pipe_show_none(self):
        with open(self.file("in", b"x\n"), "rb") as f:
            child, master = self.on_terminal(f, subprocess.PIPE)
        self.assertEqual(b"x\n", child.stdout.read())
        child.stdout.close()
        child.wait()
        piped, other = self.on_terminal(subprocess.PIPE, subprocess.PIPE)
        for _ in range(3):
            piped.stdin.write(b"x\n" * 9000)
            piped.stdin.flush()
            time.sleep(0.8)
        piped.stdin.close()
        self.assertEqual(b"x\n" * 27000, piped.stdout.read())
        piped.stdout.close()
        piped.wait()
        for end in (master, other):
            self.assertEqual([], [w for w in self.words(end) if w])
            os.close(end)

    def words(self, master):
        try:
            return [os.read(master, 9999)]
        except OSError:  # The other end is closed, and nothing was said.
            return []


if __name__ == "__main__":
    unittest.main()
