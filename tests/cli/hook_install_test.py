#!/usr/bin/env python3
"""Settings of agents: ours goes in and out, everything else stays, and nothing is ever lost."""
import json
import os
import resource
import shutil
import stat
import subprocess
import threading
import time
import unittest

from program import PROGRAM, Case, only, run, shell, token

OTHERS = {
    "zeta": [1, 2.5, "\u00e9\u2028", None],
    "permissions": {"allow": ["Bash(git *)"], "deny": []},
    "hooks": {
        "PostToolUse": [
            {"matcher": "Edit|Write", "hooks": [{"type": "command", "command": "prettier"}]},
            {"matcher": "*", "hooks": [
                {"type": "command", "command": "inkblot hook claude-code | tee log"},
                {"type": "command", "command": "echo inkblot hook claude-code"},
                {"type": "command", "command": "/x/y hook claude-code"},
                {"type": "command", "command": "/x/inkblot hook gemini"}]}],
        "Stop": [{"hooks": [{"type": "http", "url": "https://example.com"}]}]},
    "alpha": {"model": "m"},
}
NOBODY = 65534
EVENTS = {"claude-code": ["PostToolUse", "PostToolUseFailure"], "gemini": ["AfterTool"],
          "codex": ["PostToolUse"]}


class Settings(Case):
    def setUp(self):
        super().setUp()
        self.home = self.path("home")
        os.mkdir(self.home)
        self.settings = self.path("home/.claude/settings.json")

    def hook(self, *args, code=0, home=None, **more):
        environment = only(HOME=home or self.home, PATH="/usr/bin:/bin")
        done = run("hook", *args, env=environment, cwd=self.folder, **more)
        self.assertEqual(code, done.returncode, done.stderr)
        return done

    def put(self, content, mode=0o600):
        os.makedirs(os.path.dirname(self.settings), exist_ok=True)
        text = content if isinstance(content, (str, bytes)) else json.dumps(content, indent=2)
        return self.file("home/.claude/settings.json", text, mode)

    def now(self):
        with open(self.settings, "rb") as f:
            return f.read()

    def leftovers(self):
        names = os.listdir(os.path.dirname(self.settings))
        return sorted(set(names) - {"settings.json", "settings.json.before-inkblot"})


