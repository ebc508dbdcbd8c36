#!/usr/bin/env python3
"""Writes the seed corpora: small texts with placeholders (expand.h), no token-shaped text."""
import base64
import bz2
import gzip
import lzma
import pathlib
import re
import zlib

HERE = pathlib.Path(__file__).parent / "corpus"
LINE = b"  " + b"q8Zt5Lw2Rk9Vp3X/" * 4 + b"\n"
TEXTS = {
    "plain": b"a=@github-pat@\nb=\"@jwt@\"\r\n@private-key@\nafter\n",
    "json1": b'{"t":"\x02x @github-pat@\n@slack-bot-token@ "q" \\ \x03"}\n',
    "json3": b'{"a":"\x02{"b":"\x02{"c":"\x02\n@github-pat@\ttail\n\x03"}\x03"}\x03"}\n',
    "colour": b"\x04KEY\x1b[m=@github-pat/14@\x04@github-pat@\x1b[0m\n",
    "percent": b"https://h/p?k=%67hp_abc&t=%3D@github-pat@%26x=%2541\n",
    "url": b"see https://b@github-pat@@host/x and @url-password@\n",
    "header": b"@authorization-header@\n@key-header@\n@cookie-header@\ncookie: a=b; c=d\n",
    "netrc": (b"@netrc-password@\nmachine h login me password\ndefault login a password b\n"
              b"machine learning login page password field\n"),
    "cutpem": b"@private-key/90@\nnext line of a log\n",
    "pem_in_json": b'{"k":"\x02@private-key@\n\x03"}\n',
    "cut": b"x @github-pat/12@",
    "bytes": b"\x00\xff\xfe\x80 nothing \\u00 \\",
    "glued": b"ghp_ghp_AKIAAKIA password=password=://a:://a: eyJ",
    "covered": b"t \x02\n@workos-api-key@\n@close-api-key@\n\x03 @workos-api-key@\n",
    "indexed": b"\x01\x00\x05 \x01\x00\x20\"\x01\x00\x40'\x01\x01\x01,\x01\x00\x99\n",
    "brace": b"k={{SSHA}}x @hash-ldap-ssha@\nk=@hash-ldap-ssha@",
    "gluedtag": b"@github-pat/20@@azure-cosmosdb-key@ AA\x01?A",
    "gluedword": b"xxxxxxxxxAcookie: =@github-pat@\x00\x00\nxx@cookie-header@\n",
    "longvalue": b"{\"x-\x04api-key\": \"\x02" + b"@atlassian-api-token@ +/'" * 16 + b"\x03\"}\n",
    "longcookie": b"Cookie: a=b; s=" + b"@atlassian-api-token@;" * 16 + b"\r\nHost: x\n",
    "wrapped": (b"@der-private-key-base64@\n" + LINE * 3 + b"next line\n"
                b"{\"k\":\"\x02@der-private-key-base64@\r\n" + LINE * 2 + b"\x03\"}\n"),
    "member": b'{"k":"@der-private-key-base64@"}\n' * 3,
    "password": b"Password=\x01\x00\x05;Server=h;\x04Pwd=abc1;\x04Uid=u;\"pwd=a1b2;",
    "base64": (b"a: \x05\x00 key @github-pat@ and more\n\x03 b\n"
               b"{\"t\":\"\x02x \x05\x02key @github-pat@ " + b"a line " * 20 + b"\x03\n\x03\"}\n"),
    "base64url": b"\x05\x01\x05\x01\x05\x03key @github-pat@\x03\x03\x03\n",
    "percent_signs": b"\x05\x04\x05\x02is @github-pat@ " + b"a line " * 12 + b"\x03\n\x03\n",
    "entities": b"\x05\x05key=\"@github-pat@\" & \x05\x00 @jwt@ is it\x03 <b>\x03\nnext\n",
    "printable": b"\x05\x06" + b"a line " * 9 + b"key=@github-pat@ \x05\x05'@jwt@'\x03\n\x03\n",
    "gzip": b"a: \x05\x07" + b"a line " * 20 + b"key @github-pat@\x03 b\n",
    "zlib": b"\"\x05\x08key @github-pat@\x03\" \x05\x08" + b"a line " * 99 + b"\x03\n",
    "long": b"password=Ab3xkey=Zt5\x06\x13\x90 @github-pat@\n",
    "longsigns": b"a=3Db x=y \x06\x03\x20@github-pat@ =3D@jwt@\n",
    "longcoded": b"\x05\x00key @github-pat@ and more \x06\x06\xff@jwt@\x03\n",
    "tag": b"REDACTED_github-pat=@github-pat@REDACTED_jwt",
}
GLYPHS = {
    "escapes": b"a\\n\\\\n\\\\\\\"q\\u0041\\\\u0041\\x41%41%2541%252541\\/\\'",
    "colours": b"\x1b[01;31ma\\u001b[0mb\\x1b[Kc\\033[1md\\e[me\x1b(Bf\\\\u001b[0m",
    "two_codes": b"\x1b[31m\\x1b[Ka",
    "long_code": b"\\" * 56 + b"u001b[0mx",
    "long_parameters": b"\x1b[" + b"5" * 60 + b"max",
    "control": b"%25127 %252512%25C3%25A9",
    "ends": b"\\u004\\u00\\u\\%4%\x1b[\x1b",
    "long": b"\\" * 70 + b"n" + b"%25" * 30 + b"41",
}
RULE = (b"provider = 'P'\n[[rule]]\nid = 'a-b'\npattern = 'acme_[a-z0-9]{16}'\n"
        b"head = 'acme_[a-z]{4}'\nkeywords = ['acme_']\nsample = 'acme_{lower:16}'\n")
