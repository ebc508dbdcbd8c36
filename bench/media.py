#!/usr/bin/env python3
"""Whether media in base64 pass bit for bit, and what only pretends to be media does not.

    media.py --binary build/dev/inkblot            prints a line for each kind
    media.py --binary build/dev/inkblot --check    fails when a byte of media changed, or when a
                                                   credential beside or under a header was missed
    media.py --binary ... --installed /usr         and what packages have put there

Media are made up with a fixed seed (--seed); each stands in an MCP result, in an MCP resource, in a
data URI and in lines of 76 characters in turn.
"""
import argparse
import base64
import collections
import gzip
import io
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import wave
import zipfile
import zlib

from encoded import outputs

MADE_UP = 1000
FILE_BYTES_MAX = 400_000
INSTALLED_MAX = 300  # Of each kind.
TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
         "wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "pdf": "application/pdf",
         "zip": "application/zip", "gz": "application/gzip", "webp": "image/webp",
         "ico": "image/x-icon", "woff2": "font/woff2"}
# What is shown or played; an archive is looked into, and may hold a sample of a credential.
PLAYED = set(TYPES) - {"zip", "gz"}
WORDS = ("the", "sum", "of", "all", "figures", "stands", "in", "this", "table", "image", "created",
         "with", "no", "comment", "Copyright", "page", "one", "Producer", "Title", "artist")


def prose(rng, count):
    return " ".join(rng.choice(WORDS) for _ in range(count)).encode()


def pixels(rng, width, height):
    """Noise, one colour, or a gradient, as pictures are."""
    kind = rng.randrange(3)
    if kind == 0:
        return [rng.randbytes(3 * width) for _ in range(height)]
    if kind == 1:
        return [rng.randbytes(3) * width] * height
    return [bytes((x * y + c) % 256 for x in range(width) for c in range(3)) for y in range(height)]


def png(rng):
    width, height = rng.randrange(1, 90), rng.randrange(1, 90)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I",
                                                                        zlib.crc32(name + data))

    rows = b"".join(b"\0" + row for row in pixels(rng, width, height))
    text = chunk(b"tEXt", b"Comment\0" + prose(rng, 12)) if rng.random() < 0.5 else b""
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + text +
            chunk(b"IDAT", zlib.compress(rows, rng.randrange(10))) + chunk(b"IEND", b""))


def jpg(rng):
    def segment(mark, data):
        return bytes((0xFF, mark)) + struct.pack(">H", len(data) + 2) + data

    scan = rng.randbytes(rng.randrange(200, 20_000)).replace(b"\xff", b"\xff\x00")
    return (b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") +
            segment(0xFE, prose(rng, 8)) + segment(0xDB, b"\0" + rng.randbytes(64)) +
            segment(0xC0, struct.pack(">BHHB", 8, 64, 64, 1) + b"\1\x11\0") +
            segment(0xC4, b"\0" + bytes(16) + rng.randbytes(12)) +
            segment(0xDA, b"\1\1\0\0\x3f\0") + scan + b"\xff\xd9")


def gif(rng):
    width, height = rng.randrange(1, 200), rng.randrange(1, 200)
    data = rng.randbytes(rng.randrange(50, 8_000))
    blocks = b"".join(bytes((len(data[i:i + 255]),)) + data[i:i + 255]
                      for i in range(0, len(data), 255))
    return (b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0) + rng.randbytes(768) +
            b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x08" + blocks + b"\0;")


def bmp(rng):
    width, height = rng.randrange(1, 60), rng.randrange(1, 60)
    rows = b"".join(row + bytes(-len(row) % 4) for row in pixels(rng, width, height))
    return (b"BM" + struct.pack("<IHHI", 54 + len(rows), 0, 0, 54) +
            struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(rows), 2835, 2835, 0, 0) +
            rows)


def wav(rng):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(rng.choice((1, 2)))
        sound.setframerate(8000)
        quiet = rng.random() < 0.3
        size = 2 * rng.randrange(100, 10_000)
        sound.writeframes(bytes(size) if quiet else rng.randbytes(size))
    return out.getvalue()


def mp3(rng):
    frame = b"\xff\xfb\x90\x00"
    return b"ID3\x03\0\0\0\0\0\x21TIT2\0\0\0\x17\0\0\0" + prose(rng, 3)[:22].ljust(22) + b"".join(
        frame + rng.randbytes(413) for _ in range(rng.randrange(1, 40)))


def pdf(rng):
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] >>"]
    text = b"BT /F1 12 Tf 72 720 Td (" + prose(rng, 40) + b") Tj ET"
    packed = rng.random() < 0.5
    stream = zlib.compress(text * rng.randrange(1, 40)) if packed else text
    how = b" /Filter /FlateDecode" if packed else b""
    body.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), how, stream))
    ids = (rng.randbytes(16).hex(), rng.randbytes(16).hex())
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    for i, part in enumerate(body, 1):
        out += b"%d 0 obj\n%s\nendobj\n" % (i, part)
    return out + f"trailer << /Size 5 /Root 1 0 R /ID [<{ids[0]}> <{ids[1]}>] >>\n%%EOF\n".encode()


def zipped(rng):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as held:
        for i in range(rng.randrange(1, 4)):
            held.writestr(f"page{i}.txt", prose(rng, 60) + rng.randbytes(rng.randrange(2000)))
    return out.getvalue()