class RoundTrip(Settings):
    def test_every_agent_from_nothing(self):
        for agent, events in EVENTS.items():
            self.hook("install", "--agent", agent)
            name = "hooks.json" if agent == "codex" else "settings.json"
            path = ".%s/%s" % (agent.split("-")[0], name)
            with open(os.path.join(self.home, path), "rb") as f:
                text = f.read()
            hooks = json.loads(text)["hooks"]
            self.assertEqual(events, list(hooks))
            for groups in hooks.values():
                command = groups[0]["hooks"][0]["command"]
                self.assertEqual("%s hook %s" % (PROGRAM, agent), command)
            self.hook("install", "--agent", agent)
            with open(os.path.join(self.home, path), "rb") as f:
                self.assertEqual(text, f.read())
            self.assertEqual(0o600, stat.S_IMODE(os.stat(os.path.join(self.home, path)).st_mode))
            self.hook("uninstall", "--agent", agent)
            with open(os.path.join(self.home, path), "rb") as f:
                self.assertEqual(b"{}\n", f.read())

    def test_what_is_installed_works(self):
        self.hook("install", "--style", "<it's {rule}>")
        command = json.loads(self.now())["hooks"]["PostToolUse"][0]["hooks"][0]["command"]
        event = {"hook_event_name": "PostToolUse", "tool_name": "Bash",
                 "tool_response": {"stdout": token().decode()}}
        done = shell(command, stdin=json.dumps(event).encode())
        self.assertIn(b"<it's github-pat>", done.stdout)

    def test_everything_else_stays_and_in_its_order(self):
        self.put(OTHERS)
        before = self.now()
        self.hook("install", "--wrap-failures", "--block-prompts")
        installed = json.loads(self.now())
        self.assertEqual(list(OTHERS), list(installed))
        self.assertEqual(before, self.read("home/.claude/settings.json.before-inkblot"))
        hooks = installed["hooks"]
        self.assertEqual(OTHERS["hooks"]["PostToolUse"], hooks["PostToolUse"][:2])
        self.assertEqual(["PostToolUse", "Stop", "PostToolUseFailure", "PreToolUse",
                          "UserPromptSubmit"], list(hooks))
        self.assertEqual("Bash", hooks["PreToolUse"][0]["matcher"])
        self.assertTrue(hooks["PreToolUse"][0]["hooks"][0]["command"].endswith(" --wrap-failures"))
        self.hook("uninstall")
        self.assertEqual(json.loads(before), json.loads(self.now()))
        self.assertEqual(list(OTHERS), list(json.loads(self.now())))
        self.assertEqual([], self.leftovers())

    def test_installing_again_changes_ours_where_it_stands(self):
        self.hook("install", "--wrap-failures")
        settings = json.loads(self.now())
        settings["hooks"]["PostToolUse"][0]["matcher"] = "Bash|Read"
        settings["hooks"]["PostToolUse"][0]["hooks"].insert(0, {"type": "command", "command": "x"})
        settings["hooks"]["PostToolUse"].append({"hooks": [{"type": "command", "command": "y"}]})
        self.put(settings)
        self.hook("install", "--profile", "strict")
        hooks = json.loads(self.now())["hooks"]
        self.assertNotIn("PreToolUse", hooks)
        self.assertEqual(["Bash|Read", None], [g.get("matcher") for g in hooks["PostToolUse"]])
        commands = [h["command"] for g in hooks["PostToolUse"] for h in g["hooks"]]
        self.assertEqual(["x", PROGRAM + " hook claude-code --profile=strict", "y"], commands)
        stamp = os.stat(self.settings).st_mtime_ns
        self.hook("install", "--profile", "strict")
        self.assertEqual(stamp, os.stat(self.settings).st_mtime_ns)

    def test_a_program_with_an_odd_name_is_known_again(self):
        odd = self.path("it's $HOME; inkblot")
        os.mkdir(odd)
        program = os.path.join(odd, "inkblot")
        os.link(PROGRAM, program) if os.stat(odd).st_dev == os.stat(PROGRAM).st_dev else \
            subprocess.run(["cp", PROGRAM, program], check=True)
        for args in (["install"], ["install"]):
            subprocess.run([program, "hook", *args], env=only(HOME=self.home), check=True,
                           capture_output=True)
        groups = json.loads(self.now())["hooks"]["PostToolUse"]
        self.assertEqual(1, len(groups))
        done = shell(groups[0]["hooks"][0]["command"] + " -h")
        self.assertIn(b"Usage", done.stdout)
        self.hook("uninstall")
        self.assertEqual({}, json.loads(self.now()))

    def test_a_projects_settings_name_no_place(self):
        self.hook("install", "--scope", "project", "--rules", "none.toml", code=2)
        self.file("r.toml", "[[rule]]\nid = 'acme-key'\npattern = 'acme_[a-z]{8}'\n"
                            "head = 'acme_[a-z]{4}'\nkeywords = ['acme_']\n")
        self.hook("install", "--scope", "project", "--rules", "r.toml")
        text = self.read(".claude/settings.json")
        self.assertIn(b'"inkblot hook claude-code --rules=r.toml"', text)
        self.assertFalse(os.path.exists(self.settings))

    def test_print_changes_nothing(self):
        done = self.hook("install", "--print", "--agent", "gemini")
        self.assertEqual(["AfterTool"], list(json.loads(done.stdout)["hooks"]))
        self.assertEqual([], os.listdir(self.home))

    def test_indentation_mode_and_folder_are_kept(self):
        for indent, mode in (("\t", 0o644), (4, 0o600), (2, 0o664)):
            self.put(json.dumps(OTHERS, indent=indent), mode)
            old = os.umask(0o077)
            self.hook("install")
            os.umask(old)
            unit = "\t" if indent == "\t" else " " * indent
            self.assertTrue(self.now().split(b"\n")[1].startswith(unit.encode() + b'"'))
            self.assertEqual(mode, stat.S_IMODE(os.stat(self.settings).st_mode))
            self.hook("uninstall")

    def test_other_places(self):
        elsewhere = self.path("elsewhere")
        environment = only(HOME=self.home, CLAUDE_CONFIG_DIR=elsewhere)
        self.assertEqual(0, run("hook", "install", env=environment).returncode)
        self.assertTrue(os.path.exists(os.path.join(elsewhere, "settings.json")))
        self.hook("install", "--settings", "mine.json")
        self.assertIn(b"hook claude-code", self.read("mine.json"))


