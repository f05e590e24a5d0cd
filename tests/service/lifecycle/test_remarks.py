"""What is kept of more remarks than anybody reads."""

from __future__ import annotations

from solo_export.exports.remarks import MOST_REMARKS, of_every_kind


def remark(code: str, element: int) -> dict[str, object]:
    return {"code": code, "message": f"{code}.", "page": 1, "element": str(element)}


def test_a_few_remarks_are_all_kept() -> None:
    few = [remark("value_repaired", 1), remark("image_missing", 2), remark("value_repaired", 3)]
    assert of_every_kind(few) == few


def test_many_remarks_of_one_kind_keep_no_other_kind_out() -> None:
    many = [remark("value_repaired", element) for element in range(2 * MOST_REMARKS)]
    kept = of_every_kind([*many, remark("image_missing", -1)])
    assert kept == [*many[: MOST_REMARKS - 1], remark("image_missing", -1)]