MAKERS = {"png": png, "jpg": jpg, "gif": gif, "bmp": bmp, "wav": wav, "mp3": mp3, "pdf": pdf,
          "zip": zipped, "gz": lambda rng: gzip.compress(prose(rng, 400), mtime=0)}


def installed(root):
    """(kind, bytes) of what packages have put there, in a fixed order."""
    found = collections.Counter()
    for path in sorted(pathlib.Path(root).rglob("*")):
        kind = {"jpeg": "jpg"}.get(path.suffix[1:].lower(), path.suffix[1:].lower())
        if kind not in PLAYED or found[kind] >= INSTALLED_MAX or not path.is_file():
            continue
        if 0 < path.stat().st_size <= FILE_BYTES_MAX:
            found[kind] += 1
            yield kind, path.read_bytes()


def framed(number, kind, data):
    """A line, or lines, as media stand in transcripts, mails and pages."""
    text = base64.b64encode(data).decode()
    mime = TYPES[kind]
    way = number % 4
    if way == 0:
        part = {"type": "audio" if mime.startswith("audio") else "image", "data": text,
                "mimeType": mime}
        return json.dumps({"jsonrpc": "2.0", "id": number, "result": {"content": [part]}}) + "\n"
    if way == 1:
        part = {"uri": f"file:///media/{number}.{kind}", "mimeType": mime, "blob": text}
        return json.dumps({"result": {"contents": [part]}}) + "\n"
    if way == 2:
        return f'<img alt="{number}" src="data:{mime};base64,{text}">\n'
    lines = "\n".join(text[i:i + 76] for i in range(0, len(text), 76))
    return f"Content-Type: {mime}\nContent-Transfer-Encoding: base64\n\n{lines}\n\n"


def redact(binary, text, options=()):
    done = subprocess.run([binary, *options], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def count_changed(binary, media):
    """By kind: how many there were, and the numbers of those that came out otherwise."""
    parts = [framed(i, kind, data).encode() for i, (kind, data) in enumerate(media)]
    seen = collections.Counter(kind for kind, _ in media)
    changed = collections.defaultdict(list)
    for i, (part, out) in enumerate(zip(parts, outputs(binary, parts))):
        if out != part:
            changed[media[i][0]].append(i)
    return seen, changed


def pretenders(token, rng):
    """(what it is, the text): a credential in each that has to go."""
    head = png(rng)[:33]
    magic = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    image = base64.b64encode(png(rng)).decode()
    hidden = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"note: " + token.encode() + b" is mine\n")
    under_header = base64.b64encode(head + b"\nnote: " + token.encode() + b" is mine\n")
    env = base64.b64encode(b"# settings\nGITHUB_TOKEN=" + token.encode() + b"\n")
    return [
        ("a token behind a magic number", f"data:image/png;base64,{magic} {token}\n"),
        ("a token in place of an image", json.dumps({"type": "image", "mimeType": "image/png",
                                                     "data": token}) + "\n"),
        ("a token behind an image", json.dumps({"data": image, "text": token}) + "\n"),
        ("text behind a magic number, in base64", f"data:image/png;base64,{hidden.decode()}\n"),
        ("text behind an image's header, in base64",
         json.dumps({"type": "image", "data": under_header.decode()}) + "\n"),
        ("settings called an image", f'<img src="data:image/png;base64,{env.decode()}">\n'),
    ]


def known_in_media(binary, rng):
    """Whether a known secret in an image's comment goes."""
    secret = base64.b64encode(rng.randbytes(24)).decode()
    with tempfile.TemporaryDirectory() as folder:
        key = pathlib.Path(folder) / "key"
        vault = str(pathlib.Path(folder) / "vault")
        options = ["--vault", vault, "--vault-key", str(key)]
        subprocess.run([binary, "vault", "init", *options], check=True, capture_output=True)
        subprocess.run([binary, "vault", "add", "--label", "painter", *options],
                       input=secret.encode(), check=True, capture_output=True)
        image = png(rng) + b"tEXtpainter\0" + secret.encode() + bytes(9)
        text = json.dumps({"data": base64.b64encode(image).decode()}) + "\n"
        out = redact(binary, text, options)
        return out != text and "painter" in out


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--installed", help="a folder with images, sounds and documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    kinds = list(MAKERS)
    media = [(kinds[i % len(kinds)], MAKERS[kinds[i % len(kinds)]](rng)) for i in range(MADE_UP)]
    failed = 0
    there = list(installed(args.installed)) if args.installed else []
    for what, these in (("made up", media), ("installed", there)):
        if not these:
            continue
        seen, changed = count_changed(args.binary, these)
        for kind in sorted(seen):
            bad = changed[kind]
            failed += len(bad)
            size = sum(len(data) for k, data in these if k == kind) / 1e6
            where = f", first number {bad[0]}" if bad else ""
            print(f"{'FAIL' if bad else 'PASS'}: {what}, {kind}: {len(bad)} of {seen[kind]} "
                  f"({size:.1f} MB) changed{where}")
    token = subprocess.run([args.binary, "rules", "sample", "github-pat"], capture_output=True,
                           check=True).stdout.decode().split()[0]
    for what, text in pretenders(token, rng):
        out = redact(args.binary, text)
        caught = out != text and token not in out and "REDACTED_" in out
        failed += not caught
        print(f"{'PASS' if caught else 'FAIL'}: {what}")
    known = known_in_media(args.binary, rng)
    failed += not known
    print(f"{'PASS' if known else 'FAIL'}: a known secret in an image")
    return 1 if args.check and failed else 0


if __name__ == "__main__":
    sys.exit(main())
