#!/usr/bin/env python3
"""The rules of the house as a failing test: every one says what it wants instead.

house_rules.py PROGRAM      checks each rule on a made-up violation, then the tree
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("io", "sweep", "confirm", "decode", "resolve", "rewrite", "pack", "unwrap",
          "vault", "json")
LAYERS = {  # What a stage may include besides its own folder and the words at the top of src/.
    "io": (), "decode": (), "resolve": (), "rewrite": (), "json": ("decode/letters.h",),
    "unwrap": ("decode", "confirm/cursor.h"),
    "vault": ("decode", "confirm/pairs.h", "confirm/reference.h", "confirm/weight.h"),
    "sweep": ("decode", "pack", "unwrap/streak.h"), "confirm": ("decode", "pack"),
    "pack": ("decode", "sweep/hyperscan.h", "confirm/checksum.h", "confirm/parsers.h"),
}
LINE = {"line.cc", "line.h", "again.cc", "again.h", "engine.cc", "redactor.cc",
        "known_part.cc", "known_part.h",
        "decoded_part.cc", "decoded_part.h", "recode.cc", "recode.h", "text_scan.cc", "text_scan.h"}
TABLES = {"engine/src/confirm/checksum_table.cc"}  # May be longer than 400 lines.
ONLY_IN = [
    (r"#include <hs\.h>", {"engine/src/sweep/hyperscan.h"}, "go through sweep/hyperscan.h"),
    (r"\b(?:mmap|memfd_create)\(", {"engine/src/io/ring.cc", "engine/src/secret.cc"},
     "use Ring or SecretBytes"),
    (r"#include <(?:immintrin|x86intrin)\.h>", {"engine/src/sweep/kinds.cc",
                                                  "engine/src/sweep/opening_scan.cc",
                                                  "engine/src/vault/breaks.cc",
                                                  "engine/src/vault/scan.cc"},
     "leave vectors to Hyperscan and to the kernels"),
]
CASTS = {"engine/src/" + name for name in (
    "confirm/checksum_base.cc", "confirm/checksum_crc.cc", "window.h",
    "io/codec.cc", "io/compress.cc", "io/fd.cc", "line.cc", "pack/store.cc", "redactor.cc",
    "rewrite/style.cc", "sweep/hyperscan.cc", "sweep/kinds.cc", "sweep/opening_scan.cc",
    "vault/breaks.cc", "vault/scan.cc", "vault/key.cc", "secret.cc")}
NEVER = [
    (r"std::c(?:out|err)\b|\bf?printf\(|\bputs\(", "return a Status; words are the program's"),
    (r"\b(?:exit|abort)\(", "return a Status; a library never ends its host"),
    (r"\bgetenv\(", "take an Options field"),
    (r"\bthrow\b", "return a Status"),
]
# What the top level consists of, besides dot files.
TOP = {"CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE",
       "NOTICE", "README.md", "SECURITY.md", "bench", "cli", "cmake", "docs", "engine",
       "examples", "fuzz", "patterns", "scripts", "tests"}
# Parameters that are still too many; a row goes when its file is mended.
DEBT = {"bench/line_bench.cc": 5, "bench/sweep_bench.cc": 5, "cli/main.cc": 5,
        "engine/src/confirm/token.cc": 6, "engine/src/decode/glyph.cc": 5,
        "tests/corpus/properties.cc": 5, "tests/sweep/fault_test.cc": 7}  # Hyperscan's own.
# Tested under another name, or through the file that declares them.
MIRROR = {"engine/src/line.cc": "tests/redactor_test.cc",
          "engine/src/sweep/runs.cc": "tests/sweep/kinds_test.cc",
          "engine/src/known_part.cc": "tests/known_test.cc",
          "engine/src/decoded_part.cc": "tests/decoded_test.cc",
          "engine/src/vault/back.cc": "tests/vault/strand_test.cc",
          "engine/src/vault/classes.cc": "tests/vault/index_test.cc"} | {
              f"engine/src/vault/{part}.cc": "tests/vault/search_test.cc"
              for part in ("follow", "gaps", "short", "suffix", "unescaped")}
# Words and names that no regular text holds, spelled so that this file does not hold them.
PLACES = re.compile("/(?:wor" "k|tmp|ho" "me)/[a-z]|"
                    "(?:pypi|crates|registry\\.npmjs|proxy\\.golang)\\.(?:org|io)/")
PLACES_EXEMPT = re.compile(r"^(?:bench/|docs/THREAT_MODEL\.md|patterns/)")
TEXT = (".cc", ".h", ".py", ".js", ".mjs", ".ts", ".mts", ".cmake", ".toml", ".txt", ".json",
        ".md", ".in", "")
CODE = (".cc", ".h")
SCRIPT = (".py", ".js", ".mjs", ".ts", ".mts")


def code_only(text):
    """The text with comments, strings and character constants blanked, line by line the same."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    pattern = (r'R"(\w*)\((?:.|\n)*?\)\1"|//[^\n]*|/\*(?:.|\n)*?\*/|"(?:\\.|[^"\\\n])*"'
               r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'")
    return re.sub(pattern, blank, text)


def matching(text, at, opening, closing):
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == opening) - (text[i] == closing)
        if depth == 0:
            return i
    return len(text)


def functions(text):
    """(line, lines, parameters) of every function body, by a scan for `name(...) {`."""
    code = code_only(text)
    for match in re.finditer(r"(?<![\w:~])([\w:~]+)\(", code):
        if match.group(1) in ("if", "for", "while", "switch", "catch", "return", "sizeof"):
            continue
        close = matching(code, match.end() - 1, "(", ")")
        behind = re.match(r"\)(?:\s|const|noexcept|override|final)*"
                          r"(?::(?!:)[^;{}]*(?:\{[^{}]*\}[^;{}]*)*)?\{", code[close:close + 600])
        if not behind or match.group(1).startswith("TEST") or match.group(1) == "INSTANTIATE":
            continue
        begin = close + behind.end() - 1
        end = matching(code, begin, "{", "}")
        inner = re.sub(r"<[^<>]*>|\([^()]*\)|\{[^{}]*\}", "", code[match.end():close])
        inner = re.sub(r"<[^<>]*>", "", inner)
        first = code.count("\n", 0, match.start()) + 1
        count = inner.count(",") + bool(inner.strip())
        yield first, code.count("\n", match.start(), end) + 1, count


def length(path, text):
    lines = text.count("\n")
    if path.endswith(CODE + SCRIPT) and lines > 400 and path not in TABLES:
        yield f"{path}:400: {lines} lines; split it by family, or list it as a table"
    if path.endswith(CODE):
        for line, lines, parameters in functions(text):
            if lines > 70:
                yield f"{path}:{line}: a function of {lines} lines; split off what has a name"
            if parameters > DEBT.get(path, 4) and "on_match" not in text.split("\n")[line - 1]:
                yield f"{path}:{line}: {parameters} parameters; pass a struct of at most 4"


def form(path, text):
    if not path.endswith(TEXT) or path.startswith(("fuzz/corpus/", "tests/golden/")):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if path.endswith(CODE + SCRIPT) and len(line) > 100:
            yield f"{path}:{number}: {len(line)} columns; break it at 100"
        if not line.isascii():
            yield f"{path}:{number}: not ASCII; write an escape or plainer words"
        if PLACES.search(line) and not PLACES_EXEMPT.match(path):
            yield f"{path}:{number}: a place of one machine or a registry; use a relative path"
        if re.search(r"\b(?:FIXME|XXX)\b", line) and path.endswith(CODE):
            yield f"{path}:{number}: write TODO(soon|perf|security): and a sentence"
        if re.search(r"\bTODO\b(?!\((?:soon|perf|security)[|)])", line) and path.endswith(CODE):
            yield f"{path}:{number}: write TODO(soon|perf|security): and a sentence"
    first = text.split("\n", 1)[0]
    if path.endswith(CODE) and not re.match(r"// \S.*", first):
        yield f"{path}:1: open with one comment line that says the file's one idea"


def layers(path, text):
    if not path.startswith("engine/src/"):
        return
    parts = path.split("/")[2:]
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'#include "((\w+)/[\w.]+)"', line)
        if parts[0] in LINE:
            continue
        if not match or match.group(2) not in STAGES:
            continue
        # What lies at the top of src/ are words for the stages: they may speak of the view.
        allowed = LAYERS.get(parts[0], ()) if len(parts) > 1 else ("decode",)
        if match.group(2) != parts[0] and not {match.group(1), match.group(2)} & set(allowed):
            yield f"{path}:{number}: stages are siblings; pass a plain value through window.h"


