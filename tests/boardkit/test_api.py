"""The two things that boardkit does, and the names it promises."""

from __future__ import annotations

import copy
import io
import json
import subprocess
import sys
import zipfile
from typing import Any

import numpy as np
import pypdf
import pytest

import boardkit
from boardkit import (
    BoardkitError,
    Limits,
    NotJson,
    OptionsError,
    OverLimit,
    PictureError,
    Rendered,
    RenderError,
    RenderOptions,
    Resources,
    StateError,
    WarningCode,
    inspect,
    render,
)
from boardkit.options import Format
from tests.boardkit.pictures import Pixels, data_url, pixels, png
from tests.boardkit.saved import image, state, stroke
from tests.fonts import PinnedFonts

PINNED = Resources(fonts=PinnedFonts())
RED, GREEN, BLUE = (255, 0, 0, 255), (0, 128, 0, 255), (0, 0, 255, 255)
COLORS = {"red": RED, "green": GREEN, "blue": BLUE}


def page(color: str, **values: Any) -> dict[str, Any]:
    """A page of 40 × 20 with a thick line of one colour across."""
    line = stroke("line", (-10, 10), (50, 10), color=color, size=10)
    return {"id": color, "name": color.title(), "width": 40, "height": 20, "strokes": [line], **values}


THREE_PAGES = {"pages": [page("red"), page("green"), page("blue")], "currentPageIndex": 1}


def rendered(saved: Any, format: Format = "png", *, scale: float = 1, **options: Any) -> Rendered:
    return render(saved, format=format, options=RenderOptions(scale=scale, **options), resources=PINNED)


