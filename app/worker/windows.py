"""A Windows job: bounds the memory of a child and all that it starts, and ends them together."""

from __future__ import annotations

import ctypes

from dutylist.app.worker.memory import MIB


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION of winnt.h."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h: 144 bytes on 64-bit Windows."""

    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


# winnt.h: JOB_OBJECT_LIMIT_JOB_MEMORY, …_DIE_ON_UNHANDLED_EXCEPTION (no dialogue window waits for
# a click), …_KILL_ON_JOB_CLOSE (all end with the parent); JobObjectExtendedLimitInformation.
_JOB_MEMORY, _DIE, _KILL_ON_CLOSE = 0x200, 0x400, 0x2000
_EXTENDED = 9


def job_limits(mebibytes: int) -> JobLimits:
    """The limits of a Windows job whose processes have so many MiB together; 0 for any number."""
    limits = JobLimits()
    limits.BasicLimitInformation.LimitFlags = _DIE | _KILL_ON_CLOSE
    if mebibytes:
        limits.BasicLimitInformation.LimitFlags |= _JOB_MEMORY
        limits.JobMemoryLimit = mebibytes * MIB
    return limits


class WindowsJob:
    """A Windows job around a child and all that it starts: bounded together, ended together."""

    def __init__(self, process_handle: int, mebibytes: int = 0) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        self._kernel = kernel
        self._handle = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        self.limit(mebibytes)
        kernel.AssignProcessToJobObject(self._handle, ctypes.c_void_p(process_handle))

    def limit(self, mebibytes: int) -> None:
        """Let the job's processes have so many MiB together from now on; 0 for any number."""
        limits = job_limits(mebibytes)
        self._kernel.SetInformationJobObject(
            self._handle, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)
        )

    def peak(self) -> int:
        """The most bytes that the job's processes had together."""
        limits = JobLimits()
        self._kernel.QueryInformationJobObject(
            self._handle, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits), None
        )
        return int(limits.PeakJobMemoryUsed)

    def end(self) -> None:
        """End all processes of the job at once."""
        self._kernel.TerminateJobObject(self._handle, 1)

    def close(self) -> None:
        """Let go of the job, once nothing more is asked of it; what still runs in it ends."""
        self._kernel.CloseHandle(self._handle)
