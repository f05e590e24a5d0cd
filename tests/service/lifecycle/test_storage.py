"""Files in the storage, and the addresses that open them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.storage import storages as django_storages
from pytest_django import Settings

from solo_export.exports import storage
from solo_export.exports.lease import Lease
from solo_export.exports.models import ExportRequest
from solo_export.exports.storage import AddressError, SignedFile, StorageError
from tests.service.lifecycle.conftest import stored

BASE = "https://boards.example.org/"


def lease_of(export_id: UUID) -> Lease:
    return Lease(export_id, uuid4())


def export_with_file() -> ExportRequest:
    key = storage.save(lease_of(uuid4()), "pdf", b"%PDF-")
    return ExportRequest(file_key=key, file_name="Урок 4.pdf")


def token_of(address: str | None) -> str:
    assert address is not None
    return unquote(urlsplit(address).path).split("/")[2]


def test_what_is_saved_can_be_read(files: Path) -> None:
    key = storage.save(lease_of(uuid4()), "json", b"{}")
    with storage.open_file(key) as file:
        assert file.read() == b"{}"


def test_two_attempts_never_share_a_file(files: Path) -> None:
    export_id = uuid4()
    keys = {storage.save(lease_of(export_id), "json", b"{}") for _ in range(2)}
    assert len(keys) == len(stored(files)) == 2


def test_what_all_attempts_at_one_export_left_is_found_by_its_id(files: Path) -> None:
    export_id = uuid4()
    for extension in ("json", "zip"):
        storage.save(lease_of(export_id), extension, b"x")
    other = storage.save(lease_of(uuid4()), "json", b"x")
    storage.discard_all(export_id)
    assert stored(files) == [files / other]


def test_a_file_goes_with_its_directory(files: Path) -> None:
    storage.discard(storage.save(lease_of(uuid4()), "json", b"x"))
    assert list((files / "exports").iterdir()) == []


def test_what_is_not_there_is_no_error_to_delete(files: Path) -> None:
    storage.discard("exports/none.json")
    storage.discard_all(uuid4())


def test_a_storage_that_fails_says_so_in_one_way(files: Path) -> None:
    files.write_text("a file where the directory should be")
    with pytest.raises(StorageError):
        storage.save(lease_of(uuid4()), "json", b"x")


def test_an_address_stands_for_its_file_and_name(files: Path) -> None:
    export = export_with_file()
    address = storage.signed_url(export, BASE)
    assert address is not None
    assert address.startswith("https://boards.example.org/files/")
    assert unquote(address).endswith("/Урок 4.pdf")
    assert storage.verify_token(token_of(address)) == SignedFile(export.file_key, "Урок 4.pdf")


def test_the_service_may_have_a_public_address_of_its_own(files: Path, settings: Settings) -> None:
    settings.SOLO_PUBLIC_URL = "https://exports.example.com"
    address = storage.signed_url(export_with_file(), "http://10.0.0.5:8000/")
    assert address is not None
    assert address.startswith("https://exports.example.com/files/")


def test_an_export_without_a_file_has_no_address(files: Path) -> None:
    assert storage.signed_url(ExportRequest(), BASE) is None


def test_an_address_expires(files: Path, settings: Settings) -> None:
    token = token_of(storage.signed_url(export_with_file(), BASE))
    settings.SOLO_EXPORT_URL_SECONDS = 0
    with pytest.raises(AddressError):
        storage.verify_token(token)


@pytest.mark.parametrize("position", [0, 10, -1])
def test_an_address_that_was_tampered_with_opens_nothing(files: Path, position: int) -> None:
    token = token_of(storage.signed_url(export_with_file(), BASE))
    letters = list(token)
    letters[position] = "A" if letters[position] != "A" else "B"
    with pytest.raises(AddressError):
        storage.verify_token("".join(letters))


def test_any_storage_of_django_will_do(settings: Settings) -> None:
    settings.STORAGES = {**settings.STORAGES, "exports": {"BACKEND": f"{__name__}.Shelf"}}
    settings.SOLO_EXPORT_STORAGE = "exports"
    export = export_with_file()
    assert django_storages["exports"].exists(export.file_key)
    assert storage.verify_token(token_of(storage.signed_url(export, BASE))).key == export.file_key


class Shelf(InMemoryStorage):
    """A storage of somebody else's."""