def middle(picture: Pixels) -> tuple[int, ...]:
    height, width, _ = picture.shape
    return tuple(picture[height // 2, width // 2].tolist())


class TestFormats:
    def test_a_png_is_the_open_page_at_twice_its_size(self) -> None:
        result = render(THREE_PAGES, resources=PINNED)
        picture = pixels(result.data)
        assert picture.shape == (40, 80, 4)
        assert middle(picture) == GREEN
        assert (result.media_type, result.extension, result.page_count) == ("image/png", "png", 1)
        assert result.warnings == ()

    def test_a_pdf_is_all_pages(self) -> None:
        result = rendered(THREE_PAGES, "pdf")
        reader = pypdf.PdfReader(io.BytesIO(result.data))
        assert len(reader.pages) == 3
        assert [entry.title for entry in reader.outline] == ["Red", "Green", "Blue"]  # type: ignore[union-attr]
        assert (result.media_type, result.extension, result.page_count) == ("application/pdf", "pdf", 3)

    @pytest.mark.parametrize("pretty", [False, True])
    def test_json_is_the_state_itself(self, pretty: bool) -> None:
        result = rendered(THREE_PAGES, "json", pretty=pretty)
        assert json.loads(result.data) == THREE_PAGES
        assert (b"\n" in result.data) is pretty
        assert (result.media_type, result.extension) == ("application/json", "json")

    def test_several_pages_as_png_are_a_zip(self) -> None:
        result = rendered(THREE_PAGES, pages=("blue", 1))
        archive = zipfile.ZipFile(io.BytesIO(result.data))
        assert archive.namelist() == ["page-3.png", "page-1.png"]
        assert [middle(pixels(archive.read(name))) for name in archive.namelist()] == [BLUE, RED]
        assert (result.media_type, result.extension, result.page_count) == ("application/zip", "zip", 2)

    def test_all_pages_of_a_board_of_one_are_a_plain_png(self) -> None:
        assert rendered(state(), pages="all").media_type == "image/png"

    @pytest.mark.parametrize(
        ("format", "media_type", "start"),
        [
            ("svg", "image/svg+xml", b"<?xml"),
            ("jpg", "image/jpeg", b"\xff\xd8\xff"),
            ("webp", "image/webp", b"RIFF"),
        ],
    )
    def test_other_pictures_are_of_the_open_page_and_of_several_pages_a_zip(
        self, format: Format, media_type: str, start: bytes
    ) -> None:
        one = rendered(THREE_PAGES, format)
        assert (one.media_type, one.extension, one.page_count) == (media_type, format, 1)
        assert one.data.startswith(start)
        several = rendered(THREE_PAGES, format, pages="all")
        assert (several.media_type, several.page_count) == ("application/zip", 3)
        with zipfile.ZipFile(io.BytesIO(several.data)) as archive:
            assert archive.namelist() == [f"page-{number}.{format}" for number in (1, 2, 3)]
            assert archive.read(f"page-2.{format}").startswith(start)

    def test_an_svgs_text_is_text_or_outlines(self) -> None:
        words = state(stroke("text", (10, 30), text="Hello", size=16))
        assert b">Hello<" in rendered(words, "svg").data
        assert b">Hello<" not in rendered(words, "svg", text="outlines").data

    def test_another_format_is_refused(self) -> None:
        with pytest.raises(
            OptionsError, match="format must be one of: png, pdf, json, svg, jpg, webp"
        ) as caught:
            rendered(state(), "gif")  # type: ignore[arg-type]
        assert caught.value.field == "format"


class TestStates:
    @pytest.mark.parametrize("format", ["png", "pdf", "json"])
    def test_text_bytes_and_values_give_the_same_file(self, format: Format) -> None:
        text = json.dumps(THREE_PAGES)
        expected = rendered(THREE_PAGES, format).data
        assert rendered(text, format).data == expected
        assert rendered(text.encode(), format).data == expected

    @pytest.mark.parametrize("format", ["png", "pdf", "json"])
    def test_a_state_in_memory_stays_as_it_was(self, format: Format) -> None:
        saved = state(stroke("pen", (0, 0), (5, 5)), assets=[image(src=data_url(png()))])
        before = copy.deepcopy(saved)
        rendered(saved, format)
        assert saved == before

    @pytest.mark.parametrize("saved", [None, {}, [], b"{}", "null"])
    @pytest.mark.parametrize("format", ["png", "pdf"])
    def test_an_empty_state_is_an_empty_page(self, saved: Any, format: Format) -> None:
        result = rendered(saved, format, scale=0.1)
        assert result.page_count == 1
        assert result.warnings == ()
        if format == "png":
            assert pixels(result.data).shape == (120, 92, 4)
            assert (pixels(result.data) == 255).all()

    def test_one_bad_element_makes_a_remark_and_costs_nothing_else(self) -> None:
        bad = [None, stroke("laser", (0, 0)), stroke("rectangle"), image(src="blob:x")]
        good = page("red")
        result = rendered({"pages": [{**good, "strokes": [*bad, *good["strokes"]], "assets": [bad[3]]}]})
        assert middle(pixels(result.data)) == RED
        left_out = [WarningCode.ELEMENT_LEFT_OUT] * 4
        assert [warning.code for warning in result.warnings] == [*left_out, WarningCode.IMAGE_MISSING]
        assert all(warning.page == 1 for warning in result.warnings)


class TestPages:
    @pytest.mark.parametrize(
        ("pages", "color"), [("current", "green"), ((3,), "blue"), (("red",), "red"), (None, "green")]
    )
    def test_a_page_is_chosen_by_word_number_or_id(self, pages: Any, color: str) -> None:
        assert middle(pixels(rendered(THREE_PAGES, pages=pages).data)) == COLORS[color]

    def test_a_pdf_of_chosen_pages_has_these_in_their_order(self) -> None:
        result = rendered(THREE_PAGES, "pdf", pages=(3, 1))
        outline = pypdf.PdfReader(io.BytesIO(result.data)).outline
        assert [entry.title for entry in outline] == ["Blue", "Red"]  # type: ignore[union-attr]
        assert result.page_count == 2

    @pytest.mark.parametrize("format", ["png", "pdf"])
    @pytest.mark.parametrize("pages", [(4,), ("violet",), (1, 99)])
    def test_a_page_that_is_not_there_is_an_error_of_the_options(self, format: Format, pages: Any) -> None:
        with pytest.raises(OptionsError, match="The board has no page") as caught:
            rendered(THREE_PAGES, format, pages=pages)
        assert caught.value.field == "pages"

    def test_remarks_are_only_of_the_pages_drawn(self) -> None:
        saved = {"pages": [page("red", assets=[image(src="blob:x")]), page("blue")]}
        assert rendered(saved, pages=(2,)).warnings == ()
        assert [warning.page for warning in rendered(saved, pages=(1,)).warnings] == [1]


class TestDrawing:
    def test_scale_is_device_pixels_per_board_pixel(self) -> None:
        assert pixels(rendered(page("red"), scale=0.5).data).shape == (10, 20, 4)

    def test_a_transparent_page_holds_only_what_was_drawn(self) -> None:
        picture = pixels(rendered(page("red"), background="transparent").data)
        assert middle(picture) == RED
        assert picture[0, 0].tolist() == [0, 0, 0, 0]

    def test_konvas_own_json_is_transparent_without_its_layer_named_background(self) -> None:
        def layer(name: str, width: int, fill: str) -> dict[str, Any]:
            box = {"className": "Rect", "attrs": {"width": width, "height": 20, "fill": fill}}
            return {"className": "Layer", "attrs": {"name": name}, "children": [box]}

        layers = [layer("background", 40, "white"), layer("ink", 30, "red")]
        stage = {"className": "Stage", "attrs": {"width": 40, "height": 20}, "children": layers}
        picture = pixels(rendered(stage, background="transparent").data)
        assert picture.shape == (20, 40, 4)
        assert middle(picture) == RED
        assert picture[10, 35].tolist() == [0, 0, 0, 0]
        assert pixels(rendered(stage, crop="content").data).shape == (20, 30, 4)

    def test_a_crop_is_the_same_pixels_without_the_empty_margins(self) -> None:
        saved = state(
            stroke("rectangle", (30, 40), width=50, height=20, color="red", size=3),
            stroke("pen", (60, 80), (90, 95), (120, 70), (150, 90), size=8),
            stroke("text", (40, 100), text="Ґедзь", size=20),
            width=300,
            height=200,
        )
        whole = pixels(rendered(saved, scale=2).data)
        part = pixels(rendered(saved, scale=2, crop="content").data)
        inked = np.argwhere((whole != 255).any(axis=2))
        (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0) + 1
        assert (part != 255).any(axis=2).sum() == len(inked)
        assert (bottom - top) * (right - left) <= part.shape[0] * part.shape[1] < whole.size / 4 / 2
        row, column = np.argwhere((part != 255).any(axis=2)).min(axis=0)
        height, width = bottom - top, right - left
        np.testing.assert_array_equal(
            part[row : row + height, column : column + width], whole[top:bottom, left:right]
        )

    def test_the_same_board_is_the_same_file(self) -> None:
        for format in boardkit.FORMATS:
            assert rendered(THREE_PAGES, format).data == rendered(THREE_PAGES, format).data

    def test_a_font_and_an_image_come_from_the_injected_resources(self) -> None:
        class Web:
            def load(self, url: str) -> bytes | None:
                return png(color="blue") if url == "https://a.example/p.png" else None

        saved = state(
            assets=[image(src="https://a.example/p.png", x=0, y=0, w=20, h=20)], width=20, height=20
        )
        result = render(saved, resources=Resources(fonts=PinnedFonts(), images=Web()))
        assert middle(pixels(result.data)) == BLUE

    def test_without_resources_the_machines_fonts_are_used(self) -> None:
        result = render(state(stroke("text", (0, 0), text="Hello", size=20), width=90, height=30))
        assert (pixels(result.data) != 255).any()


class TestProgress:
    def calls(self, format: Format, **options: Any) -> list[tuple[int, int]]:
        made: list[tuple[int, int]] = []
        render(
            THREE_PAGES,
            format=format,
            options=RenderOptions(scale=0.1, **options),
            resources=PINNED,
            progress=lambda done, total: made.append((done, total)),
        )
        return made

    @pytest.mark.parametrize(
        ("format", "pages", "calls"),
        [
            ("pdf", None, [(1, 3), (2, 3), (3, 3)]),
            ("png", "all", [(1, 3), (2, 3), (3, 3)]),
            ("png", (2,), [(1, 1)]),
            ("pdf", (2, 1), [(1, 2), (2, 2)]),
        ],
    )
    def test_every_page_is_reported_when_it_is_done(
        self, format: Format, pages: Any, calls: list[tuple[int, int]]
    ) -> None:
        assert self.calls(format, pages=pages) == calls


class TestLimits:
    @pytest.mark.parametrize("format", ["png", "pdf", "json"])
    def test_the_size_and_depth_of_a_state_are_limited_for_every_format(self, format: Format) -> None:
        for limits in (Limits(state_bytes=10), Limits(depth=2)):
            with pytest.raises(OverLimit):
                render(json.dumps(THREE_PAGES), format=format, limits=limits)

    @pytest.mark.parametrize("limit", ["pages", "elements", "points"])
    @pytest.mark.parametrize("format", ["png", "pdf"])
    def test_what_is_on_a_board_is_limited_before_anything_is_drawn(self, limit: str, format: Format) -> None:
        with pytest.raises(OverLimit) as caught:
            render(THREE_PAGES, format=format, limits=Limits(**{limit: 2}))
        assert caught.value.limit == limit

    def test_a_pictures_pixels_are_limited(self) -> None:
        with pytest.raises(OverLimit, match="A smaller scale would do") as caught:
            render(
                THREE_PAGES,
                options=RenderOptions(scale=8),
                resources=PINNED,
                limits=Limits(picture_pixels=99),
            )
        assert (caught.value.limit, caught.value.found) == ("picture_pixels", 320 * 160)

    def test_a_gigantic_page_is_refused_in_few_words(self) -> None:
        with pytest.raises(OverLimit) as caught:
            rendered({"pages": [{"width": 1e6, "height": 1e6}]})
        assert len(str(caught.value)) < 150


class TestInspect:
    def test_an_inspection_tells_the_dialect_the_pages_and_the_open_one(self) -> None:
        inspection = inspect(json.dumps(THREE_PAGES))
        assert (inspection.dialect, inspection.current) == ("solo-0.28", 2)
        assert [(page.number, page.id, page.name) for page in inspection.pages] == [
            (1, "red", "Red"),
            (2, "green", "Green"),
            (3, "blue", "Blue"),
        ]
        assert {(page.width, page.height, page.elements) for page in inspection.pages} == {(40.0, 20.0, 1)}
        assert inspection.warnings == ()

    def test_an_inspection_remarks_on_what_was_repaired(self) -> None:
        (warning,) = inspect({"pages": [{}], "currentPageIndex": 7}).warnings
        assert warning.as_dict() == {
            "code": "page_index_repaired",
            "message": "The board's open page is number 8, which it doesn't have; the first was taken.",
            "page": None,
            "element": None,
        }

    def test_what_is_no_json_is_an_error(self) -> None:
        with pytest.raises(NotJson):
            inspect(b"\x89PNG")

    def test_limits_count_here_too(self) -> None:
        with pytest.raises(OverLimit):
            inspect(THREE_PAGES, limits=Limits(pages=2))


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "parent"),
        [
            *((StateError, BoardkitError), (NotJson, StateError), (OverLimit, StateError)),
            *((OptionsError, BoardkitError), (PictureError, BoardkitError), (RenderError, BoardkitError)),
        ],
    )
    def test_the_tree_is_as_drawn(self, error: type[Exception], parent: type[Exception]) -> None:
        assert error.__bases__ == (parent,)

    @pytest.mark.parametrize("saved", [b"", b"PNG", "[" * 100_000, b'{"pages": [' + b"{}," * 600 + b"{}]}"])
    def test_the_words_are_one_sentence_for_a_person(self, saved: Any) -> None:
        with pytest.raises(StateError) as caught:
            rendered(saved)
        message = str(caught.value)
        assert message.endswith(".")
        assert message[0].isupper()
        assert "\n" not in message
        assert not {"Traceback", "Error", "line 1", "/"} & set(message.split())


