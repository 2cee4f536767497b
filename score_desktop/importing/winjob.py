"""Memory limit of a process on Windows: a job object with one process in it."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _LIMIT_PROCESS_MEMORY = 0x100
    _LIMIT_DIE_ON_EXCEPTION = 0x400
    _NO_DIALOGS = 0x1 | 0x2 | 0x8000

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Counters(ctypes.Structure):
        _fields_ = tuple((f"Count{number}", ctypes.c_uint64) for number in range(6))

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", _Basic),
            ("Counters", _Counters),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def limit_own_memory(limit: int) -> None:
        """Put this process into a new job that may commit at most `limit` bytes; an abort shows no dialog.

        Raises:
            OSError: The system refused; the file is then not read without a limit.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetErrorMode(_NO_DIALOGS)
        job = kernel.CreateJobObjectW(None, None)
        limits = _Extended()
        limits.Basic.LimitFlags = _LIMIT_PROCESS_MEMORY | _LIMIT_DIE_ON_EXCEPTION
        limits.ProcessMemoryLimit = limit
        done = job and kernel.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        if not done or not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
            raise ctypes.WinError(ctypes.get_last_error())