class Refused(Settings):
    def refused(self, *args, says, code=2):
        """The file is as it was, and the words say what to do."""
        before = self.now() if os.path.exists(self.settings) else None
        for command in ("install", "uninstall"):
            done = self.hook(command, *args, code=code)
            self.assertIn(says, done.stderr)
            self.assertIn(b"nothing was changed", done.stderr)
        if before is not None:
            self.assertEqual(before, self.now())
        self.assertEqual([], self.leftovers())

    def test_settings_that_are_not_understood(self):
        for text, says in (("{", b"no JSON"), ("// x\n{}", b"comments"), ("{} x", b"no JSON"),
                           ("[]", b"no JSON object"), ('{"a":1,"a":2}', b"twice"),
                           ('{"a":1.0e400}', b"no JSON"), ('{"a":1e2}', b"another way"),
                           ('{"a":123456789012345678901234}', b"another way"),
                           (b'{"a":"\xff"}', b"no JSON"), ('{"a":"\\ud800"}', b"no JSON"),
                           ('{"hooks":[]}', b"at hooks"), ('{"a":' + "[" * 10001, b"no JSON")):
            self.put(text)
            self.refused(says=says)
        self.put('{"hooks":{"PostToolUse":{}}}')
        self.hook("install", code=2)
        self.assertEqual(b'{"hooks":{"PostToolUse":{}}}', self.now())

    def test_words_of_the_file_are_not_shown(self):
        self.put('{"a": "%s' % token().decode())
        self.assertNotIn(token()[8:24], self.hook("install", code=2).stderr)

    def test_links_and_what_is_no_file(self):
        self.put(OTHERS)
        real = self.path("real.json")
        os.rename(self.settings, real)
        os.symlink(real, self.settings)
        self.refused(says=b"is a link")
        self.assertTrue(os.path.islink(self.settings))
        os.unlink(self.settings)
        os.link(real, self.settings)
        self.refused(says=b"hard link")
        os.unlink(self.settings)
        os.mkdir(self.settings)
        done = self.hook("install", code=2)
        self.assertIn(b"is no file", done.stderr)
        os.rmdir(self.settings)
        os.mkfifo(self.settings)
        self.assertIn(b"is no file", self.hook("install", code=2).stderr)

    def test_options_that_would_withhold_everything(self):
        self.put(OTHERS)
        before = self.now()
        for options in (["--profile", "x"], ["--rules", "none.toml"], ["--vault", "none"],
                        ["--agent", "clippy"], ["--scope", "world"], ["--agent", "gemini",
                                                                      "--wrap-failures"]):
            self.hook("install", *options, code=2)
        self.assertEqual(before, self.now())

    def test_no_home(self):
        self.assertEqual(2, run("hook", "install", env=only()).returncode)


