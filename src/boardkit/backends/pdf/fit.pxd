# The C types of fit.py.

import cython

cdef extern from "math.h":
    cpdef double sqrt(double x)  # instead of what the module imports, which is a call of Python's

cdef double _LARGEST_SQUARE, _ROUNDING
cdef Py_ssize_t _PER_QUAD

@cython.locals(i=Py_ssize_t, k=Py_ssize_t, row=Py_ssize_t, t=double, s=double, x=double, y=double,
               to_x=double, to_y=double, length=double)
cdef void _sample(double[:, ::1] points, double[:, ::1] samples) noexcept

@cython.locals(quads=Py_ssize_t, first=Py_ssize_t, count=Py_ssize_t, size=Py_ssize_t, step=Py_ssize_t)
cdef Py_ssize_t _fit(double[:, ::1] points, double[:, ::1] samples, double[:, ::1] cubics) noexcept

cdef double _whole(double value) noexcept

@cython.locals(axis=Py_ssize_t, start=double, control=double, end=double)
cdef void _raise(double[:, ::1] points, Py_ssize_t quad, double[:, ::1] cubics, Py_ssize_t row) noexcept

@cython.locals(start=Py_ssize_t, end=Py_ssize_t, low=Py_ssize_t, high=Py_ssize_t, i=Py_ssize_t,
               ax=double, ay=double, bx=double, by=double, ux=double, uy=double, vx=double, vy=double,
               begin=double, span=double, per_length=double, t=double, s=double, b0=double, b1=double, b2=double, b3=double,
               rx=double, ry=double, uu=double, uv=double, vv=double, ur=double, vr=double,
               determinant=double, u=double, v=double, px=double, py=double, qx=double, qy=double)
cdef bint _replace(double[:, ::1] points, double[:, ::1] samples, Py_ssize_t first, Py_ssize_t size,
                   double[:, ::1] cubics, Py_ssize_t row) noexcept

@cython.locals(i=Py_ssize_t, begin=double, per_length=double, before=double, t=double, x=double, y=double,
               c1x=double, c1y=double, c2x=double, c2y=double, c3x=double, c3y=double,
               dx=double, dy=double, ex=double, ey=double, speed=double)
cdef bint _stands(double[:, ::1] samples, Py_ssize_t low, Py_ssize_t high, double ax, double ay,
                  double px, double py, double qx, double qy, double bx, double by) noexcept
