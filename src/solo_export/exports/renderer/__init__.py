"""Drawing in child processes that can be limited, stopped and replaced.

    pool ──borrow──► process ══socket══► child ──► boardkit
                        │                  │
                     messages            limits

A board is somebody else's data, and what draws it is native code: it may crash, loop or eat memory, and no
timer inside the same process would fire. So one warm child draws for one thread at a time; the parent
watches the clock and kills, the kernel watches memory and CPU time, and a child whose parent is gone dies.
The child can open no socket, start no program and signal nobody (`sealing.py`), and of files it can only
read fonts and Python's own (`file_access.py`).
Nothing but JSON and bytes comes back over the socket, so that a child that was taken over can't do more
than send a wrong file.
"""
