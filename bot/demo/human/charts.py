"""Charts as lines of text: a title, and the values under their names."""

from bot.demo.world.records import Json


def chart(block: Json) -> str:
    """A `data_visualization` block: one line for each segment, or for each category with the value of every series."""
    drawn = block["chart"]
    lines = _segments(drawn) if drawn["type"] == "pie" else _categories(drawn)
    return "\n".join([f"▦ {block['title']}", *lines])


def _segments(pie: Json) -> list[str]:
    return [f"  {segment['label']}: {segment['value']}" for segment in pie["segments"]]


def _categories(drawn: Json) -> list[str]:
    axes = drawn["axis_config"]
    labels = [axes[name] for name in ("x_label", "y_label") if axes.get(name)]
    values = {
        series["name"]: {point["label"]: point["value"] for point in series["data"]}
        for series in drawn["series"]
    }
    named = len(values) > 1
    rows = [
        f"  {category}: "
        + " · ".join(
            f"{name} {points[category]}" if named else str(points[category])
            for name, points in values.items()
        )
        for category in axes["categories"]
    ]
    return [*([f"  ({' / '.join(labels)})"] if labels else []), *rows]
