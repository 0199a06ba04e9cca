"""A chart is the same on the screen, as PNG and as SVG; every mark says in words what it shows and leads somewhere."""

from __future__ import annotations

import struct
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from coder.domain.coding import Direction
from coder.domain.colour import contrast
from coder.exporters.charts.data import WAYS, BarChart, Chart, HeatMap
from coder.exporters.charts.drawing import PictureFormat, draw, in_words
from coder.exporters.charts.looks import PALETTES, Look
from coder.exporters.charts.rendering import as_png
from coder.exporters.charts.sheet import Sheet, Words
from tests.exporters.charts.samples import EMPTY, MANY, ONE_OF_EACH, a_bar, a_network, a_progress, a_table, some_bars

SVG = "{http://www.w3.org/2000/svg}"
each_chart = pytest.mark.parametrize("chart", ONE_OF_EACH.values(), ids=ONE_OF_EACH)
many_codes = pytest.mark.parametrize("chart", MANY.values(), ids=MANY)
no_data = pytest.mark.parametrize("chart", EMPTY.values(), ids=EMPTY)


def png_size(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def laid(chart: Chart, width: float = 860.0) -> Sheet:
    """Return the sheet before it becomes bytes."""
    from coder.exporters.charts import drawing

    sheet = Sheet(PALETTES[Look.LIGHT], width)
    drawing._paint(chart, sheet)
    return sheet


@each_chart
@pytest.mark.parametrize("file_format", ["png", "svg"])
def test_the_same_chart_gives_the_same_bytes(chart: Chart, file_format: PictureFormat) -> None:
    one, other = (draw(chart, look=Look.LIGHT, file_format=file_format) for _ in range(2))
    assert one.data == other.data
    assert draw(chart, look=Look.DARK, file_format=file_format).data != one.data


@each_chart
def test_a_png_has_the_size_that_is_told(chart: Chart) -> None:
    for scale in (0.75, 1.5):
        drawn = draw(chart, width=640, scale=scale)
        assert png_size(drawn.data) == (drawn.width, drawn.height)


@each_chart
def test_an_svg_is_valid_and_describes_itself(chart: Chart) -> None:
    drawn = draw(chart, file_format="svg")
    root = etree.fromstring(drawn.data)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert (root.get("width"), root.get("height")) == (str(drawn.width), str(drawn.height))
    assert root.findtext(f"{SVG}title") == chart.title
    described = root.findtext(f"{SVG}desc") or ""
    assert described.startswith(drawn.alternative.summary)
    assert all(value in described for row in drawn.alternative.rows for value in row if value)
    named = {element.get("id") for element in root.iter() if element.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) <= named


@each_chart
def test_an_svg_says_what_lies_under_the_pointer(chart: Chart) -> None:
    drawn = draw(chart, file_format="svg")
    root = etree.fromstring(drawn.data)
    said = [title.text for title in root.iterfind(f".//{SVG}rect/{SVG}title")]
    assert said == [mark.label for mark in drawn.marks]


@each_chart
def test_an_svg_names_no_day_and_no_address_to_load_from(chart: Chart) -> None:
    text = draw(chart, file_format="svg").data.decode()
    assert "dc:date" not in text
    root = etree.fromstring(text.encode())
    links = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("scale", [0.75, 2.0])
@each_chart
def test_marks_lie_inside_the_picture(chart: Chart, scale: float) -> None:
    drawn = draw(chart, width=500, scale=scale, file_format="svg")
    assert drawn.marks
    for mark in drawn.marks:
        assert mark.label
        assert mark.keys
        assert 0 <= mark.x < mark.x + mark.width <= drawn.width + 1e-6
        assert 0 <= mark.y < mark.y + mark.height <= drawn.height + 1e-6


@many_codes
@pytest.mark.parametrize("width", [420.0, 860.0, 1400.0])
def test_names_do_not_lie_on_each_other(chart: Chart, width: float) -> None:
    sheet = laid(chart, width)
    boxes = []
    for shape in sheet.shapes:
        if isinstance(shape, Words) and not shape.turned:
            from coder.exporters.charts.letters import width as width_of

            wide = width_of(shape.text, shape.size, strong=shape.strong)
            left = shape.x - {"left": 0.0, "center": wide / 2, "right": wide}[shape.align]
            boxes.append((left, shape.y - 0.72 * shape.size, left + wide, shape.y, shape.text))
    assert all(left >= -0.5 and right <= sheet.width + 0.5 for left, _, right, _, _ in boxes)
    rows = sorted(boxes, key=lambda box: box[1])
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            if other[1] >= one[3]:
                break
            assert one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5, (one, other)


@many_codes
def test_a_hundred_codes_are_marked_within_the_picture(chart: Chart) -> None:
    sheet = laid(chart)
    assert len({key for mark in sheet.marks for key in mark.keys}) >= (11 if chart.title == "Interview 1" else 100)
    assert all(mark.x + mark.width <= sheet.width and mark.y + mark.height <= sheet.height for mark in sheet.marks)


@no_data
def test_no_data_is_said_in_the_picture_and_in_words(chart: Chart) -> None:
    drawn = draw(chart)
    assert png_size(drawn.data) == (drawn.width, drawn.height)
    said = " ".join(shape.text for shape in laid(chart).shapes if isinstance(shape, Words))
    assert chart.empty in said
    assert drawn.alternative.summary


def test_what_the_marks_of_a_bar_lead_to_is_what_it_counts() -> None:
    chart = some_bars(8)
    drawn = draw(chart)
    for bar in chart.bars:
        for part in bar.parts:
            found = [m for m in drawn.marks if m.keys == (bar.key,) and m.direction is part.direction and m.coding_ids]
            ids = [
                mark.coding_ids for mark in found if part.direction is not None or len(mark.coding_ids) == part.count
            ]
            assert part.coding_ids in ids
            assert len(part.coding_ids) == part.count


def test_a_bar_mark_says_name_direction_and_count() -> None:
    bar = a_bar("livelihood", 4, 2, people=4, note="one group")
    drawn = draw(BarChart(title="Coverage", bars=(bar,)))
    labels = [mark.label for mark in drawn.marks]
    assert "Livelihood, challenges: 2 codings" in labels
    assert "Livelihood: 4 people, 6 codings, 4 supports, 2 challenges (one group)" in labels
    assert "Livelihood: 4 people in 1 group" in labels


def test_a_bar_without_codings_can_still_be_chosen() -> None:
    drawn = draw(BarChart(title="Coverage", bars=(a_bar("trust", note="no evidence"), a_bar("pay", 1))))
    mark = next(mark for mark in drawn.marks if mark.keys == ("trust",))
    assert (mark.label, mark.coding_ids) == ("Trust: nothing coded (no evidence)", ())


def test_longer_bars_are_in_proportion() -> None:
    drawn = draw(BarChart(title="Coverage", bars=(a_bar("one", 2), a_bar("two", 6))))
    wide = {mark.keys: mark.width for mark in drawn.marks if mark.direction is Direction.SUPPORTS}
    assert wide["two",] == pytest.approx(3 * wide["one",])


def test_each_cell_has_one_mark_with_its_row_and_column() -> None:
    chart = a_table(6, 5)
    drawn = draw(chart)
    assert [mark.keys for mark in drawn.marks] == [
        (chart.rows[cell.row].key, chart.columns[cell.column].key) for cell in chart.cells
    ]
    assert [mark.coding_ids for mark in drawn.marks] == [cell.coding_ids for cell in chart.cells]


def test_a_table_that_cannot_be_narrower_is_drawn_whole() -> None:
    assert draw(a_table(4, 90), width=400).width > 400
    assert draw(a_table(4, 3), width=400).width == 400


def test_the_network_marks_codes_and_pairs() -> None:
    chart = a_network(6)
    marks = draw(chart).marks
    assert sum(len(mark.keys) == 1 for mark in marks) == 6
    assert {mark.keys for mark in marks if len(mark.keys) == 2} == {(f"n{i}", f"n{i + 1}") for i in range(5)}


def test_the_days_add_up_in_words() -> None:
    assert "14 codings so far" in in_words(a_progress()).summary
    assert "from 2 Mar 2026 to 9 Mar 2026" in in_words(a_progress()).summary


def test_the_words_hold_every_figure() -> None:
    chart = a_table()
    rows = in_words(chart).rows
    for cell in chart.cells:
        assert rows[cell.row][cell.column + 1].startswith(str(cell.value))
    assert sum(1 for row in rows for value in row[1:] if value) == len(chart.cells)


def test_a_wanted_height_is_kept_where_the_content_is_lower() -> None:
    low = draw(some_bars(1))
    assert draw(some_bars(1), height=low.height + 200).height == low.height + 200
    assert draw(some_bars(1), height=10).height == low.height


def test_without_its_head_a_chart_is_lower_and_keeps_its_title_in_words() -> None:
    chart = some_bars(2)
    bare, whole = draw(chart, headed=False, file_format="svg"), draw(chart, file_format="svg")
    assert bare.height < whole.height
    assert etree.fromstring(bare.data).findtext(f"{SVG}title") == chart.title


@pytest.mark.parametrize("look", Look)
def test_text_and_signs_stand_out(look: Look) -> None:
    palette = PALETTES[look]
    for ink in (palette.ink, palette.soft, palette.faint):
        assert contrast(ink, palette.paper) >= 4.5
        assert contrast(ink, palette.band) >= 4.5
    for way in WAYS:
        assert contrast(palette.ways[way].line, palette.paper) >= 3
    assert contrast(palette.accent, palette.paper) >= 3


@pytest.mark.parametrize("look", Look)
def test_no_two_directions_share_a_pattern(look: Look) -> None:
    weaves = [PALETTES[look].ways[way].weave for way in WAYS]
    assert all(one is not other for one, other in combinations(weaves, 2))


@pytest.mark.parametrize("look", Look)
def test_figures_can_be_read_on_every_shade(look: Look) -> None:
    from coder.domain.colour import readable_ink

    palette = PALETTES[look]
    for step in range(21):
        shade = palette.shade(step / 20)
        assert contrast(shade, readable_ink(shade, dark="#000000")) >= 4.5


def test_shades_grow_darker_on_paper_and_lighter_in_the_dark() -> None:
    from coder.domain.colour import luminance

    for look, sign in ((Look.LIGHT, -1), (Look.PRINT, -1), (Look.DARK, 1)):
        values = [sign * luminance(PALETTES[look].shade(step / 10)) for step in range(11)]
        assert values == sorted(values)


def test_letters_that_no_font_has_become_squares_and_stay_in_the_words() -> None:
    chart = BarChart(title="Kind\U00013000", bars=(a_bar("x", 1, name="Care\U00013000"),))
    drawn = draw(chart, file_format="svg")
    assert any("Care\U00013000" in mark.label for mark in drawn.marks)
    assert etree.fromstring(drawn.data).findtext(f"{SVG}title") == "Kind\U00013000"


def test_control_characters_do_not_break_a_picture() -> None:
    chart = HeatMap(title="a\x01b", rows=a_table().rows, columns=a_table().columns, cells=a_table().cells)
    assert etree.fromstring(draw(chart, file_format="svg").data).findtext(f"{SVG}title") == "ab"
    assert as_png(laid(chart), scale=1.0, alternative=in_words(chart)).startswith(b"\x89PNG")


def test_drawing_needs_no_screen_and_writes_nothing_where_one_works(tmp_path: Path) -> None:
    code = (
        "import sys; from coder.exporters.charts.drawing import draw; "
        "from coder.exporters.charts.data import BarChart; draw(BarChart(title='x', bars=())); "
        "print(any(n.startswith(('PySide6', 'tkinter', 'matplotlib.pyplot')) for n in sys.modules))"
    )
    root = Path(__file__).resolve().parents[3]
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(root), "HOME": str(tmp_path / "home")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (found.returncode, found.stdout.strip(), found.stderr) == (0, "False", "")
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == []
