"""A seccomp filter for the cell: no sockets, no other processes touched, no way out of the group.

It needs no privilege (only no-new-privileges), so it holds where namespaces are refused, as in
an ordinary container. The programme is classic BPF as in the kernel's `seccomp_filter` document.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from lingoreel.processes.lifeline import libc

PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_KILL_PROCESS = 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_FOREIGN_ABI = 0x40000000  # x32 calls on x86-64

# Never wanted: network, other processes' memory and signals, kernel surface.
_NEVER = {
    "x86_64": (
        *(41, 42, 49, 50),  # socket connect bind listen
        *(101, 310, 311),  # ptrace process_vm_readv process_vm_writev
        *(109, 112),  # setpgid setsid: a grandchild stays in the group that is killed
        *(129, 297, 200, 424, 438),  # rt_sigqueueinfo rt_tgsigqueueinfo tkill pidfd_send_signal pidfd_getfd
        *(272, 308, 165, 166, 155, 161),  # unshare setns mount umount2 pivot_root chroot
        *(248, 249, 250, 298, 321, 323),  # add_key request_key keyctl perf_event_open bpf userfaultfd
        *(425, 426, 427),  # io_uring_setup io_uring_enter io_uring_register: sockets by another door
        *(175, 313, 176, 246, 320, 169, 304),  # modules, kexec, reboot, open_by_handle_at
    ),
    "aarch64": (
        *(198, 203, 200, 201),
        *(117, 270, 271),
        *(154, 157),
        *(138, 240, 130, 424, 438),
        *(97, 268, 40, 39, 41, 51),
        *(217, 218, 219, 241, 280, 282),
        *(425, 426, 427),
        *(105, 273, 106, 104, 294, 142, 265),
    ),
}
# Wanted only by functions that run a program.
_PROGRAMS = {
    "x86_64": (59, 322, 57, 58, 62),  # execve execveat fork vfork kill
    "aarch64": (221, 281, 129),  # execve execveat kill
}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435
_TGKILL = {"x86_64": 234, "aarch64": 131}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


class _Programme(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _refuse(number: int, error: int = errno.EPERM) -> list[bytes]:
    return [_step(_EQUAL, number, 0, 1), _step(_RETURN, _ERRNO | error)]


def _programme(machine: str, own_pid: int, allow_programs: bool) -> bytes:
    steps = [
        _step(_LOAD, _AT_ARCHITECTURE),
        _step(_EQUAL, _ARCHITECTURE[machine], 1, 0),
        _step(_RETURN, _KILL_PROCESS),
        _step(_LOAD, _AT_NUMBER),
    ]
    if machine == "x86_64":
        steps += [_step(_AT_LEAST, _FOREIGN_ABI, 0, 1), _step(_RETURN, _ERRNO | errno.EPERM)]
    for number in _NEVER[machine]:
        steps += _refuse(number)
    if not allow_programs:
        for number in _PROGRAMS[machine]:
            steps += _refuse(number)
        # ENOSYS makes the C library fall back to clone, whose flags can be seen: threads only.
        steps += _refuse(_CLONE3, errno.ENOSYS)
        steps += [
            _step(_EQUAL, _CLONE[machine], 0, 4),
            _step(_LOAD, _AT_FIRST_ARGUMENT),
            _step(_ANY_BIT, _CLONE_THREAD, 1, 0),
            _step(_RETURN, _ERRNO | errno.EPERM),
            _step(_RETURN, _ALLOW),
            # abort() signals its own process; nothing else may be signalled.
            _step(_EQUAL, _TGKILL[machine], 0, 3),
            _step(_LOAD, _AT_FIRST_ARGUMENT),
            _step(_EQUAL, own_pid, 1, 0),
            _step(_RETURN, _ERRNO | errno.EPERM),
        ]
    steps.append(_step(_RETURN, _ALLOW))
    return b"".join(steps)


def filter_system_calls(*, allow_programs: bool) -> bool:
    """Install the filter for this process and what it starts; True when done.

    `allow_programs` leaves fork, exec and kill: for functions that run a program such as ffmpeg.
    No-new-privileges must be set already.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURE:
        return False
    code = _programme(machine, os.getpid(), allow_programs)
    programme = _Programme(len(code) // 8, code)
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(programme), 0, 0) == 0)
