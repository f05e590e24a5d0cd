"""Where the files are: keys, bytes in, bytes out, and addresses that expire.

A key is made of the export's id and the token of the lease that it was drawn under. Two attempts never
share a key, and whatever an attempt leaves behind is found by the id alone.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import IO, Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.urls import reverse

from solo_export.exports import conf
from solo_export.exports.file_names import content_disposition, media_type
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest

FILE_VIEW = "export-file"
"""The URL name of the view that serves files by `token` and `name`, for storages that sign no addresses."""

_SHORT_NAME = 40
"""Characters of a file's name that is signed as it is: to compress it takes longer than to sign it."""

_ROOT = "exports"
_SALT = "solo_export.file"


class StorageError(Exception):
    """The storage did not do what it was asked; it may later."""


class AddressError(Exception):
    """A file address that was tampered with, made up, or has expired."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """What a valid address stands for."""

    key: str
    name: str


def save(lease: Lease, extension: str, data: bytes) -> str:
    """Store the file of one attempt; its key. Raises `StorageError`."""
    key = f"{_directory(lease.export_id)}/{lease.token}.{extension}"
    try:
        return _storage().save(key, ContentFile(data))
    except Exception as error:
        raise StorageError from error


def open_file(key: str) -> IO[bytes]:
    """The file behind a key, open for reading. Raises `FileNotFoundError`."""
    return _storage().open(key, "rb")


def read(key: str) -> bytes:
    """The whole file behind a key. Raises `StorageError`."""
    try:
        with open_file(key) as file:
            return file.read()
    except Exception as error:
        raise StorageError from error


def discard(key: str) -> None:
    """Delete one file, if it is there. Raises `StorageError`."""
    try:
        _storage().delete(key)
    except Exception as error:
        raise StorageError from error


def discard_attempt(lease: Lease) -> None:
    """Delete whatever one attempt has stored, and nothing of another's. Raises `StorageError`."""
    start = f"{_directory(lease.export_id)}/{lease.token}"
    _discard_where(lease.export_id, lambda key: key.startswith(start))


def discard_others(key: str, export_id: UUID) -> None:
    """Delete whatever the attempts at an export have stored, but for one file. Raises `StorageError`."""
    _discard_where(export_id, lambda other: other != key)


def discard_all(export_id: UUID) -> None:
    """Delete whatever the attempts at an export have stored. Raises `StorageError`."""
    _discard_where(export_id, lambda _: True)


def _discard_where(export_id: UUID, is_meant: Callable[[str], bool]) -> None:
    storage, directory = _storage(), _directory(export_id)
    try:
        _, names = storage.listdir(directory)
        for key in filter(is_meant, (f"{directory}/{name}" for name in names)):
            storage.delete(key)
    except FileNotFoundError:
        return
    except Exception as error:
        raise StorageError from error


def all_files() -> Iterator[tuple[str, datetime]]:
    """The keys of all files of exports, and when each was stored. Raises `StorageError`.

    A storage that can list files with their dates at once, as `S3Files` can, does so as `files_below`.
    """
    storage = _storage()
    try:
        if hasattr(storage, "files_below"):
            yield from storage.files_below(_ROOT)
        else:
            yield from _files_below(storage, _ROOT)
    except FileNotFoundError:
        return
    except Exception as error:
        raise StorageError from error


def is_there(key: str) -> bool:
    """Whether there is a file behind a key. Raises `StorageError`."""
    try:
        return _storage().exists(key)
    except Exception as error:
        raise StorageError from error


def export_of(key: str) -> UUID | None:
    """The export whose attempt has stored a file; None for what is no key of ours."""
    match key.split("/"):
        case [root, export_id, _] if root == _ROOT:
            try:
                return UUID(export_id)
            except ValueError:
                return None
    return None


def signed_url(export: ExportRequest, base_url: str) -> str | None:
    """A fresh address of an export's file that works without signing in and expires; None without a file.

    `base_url` is the service's own address as the caller knows it, unless SOLO_PUBLIC_URL says otherwise.
    """
    if not export.file_key:
        return None
    storage = _storage()
    if _signs_addresses(type(storage).url):
        return _storage_url(storage, export)
    is_long = len(export.file_name) > _SHORT_NAME
    token = signing.dumps([export.file_key, export.file_name], salt=_SALT, compress=is_long)
    path = reverse(FILE_VIEW, kwargs={"token": token, "name": export.file_name})
    return urljoin(conf.get("SOLO_PUBLIC_URL") or base_url, path)


def files_origin() -> str | None:
    """Where browsers fetch files, such as `https://files.example.org`; None where the service serves them."""
    storage = _storage()
    if not _signs_addresses(type(storage).url):
        return None
    address = urlsplit(storage.url(_ROOT))
    return f"{address.scheme}://{address.netloc}"


def address_period() -> int:
    """Which half of an address' life it is by the clock: a number that grows twice in the life of each."""
    return int(2 * time.time() / conf.get("SOLO_EXPORT_URL_SECONDS"))


def verify_token(token: str) -> SignedFile:
    """The file that an address of `FILE_VIEW` stands for. Raises `AddressError`."""
    try:
        key, name = signing.loads(token, salt=_SALT, max_age=conf.get("SOLO_EXPORT_URL_SECONDS"))
    except signing.BadSignature as error:
        raise AddressError from error
    return SignedFile(key, name)


def _storage() -> Storage:
    return storages[conf.get("SOLO_EXPORT_STORAGE")]


def _directory(export_id: UUID) -> str:
    return f"{_ROOT}/{export_id}"


def _files_below(storage: Storage, directory: str) -> Iterator[tuple[str, datetime]]:
    directories, names = storage.listdir(directory)
    for name in names:
        yield f"{directory}/{name}", storage.get_modified_time(f"{directory}/{name}")
    for name in directories:
        yield from _files_below(storage, f"{directory}/{name}")


@cache
def _signs_addresses(url: Callable[..., str]) -> bool:
    """Whether a storage of that method signs addresses itself, as those of django-storages do."""
    return "parameters" in inspect.signature(url).parameters


def _storage_url(storage: Any, export: ExportRequest) -> str:
    parameters = {
        "ResponseContentDisposition": content_disposition(export.file_name),
        "ResponseContentType": media_type(export.file_key),
    }
    seconds = conf.get("SOLO_EXPORT_URL_SECONDS")
    return str(storage.url(export.file_key, parameters=parameters, expire=seconds))
