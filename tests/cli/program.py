"""What the tests of the program share: how to call it, and made-up secrets."""
import os
import pty
import signal
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["INKBLOT"]
TAG = b"REDACTED_github-pat"


def only(**names):
    """An environment of just these, and of what a sanitizer is told."""
    told = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return {**told, **names}


def run(*args, stdin=b"", **more):
    more.setdefault("capture_output", True)
    return subprocess.run([PROGRAM, *args], input=stdin, timeout=60, **more)


def shell(script, *args, stdin=b"", **more):
    """Runs a bash script in which $0 is the program and $1... are the arguments."""
    return subprocess.run(["bash", "-c", script, PROGRAM, *args], input=stdin, capture_output=True,
                          timeout=60, **more)


def start(*args, **more):
    return subprocess.Popen([PROGRAM, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, bufsize=0, **more)


def pseudo_terminal():
    """Both ends of one.  A root without /dev/pts has none, and says so instead of failing."""
    try:
        return pty.openpty()
    except OSError as error:
        raise unittest.SkipTest(f"no pseudo-terminals here, mount /dev/pts: {error}")


def stop(child, number=signal.SIGTERM):
    """Sends a signal; returns the exit code and the rest of stdout."""
    child.send_signal(number)
    out = child.stdout.read()
    for stream in (child.stdin, child.stdout, child.stderr):
        stream.close()
    return child.wait(timeout=30), out


_token = run("rules", "sample", "github-pat").stdout.strip()


def token():
    return _token


ACME = ("[[rule]]\nid = 'acme-key'\npattern = 'acme_[a-z]{8}'\nhead = 'acme_[a-z]{4}'\n"
        "keywords = ['acme_']\nsample = 'acme_{lower:8}'\n")
ACME_TOKEN = b"acme_qwkzrtyp"


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def file(self, name, content, mode=0o600):
        path = self.path(name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(path, mode)
        return path

    def read(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def refused(self, *args, code=2, says=b"", stdin=b"text\n", **more):
        """Nothing of the input on stdout, and a reason on stderr."""
        done = run(*args, stdin=stdin, **more)
        self.assertEqual((code, b""), (done.returncode, done.stdout), args)
        self.assertTrue(done.stderr.startswith(b"inkblot: "), (args, done.stderr))
        self.assertIn(says, done.stderr)
        return done
