"""Files in a bucket, over the protocol that Amazon's S3 speaks."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from solo_export.exports import storage
from solo_export.exports.actions.sweep import Swept, sweep
from solo_export.exports.file_names import content_disposition
from solo_export.exports.lease import Lease
from solo_export.exports.s3_files import S3Files
from tests.service.lifecycle.real.conftest import Start
from tests.support.faulty_s3 import KEYS, bucket_at, faulty_s3
from tests.support.processes import wait_until
from tests.support.service import Client


@pytest.fixture
def endpoint() -> Iterator[str]:
    """A server with an empty bucket `boards`."""
    with faulty_s3() as storage:
        yield storage.address


def test_an_export_goes_into_the_bucket_and_comes_out_by_a_signed_address(
    start: Start, endpoint: str
) -> None:
    service = start(SOLO_S3_BUCKET="boards", SOLO_S3_ENDPOINT_URL=endpoint, **KEYS)
    client = Client(service.address)
    export = client.ask("json", filename="Урок 4")
    wait_until(lambda: client.is_done(export), "the export is done")

    [file] = bucket_at(endpoint).objects.all()
    assert file.key.startswith(f"exports/{export}/")
    row = client.get(f"/exports/{export}/")
    assert row["file_size"] == file.size
    address = urlsplit(row["file_url"])
    assert f"{address.scheme}://{address.netloc}" == endpoint
    query = parse_qs(address.query)
    assert query["response-content-disposition"] == [content_disposition("Урок 4.json")]
    assert query["response-content-type"] == ["application/json"]
    assert query["X-Amz-Expires"] == ["900"]
    with urllib.request.urlopen(row["file_url"]) as answer:
        assert answer.read() == file.get()["Body"].read()
        assert answer.headers["Content-Disposition"] == content_disposition("Урок 4.json")
    assert "hush" not in row["file_url"]


def test_addresses_name_the_service_as_browsers_reach_it(endpoint: str) -> None:
    outside = "https://files.example.org"
    storage = S3Files(
        bucket_name="boards",
        endpoint_url=endpoint,
        public_endpoint_url=outside,
        access_key="key",
        secret_key="hush",
        region_name="us-east-1",
    )
    key = storage.save("exports/a/b.json", ContentFile(b"{}"))
    assert storage.url(key).startswith(f"{outside}/boards/exports/a/b.json?")
    assert bucket_at(endpoint).Object(key).get()["Body"].read() == b"{}"


def test_what_attempts_left_is_found_and_deleted(endpoint: str, settings: Settings) -> None:
    options = {"bucket_name": "boards", "endpoint_url": endpoint, "access_key": "key", "secret_key": "hush"}
    backend = {"BACKEND": "solo_export.exports.s3_files.S3Files", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    export_id = uuid4()
    for _ in range(2):
        storage.save(Lease(export_id, uuid4()), "json", b"{}")
    kept = storage.save(Lease(uuid4(), uuid4()), "json", b"{}")
    storage.discard_all(export_id)
    assert [file.key for file in bucket_at(endpoint).objects.all()] == [kept]
    with storage.open_file(kept) as file:
        assert file.read() == b"{}"


@pytest.mark.django_db
def test_what_belongs_to_no_export_is_swept_from_the_bucket(endpoint: str, settings: Settings) -> None:
    options = {"bucket_name": "boards", "endpoint_url": endpoint, "access_key": "key", "secret_key": "hush"}
    options |= {"location": "school"}
    backend = {"BACKEND": "solo_export.exports.s3_files.S3Files", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    storage.save(Lease(uuid4(), uuid4()), "json", b"{}")
    bucket_at(endpoint).put_object(Key="exports/of another school.json", Body=b"{}")
    assert sweep() == Swept(files=0, exports=0)
    assert sweep(grace_seconds=-60) == Swept(files=1, exports=0)
    assert [file.key for file in bucket_at(endpoint).objects.all()] == ["exports/of another school.json"]


def test_a_bucket_that_is_away_is_one_kind_of_error(settings: Settings) -> None:
    options = {
        "bucket_name": "boards",
        "endpoint_url": "http://127.0.0.1:1",
        "access_key": "k",
        "secret_key": "h",
    }
    backend = {"BACKEND": "solo_export.exports.s3_files.S3Files", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    with pytest.raises(storage.StorageError):
        storage.save(Lease(uuid4(), uuid4()), "json", b"{}")
