"""The names of the standard library's modules, by version of Python.

Written by `tests/standard_library_table.py` from Python 3.8 to 3.13 themselves, and for 3.14 and
3.15 from the package `stdlibs` 2026.9.3, which reads CPython's sources.
Source: https://docs.python.org/3/library/sys.html#sys.stdlib_module_names
"""

from functools import cache

FIRST, LAST = 8, 15  # minor versions of Python 3 that the table knows


@cache
def standard_library(python: str) -> frozenset[str]:
    """Return the top-level modules of Python `python` ("3.12.1"); of an older or newer one than
    the table knows, those of the nearest; of an unknown one ("") all that there ever were."""
    parts = python.split(".")
    if len(parts) < 2 or not parts[1].isdigit():
        return frozenset(word.partition(":")[0] for word in _TABLE.split())
    minor = min(max(int(parts[1]), FIRST), LAST)
    return frozenset(filter(None, (_of(word, minor) for word in _TABLE.split())))


def _of(word: str, minor: int) -> str:
    """Return the name of a word of the table if Python 3.`minor` has it, else ""."""
    name, _, versions = word.partition(":")
    first, _, last = versions.partition("-")
    return name if int(first or FIRST) <= minor <= int(last or LAST) else ""


_TABLE = """
__future__ __main__ _abc _aix_support:9- _android_support:13- _apple_support:14- _ast
_ast_unparse:14- _asyncio _bisect _blake2 _bootlocale:-9 _bootsubprocess:9-11 _bz2 _codecs
_codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections
_collections_abc _colorize:13- _compat_pickle _compression:-13 _contextvars _crypt:-12 _csv
_ctypes _ctypes_test:- _curses _curses_panel _datetime _dbm:10- _decimal _dummy_thread:-8
_elementtree _frozen_importlib:10- _frozen_importlib_external:10- _functools _gdbm:10- _hashlib
_heapq _hmac:14- _imp _interpchannels:13- _interpqueues:13- _interpreters:13- _io
_ios_support:13- _json _locale _lsprof _lzma _markupbase _math_integer:15- _md5 _msi:-12
_multibytecodec _multiprocessing _opcode _opcode_metadata:13- _operator _osx_support _overlapped
_peg_parser:9-9 _pickle _posixshmem _posixsubprocess _py_abc _py_warnings:14- _pydatetime:12-
_pydecimal _pyio _pylong:12- _pyrepl:13- _queue _random _remote_debugging:14- _scproxy:10- _sha1
_sha2:12- _sha256:-11 _sha3 _sha512:-11 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat
_statistics _string _strptime _struct _suggestions:13- _symtable _sysconfig:13- _thread
_threading_local _tkinter _tokenize:11- _tracemalloc _types:14- _typing:11- _uuid _warnings
_weakref _weakrefset _winapi _wmi:13- _zoneinfo:9- _zstd:14- abc aifc:-12 annotationlib:14-
antigravity argparse array ast asynchat:-11 asyncio asyncore:-11 atexit audioop:-12 base64 bdb
binascii binhex:-10 bisect builtins bz2 cProfile calendar cgi:-12 cgitb:-12 chunk:-12 cmath cmd
code codecs codeop collections colorsys compileall compression:14- concurrent configparser
contextlib contextvars copy copyreg crypt:-12 csv ctypes curses dataclasses datetime dbm decimal
difflib dis distutils:-11 doctest dummy_threading:-8 email encodings ensurepip enum errno
faulthandler fcntl filecmp fileinput fnmatch formatter:-9 fractions ftplib functools gc
genericpath getopt getpass gettext glob graphlib:9- grp gzip hashlib heapq hmac html http
idlelib imaplib imghdr:-12 imp:-11 importlib inspect io ipaddress itertools json keyword
lib2to3:-12 linecache locale logging lzma mailbox mailcap:-12 marshal math mimetypes mmap
modulefinder msilib:-12 msvcrt multiprocessing netrc nis:-12 nntplib:-12 nt ntpath nturl2path
numbers opcode operator optparse os ossaudiodev:-12 parser:-9 pathlib pdb pickle pickletools
pipes:-12 pkgutil platform plistlib poplib posix posixpath pprint profile profiling:15- pstats
pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib
resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site
smtpd:-11 smtplib sndhdr:-12 socket socketserver spwd:-12 sqlite3 sre_compile:-14
sre_constants:-14 sre_parse:-14 ssl stat statistics string stringprep struct subprocess
sunau:-12 symbol:-9 symtable sys sysconfig syslog tabnanny tarfile telnetlib:-12 tempfile
termios test textwrap this threading time timeit tkinter token tokenize tomllib:11- trace
traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu:-12 uuid
venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib:-12 xml xmlrpc zipapp
zipfile zipimport zlib zoneinfo:9-
"""
"""`name`, or `name:11-13` where only Python 3.11 to 3.13 have it."""