def walls(path, text):
    if not path.startswith("engine/src/"):
        return
    for number, line in enumerate(re.sub(r"//[^\n]*", "", text).split("\n"), 1):
        for pattern, places, instead in ONLY_IN:
            if re.search(pattern, line) and path not in places:
                yield f"{path}:{number}: {instead}"
    for number, line in enumerate(code_only(text).split("\n"), 1):
        if "reinterpret_cast" in line and path not in CASTS:
            yield f"{path}:{number}: reinterpret_cast; use what Bytes offers, or list the file"
        for pattern, instead in NEVER:
            if re.search(pattern, line):
                yield f"{path}:{number}: {instead}"


def mirror(paths):
    for path in paths:
        if not re.match(r"engine/src/.*\.cc$", path):
            continue
        wanted = MIRROR.get(path, path.replace("engine/src/", "tests/").replace(".cc", "_test.cc"))
        family = re.sub(r"(checksum)_\w+_test", r"\1_test", wanted)  # Families share one table.
        if wanted not in paths and family not in paths:
            yield f"{path}: untested; write {family}"


def no_tokens(program, paths, root):
    """The tree holds no token-shaped string: our own tool, run on ourselves."""
    for path in paths:
        data = (root / path).read_bytes()
        # What a test calls a password is one by its name alone, and its literals are made up.
        ours = path.startswith(("tests/", "fuzz/"))
        named = ["--except", "password,secret,rare-literal"] if ours else []
        command = [program, *named]
        out = subprocess.run(command, input=data, capture_output=True, timeout=60).stdout
        if out == data or data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5", b"PK")):
            continue
        mine, yours = data.split(b"\n"), out.split(b"\n")
        line = next((i for i, pair in enumerate(zip(mine, yours), 1) if pair[0] != pair[1]), 0)
        yield f"{path}:{line}: holds a token; generate it from a rule's sample"


