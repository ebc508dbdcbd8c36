#!/usr/bin/env python3
"""Members of archives are redacted, and everything else of an archive stays."""
import gzip
import io
import json
import os
import random
import struct
import tarfile
import unittest
import zipfile

from program import TAG, token
from scrub_tree import CODECS, Scrub, log, redacted, secret

SEED = 20261127
IMAGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)
FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
WHEN = 1_600_000_000


def member(name, size=0, kind=tarfile.REGTYPE, link=""):
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, link
    info.mtime, info.mode, info.uid, info.gid = WHEN, 0o640, 12345, 54321
    info.uname, info.gname = "somebody", "people"
    return info


def tar(files, form=tarfile.PAX_FORMAT, more=()):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in files:
            archive.addfile(member(name, len(content)), io.BytesIO(content))
        for info in more:
            archive.addfile(info)
    return out.getvalue()


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, (2020, 2, 3, 4, 5, 6))
            info.external_attr = (0o100640 if not name.endswith("/") else 0o40750) << 16
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def listed(data):
    """All there is of an archive, besides how it is written."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            return [(i.filename, i.date_time, i.external_attr >> 16,
                     i.compress_type * (not i.is_dir()), archive.read(i))
                    for i in archive.infolist()]
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return [(i.name, i.type, i.linkname, i.mtime, i.mode, i.uid, i.gid, i.uname, i.gname,
                 i.pax_headers.get("SCHILY.xattr.user.note"),
                 archive.extractfile(i).read() if i.isreg() else b"") for i in archive]


FILES = [("a.log", secret(2000)), ("folder/" + "n" * 90 + "/b.log", secret()),
         ("clean.log", log(500)), ("image.png", IMAGE + token()), ("empty", b""),
         ("caf\u00e9.txt", secret(3)), ("utf16.txt", secret(5).decode().encode("utf-16"))]
WANTED = {name: content.replace(token(), TAG) for name, content in FILES}
WANTED["image.png"] = IMAGE + token()
WANTED["utf16.txt"] = redacted(5).decode().encode("utf-16")
MORE = [member("folder", kind=tarfile.DIRTYPE), member("link", kind=tarfile.SYMTYPE, link="a.log"),
        member("same", kind=tarfile.LNKTYPE, link="a.log"),
        member("fifo", kind=tarfile.FIFOTYPE)]


def wanted(rows):
    return [row[:-1] + (WANTED.get(row[0], row[-1]),) for row in rows]


class Archives(Scrub):
    def test_every_tar_in_every_compression(self):
        for form in FORMATS.values():
            data = tar(FILES, form, MORE)
            for suffix, (pack, unpack) in {"": (bytes, bytes), **CODECS}.items():
                name = "a.tar" + suffix
                self.put(name, pack(data))
                self.scrub("tree", "--in-place", "--verify", says=b"1 redacted")
                now = unpack(self.now(name))
                self.assertEqual(wanted(listed(data)), listed(now))
                self.scrub("tree", "--in-place", "--journal", "j" + name, says=b"1 clean")
                os.unlink(self.path("tree/" + name))
                os.unlink(self.path("j" + name))

    def test_the_oldest_tar_and_a_text_that_has_its_sum(self):
        def summed(block, fields):
            block[100:148] = fields
            block[148:156] = b" " * 8
            block[148:156] = b"%06o\0 " % sum(block)
            return bytes(block)
        text = secret(10)
        head = bytearray(b"a.log".ljust(512, b"\0"))
        fields = (b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % len(text) +
                  b"%011o\0" % WHEN)
        data = summed(head, fields) + text.ljust((len(text) + 511) // 512 * 512, b"\0")
        self.put("old.tar", data + bytes(1024))
        self.scrub("tree", "--in-place", "--verify", says=b"1 redacted")
        rows = listed(self.now("old.tar"))
        self.assertEqual([("a.log", WHEN, redacted(10))], [(r[0], r[3], r[-1]) for r in rows])
        lines = summed(bytearray(b"x" * 512), b"y" * 48).replace(b"\0 ", b"zz") + secret()
        self.put("old.tar", lines)
        self.scrub("tree", "--in-place", says=b"1 redacted")
        self.assertEqual(lines.replace(token(), TAG), self.now("old.tar"))

    def test_what_only_an_extended_header_can_say(self):
        info = member("x.log", len(secret()))
        info.mtime = WHEN + 0.25
        info.pax_headers = {"SCHILY.xattr.user.note": "kept"}
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            archive.addfile(info, io.BytesIO(secret()))
        self.put("a.tar", out.getvalue())
        self.scrub("tree", "--in-place", "--verify", says=b"1 redacted")
        before = listed(out.getvalue())
        self.assertEqual([before[0][:-1] + (redacted(),)], listed(self.now("a.tar")))

    def test_zip(self):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            data = zipped(FILES + [("folder/", b"")], method)
            self.put("a.zip", data)
            self.scrub("tree", "--in-place", "--verify", says=b"1 redacted")
            self.assertEqual(wanted(listed(data)), listed(self.now("a.zip")))

    def test_a_clean_archive_is_not_written(self):
        for name, data in (("a.tar", tar([("a", log(900))])), ("a.zip", zipped([("a", log(900))])),
                           ("empty.zip", zipped([]))):
            path = self.put(name, data)
            before = os.stat(path)
            self.scrub("tree", "--in-place", says=b"1 clean")
            self.assertEqual((before.st_ino, data), (os.stat(path).st_ino, self.now(name)))
            self.scrub("tree", "--out", "out")
            self.assertEqual(data, self.now(name, "out/tree"))
            os.unlink(path)

    def test_in_each_other(self):
        inner = tar([("deep.log", secret(300)), ("other", log(9))])
        for data, read in (
                (zipped([("in.tgz", gzip.compress(inner)), ("b", b"x")]),
                 lambda d: gzip.decompress(zipfile.ZipFile(io.BytesIO(d)).read("in.tgz"))),
                (tar([("in.zip", zipped([("in.tar", inner)]))]),
                 lambda d: zipfile.ZipFile(io.BytesIO(listed(d)[0][-1])).read("in.tar"))):
            self.put("a", data)
            self.scrub("tree", "--in-place", "--verify", says=b"1 redacted")
            self.assertEqual([redacted(300), log(9)],
                             [row[-1] for row in listed(read(self.now("a")))])
        self.put("a", tar([("log.gz", gzip.compress(secret(50), mtime=1)),
                           ("clean.gz", gzip.compress(log(50), mtime=1))]))
        self.scrub("tree", "--in-place", "--verify", says=b"1 redacted")
        rows = listed(self.now("a"))
        self.assertEqual(redacted(50), gzip.decompress(rows[0][-1]))
        self.assertEqual(gzip.compress(log(50), mtime=1), rows[1][-1])

    def test_reports_name_the_member_and_hide_what_is_secret(self):
        self.put("a.tar", tar([("b/c.log", secret()), (token().decode() + ".log", secret(3))]))
        done = self.scrub("tree", "--in-place", "--report", "report")
        with open(self.path("report"), "rb") as f:
            text = f.read()
        self.assertNotIn(token(), text + done.stderr)
        rows = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(["b/c.log", TAG.decode() + ".log"], [r["member"] for r in rows[:2]])
        self.assertEqual({"tree/a.tar"}, {r["file"] for r in rows})
        self.assertEqual(2, rows[2]["redactions"])

    def test_dry_run(self):
        data = tar([("a", secret())])
        self.put("a.tar", data)
        self.scrub("tree", "--dry-run", says=b"would be redacted: tree/a.tar: 1 findings")
        self.assertEqual(data, self.now("a.tar"))


class Refused(Scrub):
    def refuse(self, data, says, name="a"):
        self.put(name, data)
        for args in (("--out", "out"), ("--in-place",)):
            done = self.scrub("tree", *args, code=5, says=says)
            self.assertNotIn(token(), done.stderr)
        self.assertEqual(data, self.now(name))
        self.assertFalse(os.path.exists(self.path("out/tree/" + name)))
        self.assertEqual([], self.drafts())

    def test_names_that_lead_out(self):
        for name in ("../a", "a/../../b", "/etc/a", "..", "..\\a"):
            self.refuse(tar([("x", secret()), (name, b"x")]), b"leads out of it")
            self.refuse(zipped([("x", secret()), (name, b"x")]), b"leads out of it")
        out = tar([("x", secret())], more=[member("l", kind=tarfile.LNKTYPE, link="../x")])
        self.refuse(out, b"leads out of it")

    def test_two_of_one_name(self):
        self.refuse(tar([("x", secret()), ("./x", b"x")]), b"one name")
        with self.assertWarns(UserWarning):
            data = zipped([("x", secret()), ("x", b"x")])
        self.refuse(data, b"one name")

    def test_what_cannot_be_taken_apart(self):
        database = b"SQLite format 3\0" + secret()
        self.refuse(tar([("x", secret()), ("d", database)]), b"SQLite database in tar archive")
        self.refuse(gzip.compress(zipped([("x", secret())])), b"zip archive in gzip")
        self.refuse(tar([("x", gzip.compress(gzip.compress(secret())))]), b"gzip in tar archive")
        deep = secret()
        for _ in range(4):
            deep = tar([("x", deep)])
        self.refuse(deep, b"archives in archives")
        data = bytearray(zipped([("x", secret())]))
        data[6] |= 1
        data[data.rindex(b"PK\x01\x02") + 8] |= 1
        self.refuse(bytes(data), b"encrypted member in zip archive")

    def test_cut_short(self):
        for data in (tar([("x", secret(200)), ("y", secret(200))]),
                     zipped([("x", secret(200)), ("y", secret(200))])):
            for size in (len(data) // 3, len(data) * 2 // 3):
                self.refuse(data[:size], b"damaged")
            self.refuse(gzip.compress(data)[:-4], b"input is cut short")

    def test_any_byte_that_is_changed(self):
        choice = random.Random(SEED)
        for data in (tar([("x", secret(20)), ("y", b"y" * 700)]),
                     zipped([("x", secret(20)), ("y", b"y" * 700)])):
            for i in range(150):
                changed = bytearray(data)
                changed[choice.randrange(len(data))] ^= 1 << choice.randrange(8)
                self.put("%d" % i, bytes(changed))
            before = {name: self.now(name) for name in os.listdir(self.path("tree"))}
            done = self.scrub("tree", "--in-place", "--verify", code=5)
            self.assertNotIn(b"inkblot: 0 redacted", done.stderr)
            for name, was in before.items():
                if self.now(name) != was:
                    rows = [row[-1] for row in listed(self.now(name))]
                    self.assertFalse(any(token() in row for row in rows))
                os.unlink(self.path("tree/" + name))

    def test_bombs(self):
        bomb = zipped([("%d" % i, b"a" * (100 << 20)) for i in range(11)])
        self.refuse(bomb, b"larger by far")
        info = member("x")
        info.size = 1 << 40
        self.refuse(info.tobuf(tarfile.GNU_FORMAT) + b"a" * 4096, b"damaged")

    def test_a_zip_whose_sizes_lie(self):
        data = bytearray(zipped([("x", secret(100))], zipfile.ZIP_STORED))
        at = data.rindex(b"PK\x01\x02") + 20
        data[at:at + 8] = struct.pack("<II", 10, 10)
        self.refuse(bytes(data), b"damaged")


if __name__ == "__main__":
    unittest.main()
