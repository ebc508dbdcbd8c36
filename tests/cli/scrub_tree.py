"""What the tests of `scrub` share: a folder of old files, and what there is in one."""
import bz2
import gzip
import lzma
import os
import shutil
import stat
import subprocess
import unittest

from program import TAG, Case, only, run, token

OLD = 1_700_000_000_123_456_789  # In nanoseconds since 1970.
NOBODY = 65534


def zstd(*args, data):
    return subprocess.run(["zstd", "-q", *args], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


CODECS = {"gz": (gzip.compress, gzip.decompress), "bz2": (bz2.compress, bz2.decompress),
          "xz": (lzma.compress, lzma.decompress)}
if shutil.which("zstd"):
    CODECS["zst"] = (lambda data: zstd("--no-check", data=data), lambda data: zstd("-d", data=data))


def log(lines, seed=0):
    """A text without a secret, which does not shrink to nothing."""
    return b"".join(b"line %d of the log, %x\n" % (i, (i + seed) * 2654435761 % 2**32)
                    for i in range(lines))


def secret(lines=0, seed=0):
    return log(lines, seed) + b"key: " + token() + b"\n" + log(lines, seed + 1)


def redacted(lines=0, seed=0):
    return secret(lines, seed).replace(token(), TAG)


class Scrub(Case):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("tree"))
        self.environment = only(HOME=self.path("home"), XDG_STATE_HOME=self.path("state"),
                                PATH=os.environ["PATH"])

    def scrub(self, *args, code=0, says=b"", **more):
        more.setdefault("env", self.environment)
        done = run("scrub", *args, cwd=self.folder, **more)
        self.assertEqual((code, b""), (done.returncode, done.stdout), done.stderr)
        self.assertIn(says, done.stderr)
        return done

    def put(self, name, content, mode=0o600, when=OLD):
        path = os.path.join(self.folder, "tree", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content)
        os.chmod(path, mode)
        os.utime(path, ns=(when, when))
        return path

    def now(self, name, top="tree"):
        with open(os.path.join(self.folder, top, name), "rb") as f:
            return f.read()

    def state(self, top="tree"):
        """Everything of a tree that must come out the same, however often it was begun."""
        out = {}
        root = self.path(top)
        nodes = {}
        for folder, folders, files in os.walk(root):
            for name in sorted(folders) + sorted(files):
                path = os.path.join(folder, name)
                about = os.lstat(path)
                shown = os.path.relpath(path, root)
                key = [stat.S_IFMT(about.st_mode), stat.S_IMODE(about.st_mode), about.st_uid]
                if stat.S_ISREG(about.st_mode):
                    with open(path, "rb") as f:
                        key += [f.read(), about.st_mtime_ns, about.st_nlink]
                    nodes.setdefault(about.st_ino, []).append(shown)
                out[shown] = key
        out.pop(".inkblot-scrub.journal", None)
        return out, sorted(sorted(names) for names in nodes.values() if len(names) > 1)

    def drafts(self):
        return [name for _, _, files in os.walk(self.folder) for name in files
                if name.endswith(".scrub")]

    def as_nobody(self):
        """What runs the program as somebody who may not do everything."""
        if os.geteuid() != 0:
            return {}
        os.chmod(self.folder, 0o755)
        self.environment["HOME"] = self.path("nobody")
        self.environment["XDG_STATE_HOME"] = self.path("nobody")
        os.mkdir(self.path("nobody"))
        for folder, folders, files in os.walk(self.folder):
            for name in folders + files:
                os.chown(os.path.join(folder, name), NOBODY, -1, follow_symlinks=False)
        # The build may lie where only root can go.
        program = shutil.copy(os.environ["INKBLOT"], self.folder)
        return {"user": NOBODY, "executable": program}


needs_attributes = unittest.skipUnless(hasattr(os, "setxattr"), "no extended attributes here")