# Files whose business is text that looks like a secret; each needs a reason.
TOKENS_EXEMPT = {
    "engine/src/confirm/gate.cc": "parts of keys that providers print for everybody",
    "tests/golden/structure/url.in": "a password's place; the token in it is expanded at run time",
    "patterns": "samples whose fixed parts are shaped like what they describe",
}

VIOLATIONS = [
    (length, "engine/src/a.cc", "// A.\n" + "int a;\n" * 400),
    (length, "engine/src/a.cc", "// A.\nvoid f(int a) {\n" + "a();\n" * 70 + "}\n"),
    (length, "engine/src/a.cc", "// A.\nvoid C::f(int a, int b, int c,\n int d, int e) const {}\n"),
    (form, "engine/src/a.cc", "// A.\n" + "x" * 101 + "\n"),
    (form, "engine/src/a.cc", "// A.\n// \u00e9\n"),
    (form, "engine/src/a.cc", "#pragma once\n"),
    (form, "engine/src/a.cc", "// A.\n// TO" "DO: later\n"),
    (form, "docs/a.md", "see /wor" "k/notes\n"),
    (layers, "engine/src/io/a.cc", '// A.\n#include "pack/pack.h"\n'),
    (layers, "engine/src/secret.cc", '// A.\n#include "io/ring.h"\n'),
    (layers, "engine/src/sweep/a.cc", '// A.\n#include "confirm/confirm.h"\n'),
    (walls, "engine/src/sweep/a.cc", "// A.\n#include <hs.h>\n"),
    (walls, "engine/src/io/fd.cc", "// A.\nauto p = mmap(0);\n"),
    (walls, "engine/src/decode/a.cc", "// A.\nreinterpret_cast<int*>(p);\n"),
    (walls, "engine/src/decode/a.cc", "// A.\nstd::cout << 1;\n"),
    (walls, "engine/src/decode/a.cc", "// A.\nthrow 1;\n"),
    (walls, "engine/src/decode/a.cc", "// A.\nint a = getenv(b);\n"),
]
INNOCENT = ('// A file of good form: "std::cout", throw, mmap().\n'
            'int f(std::pair<int, int> a, int b, int c, int d) {\n'
            '  return g("throw }", \'{\', a, b, c, d, 7);\n}\n')


def top_level(paths):
    for name in sorted({path.split("/")[0] for path in paths}):
        if name not in TOP and not name.startswith("."):
            yield f"{name}: stands at the top level, which has a place for everything"


def self_test(program):
    for check, path, text in VIOLATIONS:
        if len(list(check(path, text))) != 1:
            yield f"house_rules.py: {check.__name__} misjudges {text[:60]!r}"
    for check in (length, form, layers, walls):
        for problem in check("engine/src/decode/a.cc", INNOCENT):
            yield f"house_rules.py: an innocent text is refused: {problem}"
    if len(list(mirror(["engine/src/io/a.cc"]))) != 1:
        yield "house_rules.py: mirror misses an untested file"
    if list(mirror(["engine/src/io/a.cc", "tests/io/a_test.cc"])):
        yield "house_rules.py: mirror refuses a tested file"
    if len(list(top_level(["a.whl", "cli/a.cc", ".ci/run", "README.md"]))) != 1:
        yield "house_rules.py: top_level misjudges"
    token = subprocess.run([program, "rules", "sample", "github-pat"], capture_output=True).stdout
    scratch = Path(program).parent / "house_rules_token.txt"
    scratch.write_bytes(b"a line\nk=" + token)
    if list(no_tokens(program, [scratch.name], scratch.parent)) == []:
        yield "house_rules.py: no_tokens misses a token"
    scratch.unlink()


def tracked():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True).stdout
    names = [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]
    return names or [str(p.relative_to(ROOT)) for top in ("engine", "cli", "tests", "fuzz", "bench")
                     for p in (ROOT / top).rglob("*") if p.is_file()]


def main(program):
    problems = list(self_test(program))
    paths = tracked()
    for path in paths:
        data = (ROOT / path).read_bytes()
        if path.endswith(TEXT) and b"\0" not in data:
            text = data.decode("utf-8", "surrogateescape")
            for check in (length, form, layers, walls):
                problems += check(path, text)
    problems += mirror(paths)
    problems += top_level(paths)
    exempt = tuple(TOKENS_EXEMPT)
    problems += no_tokens(program, [p for p in paths if not p.startswith(exempt)], ROOT)
    print("\n".join(problems))
    print(f"{len(paths)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
