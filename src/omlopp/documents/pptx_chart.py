"""A chart that the reader's own program draws and can edit. Bars begin at zero; what is not known is a gap, never 0."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN_TYPE
from pptx.util import Pt

from omlopp.documents.chart import Chart
from omlopp.documents.pptx_look import INK, WHITE

KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
SOLID = ("17594A", "7FA8C4", "D5DAD8", "725D25", "641079", "803459")
"""Told apart in grey: dark, middle, light first."""
PALE = {"7FA8C4", "D5DAD8"}
LETTERS = 18
LOCALES = {"sv": "[$-41D]", "en": "[$-809]"}  # numbers in the language of the slides, whoever opens them


def draw(
    slide: Any,
    chart: Chart,
    place: tuple[float, float, float, float],
    top: float | None = None,
    language: str = "sv",
) -> Any:
    """The chart's frame on the slide. `place`: x, y, width, height in points; `top`: where the scale ends."""
    shape = LOCALES[language] + ("#,##0" if _whole(chart) else "#,##0.0")
    data = CategoryChartData(number_format=shape)
    data.categories = chart.categories or ("–",)
    for name, values in chart.series:
        data.add_series(name, [None if one is None else float(one) for one in values] or [None])
    frame = slide.shapes.add_chart(KINDS[chart.kind], *(Pt(each) for each in place), data)
    made = frame.chart
    made.has_title = False
    made.font.size, made.font.color.rgb = Pt(LETTERS), RGBColor.from_string(INK)
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        made.legend.font.size = Pt(LETTERS)
    across = chart.kind in ("bar", "stacked")
    categories, values = made.category_axis, made.value_axis
    categories.reverse_order = across  # the first on top
    categories.has_major_gridlines = values.has_major_gridlines = False
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.tick_labels.font.size = Pt(LETTERS)
    categories.format.line.color.rgb = RGBColor.from_string("7C8A8D")
    values.visible = chart.kind == "line"
    values.tick_labels.font.size = Pt(LETTERS)
    values.minimum_scale = min(
        0.0, *(float(one) for _, held in chart.series for one in held if one is not None), 0.0
    )
    if top is not None:
        values.maximum_scale = top
    plot = made.plots[0]
    if chart.kind != "line":
        plot.gap_width = 35 if chart.kind == "stacked" or len(chart.series) == 1 else 45
        plot.overlap = 100 if chart.kind == "stacked" else 0
    for number, series in enumerate(plot.series):
        _series(series, number, chart, shape)
    return frame


def _whole(chart: Chart) -> bool:
    return all(one is None or one == one.to_integral_value() for _, held in chart.series for one in held)


def _series(series: Any, number: int, chart: Chart, shape: str) -> None:
    """Its colour, and its numbers beside the bars. In a stack the middle one is striped: what nobody knows."""
    colour = SOLID[number % len(SOLID)]
    stacked = chart.kind == "stacked"
    if chart.kind == "line":
        series.format.line.color.rgb, series.smooth = RGBColor.from_string(colour), False
    elif stacked and number == 1:
        series.format.fill.patterned()
        series.format.fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        series.format.fill.fore_color.rgb = RGBColor.from_string("9AA5A7")
        series.format.fill.back_color.rgb = RGBColor.from_string(WHITE)
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(WHITE if stacked and number == 2 else colour)
    if stacked and number:
        series.format.line.color.rgb = RGBColor.from_string("7C8A8D")
    if chart.kind == "line" and len(chart.categories) > 6:
        return
    labels = series.data_labels
    labels.show_value = True
    labels.number_format_is_linked = False
    labels.number_format = f"{shape};-{shape};;" if stacked else shape  # no room for a 0 in a stack
    labels.font.size = Pt(LETTERS)
    labels.font.color.rgb = RGBColor.from_string(WHITE if stacked and number == 0 else INK)
    if not stacked:
        labels.position = XL_LABEL_POSITION.ABOVE if chart.kind == "line" else XL_LABEL_POSITION.OUTSIDE_END
