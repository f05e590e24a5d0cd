# The C types of point_runs.py.

import cython

cdef Py_ssize_t _X, _Y, _PRESSURE, _NONE, _OTHER, _MOST_DIGITS
cdef double _NAN, _LARGEST
cdef double[::1] _POWERS
cdef const unsigned char[::1] _POINTS_KEY, _PRESSURE_KEY, _NULL
cdef unsigned char _QUOTE, _BACKSLASH, _COLON, _COMMA, _MINUS, _PLUS, _POINT_SIGN, _LIST, _LIST_END
cdef unsigned char _OBJECT, _OBJECT_END, _SPACE, _TAB, _LINE, _RETURN, _ZERO, _NINE, _SMALL_E, _LARGE_E
cdef unsigned char _LARGE_I, _SMALL_X, _SMALL_Y, _FIRST_PRINTED, _LAST_PRINTED

@cython.locals(runs=Py_ssize_t, row=Py_ssize_t, at=Py_ssize_t, size=Py_ssize_t, start=Py_ssize_t,
               end=Py_ssize_t, number=double[::1], found=cython.longlong[::1])
cdef Py_ssize_t _take(bytes source, const unsigned char[::1] text, double[:, ::1] rows,
                      long long[:, ::1] spans) except -1

@cython.locals(i=Py_ssize_t)
cdef bint _matches(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size,
                   const unsigned char[::1] word) noexcept

cdef Py_ssize_t _skipped(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size) noexcept
cdef Py_ssize_t _value(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size) noexcept

@cython.locals(row=Py_ssize_t)
cdef Py_ssize_t _run(bytes source, const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size,
                     double[:, ::1] rows, double[::1] number, long long[::1] found) except -3

@cython.locals(start=Py_ssize_t, column=Py_ssize_t, has_x=bint, has_y=bint)
cdef Py_ssize_t _point(bytes source, const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size,
                       double[:, ::1] rows, Py_ssize_t row, double[::1] number) except -3

cdef Py_ssize_t _key_end(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size) noexcept
cdef Py_ssize_t _column(const unsigned char[::1] text, Py_ssize_t start, Py_ssize_t end) noexcept

@cython.locals(start=Py_ssize_t, first=Py_ssize_t, whole=Py_ssize_t, scale=Py_ssize_t,
               mantissa_end=Py_ssize_t)
cdef Py_ssize_t _number(bytes source, const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size,
                        double[::1] number) except -3

cdef Py_ssize_t _digits_end(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size) noexcept

@cython.locals(end=Py_ssize_t)
cdef Py_ssize_t _exponent_end(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t size) noexcept

@cython.locals(i=Py_ssize_t, value=cython.longlong)
cdef double _mantissa(const unsigned char[::1] text, Py_ssize_t at, Py_ssize_t end) noexcept
