#!/usr/bin/env python3
"""Programs that use the installed package, found by CMake and by pkg-config, do what ours does.

    consumers.py BUILD
"""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {"inkblot_abi", "inkblot_version", "inkblot_last_error", "inkblot_options_init",
         "inkblot_engine_create", "inkblot_engine_destroy", "inkblot_redact",
         "inkblot_redact_json", "inkblot_free", "inkblot_stream_create", "inkblot_stream_write",
         "inkblot_stream_finish", "inkblot_stream_destroy"}


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout


def main():
    build = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "installed"
        run("cmake", "--install", build, "--prefix", root)
        library = next(root.glob("lib/**/libinkblot_c.so"))
        names = {line.split()[-1].split("@")[0]
                 for line in run("nm", "-D", "--defined-only", library, text=True).splitlines()}
        assert names - {"INKBLOT_1"} == NAMES, names ^ NAMES
        made = pathlib.Path(folder) / "made"
        run("cmake", "-S", HERE / "consumer", "-B", made, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={root}", "-DCMAKE_BUILD_TYPE=Release")
        run("cmake", "--build", made)
        flags = run("pkg-config", "--cflags", "--libs", "inkblot", text=True,
                    env={**os.environ, "PKG_CONFIG_PATH": str(library.parent / "pkgconfig")})
        by_flags = made / "by_pkg_config"
        run("cc", "-std=c99", "-Wall", "-Wextra", "-Werror", HERE / "consumer/in_c.c", "-o",
            by_flags, *flags.split())
        token = run(root / "bin/inkblot", "rules", "sample", "github-pat", text=True).strip()
        text = f"a {token} b\n".encode()
        for program in (root / "bin/inkblot", made / "in_c", made / "in_cpp", by_flags):
            done = run(program, input=text, env={**os.environ,
                                                 "LD_LIBRARY_PATH": str(library.parent)})
            assert done == b"a REDACTED_github-pat b\n", (program, done)
    print("consumers: cmake for C and C++, pkg-config")


if __name__ == "__main__":
    main()
