# The C types of freehand.py.

import cython

cdef extern from "math.h":
    cpdef double sqrt(double x)  # instead of what the module imports, which is a call of Python's

cdef double _THINNING, _SMOOTHING, _STREAMLINE_STEP, _RATE_OF_PRESSURE_CHANGE
cdef double _END_NOISE, _FIRST_PRESSURE, _PRESSURE, _MIN_RADIUS
cdef Py_ssize_t _X, _Y, _DRAWN_PRESSURE, _VX, _VY, _STEP, _LENGTH
cdef double[:, ::1] _CORNER_TURNS, _START_TURNS, _END_TURNS, _DOT_TURNS

@cython.locals(i=Py_ssize_t, last=Py_ssize_t, after=Py_ssize_t, x=double, y=double,
               next_x=double, next_y=double)
cdef void _smooth(const double[:, ::1] corners, float[:, ::1] points) noexcept

@cython.locals(i=Py_ssize_t, count=Py_ssize_t, last=Py_ssize_t, started=bint, x=double, y=double,
               next_x=double, next_y=double, step=double, length=double)
cdef Py_ssize_t _follow(double[:, ::1] points, double[:, ::1] track, double size) noexcept

cdef double _hypot(double x, double y) noexcept

@cython.locals(speed=double, target=double)
cdef double _simulated(double previous, double step, double size) noexcept

cdef double _radius(double size, double pressure) noexcept

@cython.locals(i=Py_ssize_t, mean=double, pressure=double)
cdef double _initial_pressure(double[:, ::1] track, Py_ssize_t steps, double size, bint simulate) noexcept

@cython.locals(i=Py_ssize_t, caps=Py_ssize_t)
cdef Py_ssize_t _most_caps(double[:, ::1] track, Py_ssize_t steps) noexcept

@cython.locals(pressure=double)
cdef double _first_radius(double[:, ::1] track, double size, bint simulate) noexcept

@cython.locals(i=Py_ssize_t, lefts=Py_ssize_t, rights=Py_ssize_t, count=Py_ssize_t, last=bint,
               is_corner=bint, before_corner=bint, after_corner=bint,
               min_distance=double, total=double, pressure_before=double, pressure=double, radius=double,
               x=double, y=double, vx=double, vy=double, vx_before=double, vy_before=double,
               next_vx=double, next_vy=double, turn=double, along_x=double, along_y=double,
               side_x=double, side_y=double, to_x=double, to_y=double,
               left_x=double, left_y=double, right_x=double, right_y=double)
cdef Py_ssize_t _surround(double[:, ::1] track, Py_ssize_t steps, double size, bint simulate,
                          double[:, ::1] outline, double[:, ::1] right) noexcept

cdef double _squared(double dx, double dy) noexcept

@cython.locals(i=Py_ssize_t, dx=double, dy=double, sine=double, cosine=double)
cdef Py_ssize_t _turn_about(double x, double y, double from_x, double from_y, double[:, ::1] turns,
                            double side, double[:, ::1] to, Py_ssize_t count) noexcept
