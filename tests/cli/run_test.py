#!/usr/bin/env python3
"""inkblot run: exit codes, signals, order, terminals, processes left behind."""
import fcntl
import os
import pty
import resource
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from program import PROGRAM, TAG, Case, pseudo_terminal, run, shell, start, stop, token


class Programs(Case):
    def test_filters_both_streams_and_keeps_the_exit_code(self):
        done = run("run", "--", "sh", "-c", 'echo "$0"; echo "$0" >&2; exit 7', token().decode())
        self.assertEqual((7, TAG + b"\n", TAG + b"\n"),
                         (done.returncode, done.stdout, done.stderr))

    def test_every_word_behind_the_first_dashes_is_the_programs(self):
        words = ["a", "--", "--stats", "rules", "-z", "--help"]
        done = run("run", "--", "printf", "%s,", *words)
        self.assertEqual(",".join(words).encode() + b",", done.stdout)

    def test_programs_that_cannot_be_run(self):
        plain = self.file("plain", b"text", 0o644)
        for command, code in (("/no/such/program", 127), ("no-such-program-at-all", 127),
                              (plain, 126), (self.folder, 126)):
            done = run("run", "--", command)
            self.assertEqual((code, b""), (done.returncode, done.stdout), command)
            self.assertEqual(1, done.stderr.count(b"inkblot: cannot run"))

    def test_a_killed_program_is_128_and_the_signal(self):
        for name, code in (("TERM", 143), ("KILL", 137), ("SEGV", 139)):
            self.assertEqual(code, run("run", "--", "sh", "-c", "kill -%s $$" % name).returncode)

    def test_exit_code_option_does_not_hide_a_failure(self):
        echo = 'echo "$0"; exit $1'
        for given, code in (("0", 1), ("5", 5)):
            done = run("run", "--exit-code", "--", "sh", "-c", echo, token().decode(), given)
            self.assertEqual(code, done.returncode)

    def test_stdin_is_the_programs(self):
        self.assertEqual(b"a\n" + TAG, run("run", "--", "cat", stdin=b"a\n" + token()).stdout)

    def test_the_order_of_a_shared_output_is_kept(self):
        script = 'for i in $(seq 200); do echo o$i; echo e$i >&2; done'
        done = shell('"$0" run -- bash -c "$1" 2>&1', script)
        self.assertEqual(b"".join(b"o%d\ne%d\n" % (i, i) for i in range(1, 201)), done.stdout)

    def test_output_that_cannot_be_written(self):
        done = shell('"$0" run -- sh -c "echo x; sleep 0.2; echo y" > /dev/full')
        self.assertEqual(3, done.returncode)
        done = shell('"$0" run -- yes | head -1; echo ${PIPESTATUS[0]}')
        self.assertEqual(b"y\n141\n", done.stdout)

    def test_the_programs_limits_and_ignored_signals_are_its_own(self):
        limits = (resource.RLIMIT_CORE, (4096, 8192))
        done = run("run", "--", "sh", "-c", "ulimit -Sc; ulimit -Hc",
                   preexec_fn=lambda: resource.setrlimit(*limits))
        self.assertEqual([8, 16], [int(n) for n in done.stdout.split()])  # In blocks of 512.
        show = ('trap "" HUP; trap - PIPE; '
                'exec "$0" run -- grep -E "SigIgn|SigBlk" /proc/self/status')
        masks = dict(line.split() for line in shell(show).stdout.decode().splitlines())
        self.assertEqual(1 << (signal.SIGHUP - 1), int(masks["SigIgn:"], 16))
        self.assertEqual(0, int(masks["SigBlk:"], 16))


class Signals(Case):
    def test_signals_are_passed_on(self):
        for name in ("TERM", "HUP", "USR1", "USR2", "INT", "QUIT"):
            script = 'trap "echo got %s; exit 9" %s; echo ready; while :; do sleep 0.05; done'
            child = start("run", "--", "bash", "-c", script % (name, name))
            self.assertEqual(b"ready\n", child.stdout.readline())
            self.assertEqual((9, b"got %s\n" % name.encode()),
                             stop(child, getattr(signal, "SIG" + name)))

    def test_a_process_left_behind_does_not_hold_us_for_ever(self):
        begin = time.monotonic()
        done = run("run", "--", "sh", "-c", '(sleep 0.4; echo "$0"; sleep 60) & exit 3',
                   token().decode())
        self.assertEqual((3, TAG + b"\n"), (done.returncode, done.stdout))
        self.assertLess(time.monotonic() - begin, 15)