PACKS = {
    "rule": RULE, "parser": RULE.replace(b"pattern = 'acme_[a-z0-9]{16}'", b"parser = 'pem'"),
    "letter": b"\xc6\xa0" + RULE, "quoted": RULE.replace(b"'P'", b"'\xc6\xa0' # \xc6\xa0"),
    "field": RULE + b"bogus = 1\n", "type": RULE + b"back = 'x'\n", "syntax": RULE + b"= = \n",
    "open": RULE.replace(b"{4}", b"*"), "none": b"provider = 'P'\n",
    "letter_behind": RULE + "notes = 'a' \u01a0\n".encode(),
    "letter_signed": RULE + "notes =+'\u01a0'\n".encode(),
    "letter_line": RULE + "notes = \"\"\"a \\\n  \u01a0\"\"\"\n".encode(),
    "patch": b"P\x00\x01zzzz", "raw": b"RINKDB\x00\x00\x01" + bytes(60), "signed": b"C\xa0",
}
CONFIG = (b"[[rules]]\nid = 'a'\nregex = '(?i)acme[\\w ]*[=:][\\s\"]*([0-9a-z]{8,})'\n"
          b"keywords = ['acme']\nentropy = 1.5\nsecretGroup = 1\n"
          b"[[rules.allowlists]]\nregexTarget = 'line'\nregexes = ['^x']\nstopwords = ['y']\n")
CONFIGS = {
    "rule": CONFIG, "global": CONFIG + b"[allowlist]\npaths = ['x']\nregexes = ['y']\n",
    "target": CONFIG + (b"[[allowlists]]\ntargetRules = ['a']\ncondition = 'AND'\n"
                        b"stopwords = ['k']\n"),
    "lines": CONFIG.replace(b"[\\w ]*", b"[\\s\\S]{0,30}?"), "path": CONFIG + b"path = 'x'\n",
    "around": CONFIG.replace(b"(?i)acme", b"a(?=cme)"),
    "group": CONFIG.replace(b"= 1\n[[", b"= 2\n[["),
    "no_keywords": b"[[rules]]\nid = 'a'\nregex = 'begin\\W x'\n",
    "extends": b"[extend]\npath = 'b.toml'\ndisabledRules = ['b']\n[[rules]]\nid = 'a'\n"
               b"entropy = 1\n\x00" + CONFIG,
    "itself": b"[extend]\npath = 'g.toml'\n", "syntax": CONFIG + b"= =\n",
}
CHECKS = {f"{i:02}": bytes([i]) + b"ghp_" + b"0" * 36 for i in range(34)} | {
    "short": b"\x00", "dots": b"\x0dabc.de.0123456789", "control": b"\x20" + b"a\x03" * 10,
    "padded": b"\x13" + b"=" * 44, "location": b"\x1epypi-" + b"A" * 64}
DATA = b"line of a log\n" * 40
CODECS = {"gzip": gzip.compress(DATA, mtime=0), "bzip2": bz2.compress(DATA),
          "xz": lzma.compress(DATA), "cut": gzip.compress(DATA, mtime=0)[:-9],
          "two": gzip.compress(b"a", mtime=0) * 2,
          "zip": b"PK\x03\x04" + bytes(30),
          "zstd": b"\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello"}
# The rule of the first placeholder that is whole, or a word's; fuzz_confirm.cc says what follows.
CONFIRM = {}
for title, data in TEXTS.items():
    placed = re.search(rb"@([a-z0-9-]+)@", data)
    rule = placed[1] if placed else b"password"
    CONFIRM[title] = rule + b"\n\x00\x00" + (b"\xff" if title == "plain" else b"\x00") + data
WORDS = b"a text of some words, and then some more of them; "
UNWRAP = {
    "base64": b"\x00\x05: " + base64.b64encode(WORDS) + b" b",
    "hex": b"\x00\x01" + WORDS.hex().encode(),
    "lines": b"\x00\x13" + base64.encodebytes(WORDS * 4),
    "percent": b"\x00\x07" + base64.encodebytes(WORDS * 3).replace(b"\n", b"%0D%0A"),
    "escapes": b"\x00\x03" + base64.b64encode(b"why? " * 9).replace(b"/", b"\\/") + b"\\u003d",
    "entities": b"\x01\x02a=&quot;b&#39;c&#x2F;d&amp;e\nnext",
    "soft": b"\x01\x04" + b"a" * 74 + b"=\nb=3Dc",
    "soft_json": b"\x01\x01\"" + b"a" * 74 + b"=\\nb=3Dc\"",
    "zlib": b"\x02\x05" + zlib.compress(WORDS * 9),
    "gzip": b"\x02\x07" + gzip.compress(WORDS, mtime=0),
    "damaged": b"\x02\x03" + zlib.compress(WORDS)[:-7],
}
TOKENISER = {
    "words": b"\x03\x02" + WORDS, "runs": b"\x40\x07a1B2" + b"abcdefgh" * 9,
    "digits": b"\x90\x0723456" * 30,
} | {k: v for k, v in UNWRAP.items() if v[0] == 0}
CORPORA = {
    "canary": {"ink": b"ink"},
    "chunking": {k: b"\x01\x02\x03\x04\x05\x06\x07\x08" + v for k, v in TEXTS.items()},
    "stable": TEXTS, "oracle": TEXTS, "decode": GLYPHS, "pack": PACKS, "checksum": CHECKS,
    "codec": CODECS, "config": CONFIGS, "confirm": CONFIRM,
    "unwrap": UNWRAP, "tokeniser": TOKENISER,
    "resolve": {"two": b"\x00\x10\x02\x05\x00\x18\x04\x0b", "chain": bytes(range(64))},
}

for target, inputs in CORPORA.items():
    folder = HERE / target
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in inputs.items():
        (folder / name).write_bytes(data)
