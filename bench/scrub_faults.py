"""Runs of `inkblot scrub` that are killed, whose calls fail, or for which there is no room."""
import os
import pathlib
import random
import signal
import subprocess
import time

from scrub_tree import Tree, report, scrub


def check_kills(args, tree, folder):
    before = tree.state()
    chance = random.Random(args.seed + 1)
    killed = 0
    while killed < args.kills:
        child = scrub(args.binary, tree, folder + "/state2")
        time.sleep(chance.uniform(0.001, args.pause))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        if child.returncode >= 0:
            break
    child = scrub(args.binary, tree, folder + "/state2")
    words = child.communicate()[1].decode()
    wrong = tree.wrong(before)
    report(not wrong and child.returncode == 5,
           "after %d kills: %s; %d are not what they should be %s" %
           (killed, words.split("\n")[-2], len(wrong), wrong[:5]))


# Some calls on regular files fail: one in INKBLOT_FAULTS, with one error or the other.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
static _Atomic uint64_t calls;
static int faulty(int fd) {
  static const char* told;
  struct stat about;
  if (fd >= 0 && (fd < 3 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))) return 0;
  if (!told) told = getenv("INKBLOT_FAULTS");
  uint64_t x = atomic_fetch_add(&calls, 1) * 0x9E3779B97F4A7C15u ^ (uint64_t)getpid() << 20;
  x = (x ^ x >> 31) * 0xBF58476D1CE4E5B9u;
  x ^= x >> 29;
  if (!told || x % strtoul(told, NULL, 10) != 0) return 0;
  errno = x >> 40 & 1 ? EIO : ENOSPC;
  return 1;
}
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t write(int fd, const void* data, size_t size) {
  return faulty(fd) ? -1 : NEXT(write)(fd, data, size);
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
  return faulty(fd) ? -1 : NEXT(writev)(fd, parts, count);
}
ssize_t copy_file_range(int in, off64_t* a, int out, off64_t* b, size_t size, unsigned flags) {
  return faulty(out) ? -1 : NEXT(copy_file_range)(in, a, out, b, size, flags);
}
int fsync(int fd) { return faulty(fd) ? -1 : NEXT(fsync)(fd); }
int fchmod(int fd, mode_t mode) { return faulty(fd) ? -1 : NEXT(fchmod)(fd, mode); }
int futimens(int fd, const struct timespec* times) {
  return faulty(fd) ? -1 : NEXT(futimens)(fd, times);
}
int renameat(int from, const char* a, int to, const char* b) {
  return faulty(-1) ? -1 : NEXT(renameat)(from, a, to, b);
}
int linkat(int from, const char* a, int to, const char* b, int flags) {
  return faulty(-1) ? -1 : NEXT(linkat)(from, a, to, b, flags);
}
"""


def check_faults(args, tree, folder):
    shim = pathlib.Path(folder, "shim.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", str(shim)], check=True,
                   input=SHIM.encode())
    before = tree.state()
    failed = torn = 0
    for _ in range(args.faults):
        env = {**os.environ, "XDG_STATE_HOME": folder + "/state3", "LD_PRELOAD": str(shim),
               "INKBLOT_FAULTS": "4"}
        done = subprocess.run([args.binary, "scrub", str(tree.top), "--in-place"], env=env,
                              stderr=subprocess.PIPE, check=False)
        failed += done.stderr.count(b"left as it was: ")
        torn += len(tree.wrong(before, halfway=True))
        if done.returncode not in (3, 5):
            torn += 1
            print("      exit code %d" % done.returncode)
    child = scrub(args.binary, tree, folder + "/state3")
    words = child.communicate()[1].decode()
    wrong = tree.wrong(before)
    report(failed > 20 * args.faults and torn == 0 and not wrong and child.returncode == 5,
           "%d runs on a file system that fails, %d times a file stayed, %d torn; then %s; %d are "
           "not what they should be %s" %
           (args.faults, failed, torn, words.split("\n")[-2], len(wrong), wrong[:5]))


def check_full_disk(args, token, folder):
    disk = folder + "/disk"
    os.mkdir(disk)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % (4 * args.mb + 100), "none",
                           disk], check=False)
    if made.returncode != 0:
        return report(False, "no disk can be mounted here: only root may")
    try:
        tree = Tree(disk + "/tree", args, token, b"REDACTED_github-pat")
        before = tree.state()
        used = os.statvfs(disk)
        pages = used.f_blocks - used.f_bfree
        for spare in (0, 4, 30):  # In pages: nothing fits, and then some of them do.
            size = (pages + spare) * used.f_bsize
            subprocess.run(["mount", "-o", "remount,size=%d" % size, disk], check=True)
            child = scrub(args.binary, tree, folder + "/state4")
            words = child.communicate()[1].decode()
            wrong = tree.wrong(before, halfway=True)
            stayed = words.count("left as it was: ")
            report(not wrong and child.returncode == 5 and stayed > 1,
                   "with %d pages left %d files stayed as they were; %d are torn %s" %
                   (spare, stayed, len(wrong), wrong[:5]))
        subprocess.run(["mount", "-o", "remount,size=%dm" % (4 * args.mb + 100), disk], check=True)
        child = scrub(args.binary, tree, folder + "/state4")
        words = child.communicate()[1].decode()
        wrong = tree.wrong(before)
        report(not wrong and child.returncode == 5,
               "then with room: %s; %d are not what they should be %s" %
               (words.split("\n")[-2], len(wrong), wrong[:5]))
    finally:
        subprocess.run(["umount", disk], check=True)
