#!/usr/bin/env python3
"""What one tool result costs in Python and Node, beside what other tools for it cost, in one run.

    per_call.py FILE [--node FOLDER] [--check]
        FILE: ordinary text of 1 MB or more, such as what agents read
        FOLDER: where the package for Node was installed

Run it by a Python that has the wheel of engine/bindings/python, cpex-secrets-detection, and
detect-secrets or its fork bc-detect-secrets, which llm-guard's scanner of secrets is made of; what
is not there is left out, and said.  Of llm-guard that scanner alone is loaded (pip install
--no-deps llm-guard; pip install structlog presidio-anonymizer).  All work on the same object, a
result with one text; the fastest of many turns counts, and the turns alternate.
"""
import argparse
import importlib
import importlib.util
import itertools
import pathlib
import subprocess
import sys
import time
import types

import inkblot

SIZES = (1_000, 10_000, 1_000_000)
FASTER_THAN_ALL = 3  # Times cpex with all of its rules on, at 10 KB.
OF_DEFAULT = 2       # Of what cpex takes with those that are on by default.
TURNS = 25           # Until V8 has compiled what runs often.
SLOW_TURNS = 3


def cpex(everything):
    from cpex_secrets_detection import py_scan_container
    rules = ("aws_access_key_id", "aws_secret_access_key", "google_api_key", "github_token",
             "stripe_secret_key", "slack_token", "private_key_block", "generic_api_key_assignment",
             "jwt_like", "hex_secret_32", "base64_24")
    config = {"redact": True}
    if everything:
        config["enabled"] = {rule: True for rule in rules}
    planted = {"a": "AKIA" + "QWERTZUIOPASDFGH"}
    if py_scan_container(planted, config)[0] == 0:
        raise ImportError("it does not find what it must")
    return lambda value: py_scan_container(value, config)


def detect_secrets():
    from detect_secrets.core.scan import scan_line
    from detect_secrets.settings import default_settings

    def call(value):
        with default_settings():
            return [found for line in value["content"][0]["text"].splitlines()
                    for found in scan_line(line)]
    return call


def llm_guard():
    spec = importlib.util.find_spec("llm_guard")
    if spec is None:
        raise ImportError("llm-guard is not installed")
    # What its packages import besides would be gigabytes of models.
    place = spec.submodule_search_locations[0]
    parents = {"llm_guard": place, "llm_guard.input_scanners": place + "/input_scanners"}
    for name, folder in parents.items():
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = [folder]
    import structlog
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    scanner = importlib.import_module("llm_guard.input_scanners.secrets").Secrets()
    if scanner.scan("key = 'AKIA" + "QWERTZUIOPASDFGH'")[1]:
        raise ImportError("it does not find what it must")
    return lambda value: scanner.scan(value["content"][0]["text"])


def ours(value):
    return inkblot.redact_json(value)


def peers():
    found = {"inkblot": ours}
    for name, make in (("cpex, its default", lambda: cpex(False)),
                       ("cpex, all rules", lambda: cpex(True)), ("detect-secrets", detect_secrets),
                       ("llm-guard", llm_guard)):
        try:
            found[name] = make()
        except ImportError as error:
            print(f"left out: {name}: {error}", file=sys.stderr)
    return found


# Answers each line, a size, with the microseconds of a call, as microseconds() does.
NODE = """
import { createInterface } from 'node:readline'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const { redactJson } = createRequire(process.cwd() + '/')('inkblot')
const text = readFileSync(process.argv[1], 'utf8')
const flat = (slice) => Buffer.from(slice).toString()
for await (const line of createInterface({ input: process.stdin })) {
  const size = Number(line)
  const step = Math.max(1, Math.floor((text.length - size) / 40))
  const values = []
  for (let at = 0; at < Math.max(1, text.length - size); at += step) {
    values.push({ content: [{ type: 'text', text: flat(text.slice(at, at + size)) }] })
  }
  const calls = Math.max(1, Math.floor(10000000 / size))
  const start = process.hrtime.bigint()
  for (let i = 0; i < calls; ++i) redactJson(values[i % values.length])
  console.log(Number(process.hrtime.bigint() - start) / calls / 1000)
}
"""


class Node:
    """Another process, which works only when it is asked."""

    def __init__(self, folder, file):
        self.process = subprocess.Popen(
            ["node", "--input-type=module", "-e", NODE, str(file.resolve())], cwd=folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def microseconds(self, size):
        print(size, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit("per_call: Node ended")
        return float(answer)


def microseconds(call, values, calls):
    start = time.perf_counter()
    for value in itertools.islice(itertools.cycle(values), calls):
        call(value)
    return (time.perf_counter() - start) / calls * 1e6


def measure(text, size, calls_by_name, node):
    step = max(1, (len(text) - size) // 40)
    values = [{"content": [{"type": "text", "text": text[at:at + size]}]}
              for at in range(0, max(1, len(text) - size), step)]
    best = {}

    def note(name, us):
        best[name] = min(best.get(name, us), us)
    # What takes a thousand times as long would leave the others a cold processor.
    for slow in (False, True):
        for _ in range(SLOW_TURNS if slow else TURNS):
            for name, call in calls_by_name.items():
                if (name in ("detect-secrets", "llm-guard")) == slow:
                    calls = max(1, (20_000 if slow else 10_000_000) // size)
                    note(name, microseconds(call, values, calls))
            if node and not slow:
                note("inkblot in Node", node.microseconds(size))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--node", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="fail below the bars at 10 KB")
    args = parser.parse_args()
    text = args.file.read_text(errors="surrogateescape")
    calls = peers()
    node = Node(args.node, args.file) if args.node else None
    good = True
    for size in SIZES:
        best = measure(text, size, calls, node)
        print(f"{size:9d} bytes: " + "; ".join(f"{name} {us:.1f} us" for name, us in best.items()))
        if size != 10_000 or len(best) < 3:
            continue
        for name in ("inkblot", "inkblot in Node"):
            if name not in best:
                continue
            all_rules = best["cpex, all rules"] / best[name]
            default = best[name] / best["cpex, its default"]
            print(f"{name:>15}: {all_rules:.1f} times as fast as cpex with all rules (the bar is "
                  f"{FASTER_THAN_ALL}); {default:.2f} times what its default takes (the bar is "
                  f"{OF_DEFAULT})")
            good = good and all_rules >= FASTER_THAN_ALL and default <= OF_DEFAULT
    return 0 if good or not args.check else 1


if __name__ == "__main__":
    sys.exit(main())