class Faults(Settings):
    def unchanged(self, **more):
        before = self.now()
        done = run("hook", "install", env=only(HOME=self.home), **more)
        self.assertEqual((3, before), (done.returncode, self.now()), done.stderr)
        self.assertEqual([], self.leftovers())

    def test_a_folder_that_must_not_be_written(self):
        self.put(OTHERS)
        folder = os.path.dirname(self.settings)
        more = {}
        if os.geteuid() == 0:  # Root may write everywhere.
            more["user"] = NOBODY
            os.chmod(self.folder, 0o755)
            # The build may lie where only root can go.
            more["executable"] = shutil.copy(PROGRAM, self.folder)
            for path in (self.home, folder, self.settings):
                os.chown(path, NOBODY, -1)
        os.chmod(folder, 0o500)
        self.addCleanup(os.chmod, folder, 0o700)
        self.unchanged(**more)

    @unittest.skipIf(os.geteuid() != 0, "only root has files of others")
    def test_somebody_elses_file(self):
        self.put(OTHERS)
        os.chown(self.settings, NOBODY, -1)
        self.assertIn(b"another user", self.hook("install", code=2).stderr)

    def test_a_folder_that_cannot_be_made(self):
        self.file("home/.claude", b"a file")
        self.hook("install", code=3)

    def test_no_room(self):
        self.put({**OTHERS, "long": "x" * 20000})
        # The thread sanitizer's runtime writes a byte to a file of its own before that.
        least = 1 if "TSAN_OPTIONS" in os.environ else 0
        for limit in (least, 100, 8192, 20000):
            self.unchanged(preexec_fn=lambda limit=limit: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, limit)))
        # Room for the copy, and none for what is longer.
        size = os.stat(self.settings).st_size
        self.unchanged(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))

    def test_a_kill_leaves_the_old_or_the_new(self):
        self.put({**OTHERS, "long": ["x" * 100] * 20000})
        self.hook("install")
        both = {self.now()}
        self.hook("uninstall")
        both.add(self.now())
        for i in range(30):
            child = subprocess.Popen([PROGRAM, "hook", ("install", "uninstall")[i % 2]],
                                     env=only(HOME=self.home), stderr=subprocess.DEVNULL)
            time.sleep(0.003 * (i % 10))
            child.kill()
            child.wait()
            self.assertIn(self.now(), both)

    def test_several_at_once_take_turns(self):
        self.put(OTHERS)
        children = [subprocess.Popen([PROGRAM, "hook", "install", "--agent", agent, "--settings",
                                      self.settings], stderr=subprocess.DEVNULL)
                    for agent in list(EVENTS) * 4]
        self.assertEqual([0] * 12, [child.wait() for child in children])
        text = self.now().decode()
        for agent, count in (("claude-code", 2), ("gemini", 1), ("codex", 1)):
            self.assertEqual(count, text.count(PROGRAM + " hook " + agent), agent)
        for agent in EVENTS:
            self.hook("uninstall", "--agent", agent, "--settings", self.settings)
        left = json.loads(self.now())
        # Gemini's entry of ours that stood there before.
        self.assertEqual(3, len(left["hooks"]["PostToolUse"][1]["hooks"]))
        self.assertEqual(OTHERS["alpha"], left["alpha"])

    def test_changes_by_others_meanwhile_are_kept(self):
        self.put({"count": 0, **OTHERS})
        ends = threading.Event()

        def count():
            """Another program, which replaces the file all the time."""
            while not ends.is_set():
                settings = json.loads(self.now())
                settings["count"] += 1
                draft = self.file("home/.claude/.draft", json.dumps(settings, indent=2))
                os.rename(draft, self.settings)
        other = threading.Thread(target=count)
        other.start()
        try:
            for command in ("install", "uninstall") * 10:
                done = run("hook", command, env=only(HOME=self.home))
                self.assertIn(done.returncode, (0, 3))
                self.assertIn(b"nothing was changed" if done.returncode else b"hook", done.stderr)
        finally:
            ends.set()
            other.join()
        settings = json.loads(self.now())
        self.assertGreater(settings["count"], 0)
        self.assertEqual(OTHERS["alpha"], settings["alpha"])


if __name__ == "__main__":
    unittest.main()
