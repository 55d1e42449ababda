"""Landlock for the cell: it sees Python, the system's libraries and the files of its request, nothing else.

Without it, bytes that take a decoder over could read the service's secret, other customers' media
and, in /proc, its parent's environment. The kernel's `landlock` user-space document is the source.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable

from lingoreel.processes.lifeline import libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # one number on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_FIRST_ABI = (1 << 13) - 1
_NETWORK = 0b11  # bind and connect of TCP
_SCOPES = 0b11  # abstract Unix sockets, signals to processes outside

_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE

_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/proc", "/sys/devices/system/cpu"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
)
_WRITABLE_DEVICES = ("/dev/null",)


def _handled(abi: int) -> int:
    return (
        _FIRST_ABI | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEVICE if abi >= 5 else 0)
    )


def _ruleset(abi: int) -> int:
    attributes = struct.pack("=Q", _handled(abi))
    if abi >= 4:
        attributes += struct.pack("=Q", _NETWORK)
    if abi >= 6:
        attributes += struct.pack("=Q", _SCOPES)
    return int(libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no rule
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            access &= _OF_FILES
        rule = struct.pack("=Qi", access, handle)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(handle)


def keep_to_files(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """From now on only these, and what Python and its libraries need, can be opened; True when in force.

    A folder stands for all that is in it. No-new-privileges must be set already.
    """
    abi = int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG))
    if abi < 1:
        return False
    ruleset = _ruleset(abi)
    if ruleset < 0:
        return False
    try:
        handled = _handled(abi)
        for path in {*_SYSTEM, sys.prefix, sys.base_prefix, *filter(None, sys.path), *readable}:
            _allow(ruleset, path, _READ)
        for path in _WRITABLE_DEVICES:
            _allow(ruleset, path, (_READ_FILE | _WRITE_FILE) & handled)
        for path in writable:
            _allow(ruleset, path, handled & ~_IOCTL_DEVICE)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)