class Terminals(Case):
    def interact(self, *command, size=(24, 80)):
        """The program on a terminal.  Returns (pid, our end)."""
        master, slave = pseudo_terminal()
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        pid = os.fork()
        if pid == 0:
            os.close(master)
            os.login_tty(slave)
            os.execv(PROGRAM, [PROGRAM, *command])
        os.close(slave)
        self.addCleanup(os.close, master)
        return pid, master

    def until(self, master, words, seconds=60):
        text = b""
        end = time.monotonic() + seconds
        while words not in text and time.monotonic() < end:
            if not select.select([master], [], [], 0.2)[0]:
                continue
            try:
                text += os.read(master, 65536)
            except OSError:
                break
        self.assertIn(words, text)
        return text

    def code(self, pid):
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def test_the_program_sees_a_terminal_and_lines_end_once(self):
        script = '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo "is $0"; exit 4'
        pid, master = self.interact("run", "--", "sh", "-c", script, token().decode())
        self.assertIn(b"is " + TAG + b"\r\n", self.until(master, b"\n"))
        self.assertEqual(4, self.code(pid))

    def test_typed_lines_reach_it_with_echo_and_without(self):
        script = ('echo ready; read a; stty -echo; echo quiet; read b; stty echo; '
                  'echo "<$a><$b>"')
        pid, master = self.interact("run", "--", "bash", "-c", script)
        self.until(master, b"ready\r\n")
        os.write(master, b"loud\n")
        self.assertIn(b"loud", self.until(master, b"quiet\r\n"))
        os.write(master, b"hush\n")
        self.assertNotIn(b"hush", self.until(master, b"\n").split(b"<loud>")[0])
        self.assertEqual(0, self.code(pid))

    def test_the_size_follows(self):
        # It hears of the new size twice: from the terminal, perhaps too early, and from us.
        script = ('exec 3<&1; look() { s=$(stty size <&3); echo "$s"; }; trap look WINCH; look; '
                  'until [ "$s" = "50 132" ]; do sleep 0.05; done')
        pid, master = self.interact("run", "--", "bash", "-c", script)
        self.until(master, b"24 80\r\n")
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 132, 0, 0))
        self.until(master, b"50 132\r\n")
        self.assertEqual(0, self.code(pid))

    def test_raw_mode_set_on_the_output_is_set_on_the_terminal_and_undone(self):
        script = 'stty raw -echo <&1; echo raw; read -r -N1 -t 10 key; echo "key $key"; exit 5'
        pid, master = self.interact("run", "--", "bash", "-c", script)
        before = termios.tcgetattr(master)[3]
        self.until(master, b"raw")
        deadline = time.monotonic() + 5
        while termios.tcgetattr(master)[3] & termios.ICANON and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertFalse(termios.tcgetattr(master)[3] & (termios.ICANON | termios.ECHO))
        os.write(master, b"k")
        self.until(master, b"key k")
        self.assertEqual(5, self.code(pid))
        self.assertEqual(before, termios.tcgetattr(master)[3])

    def test_control_c_reaches_the_program_once_and_we_stay_for_its_last_words(self):
        script = ('n=0; trap "n=\\$((n+1))" INT; echo ready; '
                  'for i in 1 2 3 4 5 6 7 8; do sleep 0.1; done; echo "times $n"; exit 6')
        pid, master = self.interact("run", "--", "bash", "-c", script)
        self.until(master, b"ready")
        os.write(master, b"\x03")
        self.until(master, b"times 1\r\n")
        self.assertEqual(6, self.code(pid))

    def test_stop_and_continue_from_a_shell(self):
        # An interactive shell with job control: Ctrl-Z stops the job, fg continues it.
        for end in pseudo_terminal():
            os.close(end)
        pid, master = pty.fork()
        if pid == 0:
            os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
        self.addCleanup(os.close, master)
        run_it = "%s run -- bash -c 'echo rea''dy; sleep 1; echo do''ne'\n" % PROGRAM
        os.write(master, run_it.encode())
        self.until(master, b"ready")
        os.write(master, b"\x1a")
        self.until(master, b"Stopped")
        os.write(master, b"fg\n")
        self.until(master, b"done\r\n")
        os.write(master, b"exit\n")
        self.assertEqual(0, self.code(pid))

    def test_a_filter_that_reads_a_terminal_says_so(self):
        pid, master = self.interact()
        self.until(master, b"Ctrl-D ends the input")
        os.write(master, b"k " + token() + b"\n\x04")
        self.until(master, b"k " + TAG)
        self.assertEqual(0, self.code(pid))


if __name__ == "__main__":
    unittest.main()