class TestPublicNames:
    def test_the_public_names_are_these(self) -> None:
        assert boardkit.__all__ == [
            *(
                "FORMATS",
                "BoardkitError",
                "FontFace",
                "FontQuery",
                "FontSource",
                "FontStack",
                "ImageSource",
                "ImageUnavailable",
                "Inspection",
            ),
            *(
                "Limits",
                "NotJson",
                "OptionsError",
                "OverLimit",
                "PictureError",
                "RenderError",
                "RenderOptions",
            ),
            *("RenderWarning", "Rendered", "Resources", "StateError", "WarningCode"),
            *("extract_state", "image_addresses", "inspect", "render"),
        ]

    def test_every_public_name_is_there(self) -> None:
        assert all(getattr(boardkit, name) is not None for name in boardkit.__all__)

    def test_another_name_is_not(self) -> None:
        with pytest.raises(AttributeError, match="no attribute 'rendre'"):
            _ = boardkit.rendre

    @pytest.mark.parametrize(
        ("use", "loaded"),
        [
            ("boardkit.RenderOptions(); boardkit.StateError; boardkit.Limits()", False),
            ("boardkit.render", True),
        ],
    )
    def test_skia_is_loaded_only_by_whoever_draws(self, use: str, loaded: bool) -> None:
        code = f"import sys, boardkit; {use}; print('skia' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == str(loaded)


def test_whoever_times_the_stages_is_told_as_each_begins() -> None:
    begun: list[str] = []
    render({"pages": [{"strokes": []}] * 2}, format="pdf", stages=begun.append)
    assert begun == ["board", "scene", "file", "scene", "file"]
