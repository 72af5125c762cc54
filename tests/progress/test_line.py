import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from quizzes.progress.line.drawing import draw_line, render_line
from quizzes.progress.line.stations import Station, line_list
from quizzes.progress.words import NBSP

PHASES = (
    ("Foundation", 6),
    ("Architecture", 3),
    ("Communication", 4),
    ("Performance & Reliability", 3),
    ("Security", 1),
    ("Distributed Systems", 2),
    ("Deployment", 1),
)
SVG = "{http://www.w3.org/2000/svg}"


def path_of_twenty(**changes):
    return [
        Station(
            slug=f"topic-{index}-{place}",
            title=f"Topic {place} of {phase}",
            phase_title=phase,
            phase_index=index,
            url=f"/wiki/topic-{index}-{place}/",
            **changes,
        )
        for index, (phase, size) in enumerate(PHASES, start=1)
        for place in range(1, size + 1)
    ]


def one(**changes):
    return Station("caching", "Caching strategies", "Performance", 4, **changes)


def parsed(stations, orientation="horizontal", link=False, names=True):
    return ElementTree.fromstring(
        render_line(stations, orientation=orientation, link=link, names=names).replace(
            "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
        )
    )


def with_class(tree, name):
    return [node for node in tree.iter() if name in node.get("class", "").split()]


@pytest.mark.parametrize("orientation", ["horizontal", "vertical"])
def test_twenty_stations_in_seven_stretches(orientation):
    tree = parsed(path_of_twenty(), orientation)
    assert len(with_class(tree, "station")) == 20
    assert len(with_class(tree, "line-track")) == 7
    assert tree.find(f"{SVG}title").text == "The line: 20 topics in 7 phases"
    assert tree.find(f"{SVG}desc").text == "20 not seen yet, 0 due today, 0 assigned."


def test_names_neither_leave_the_picture_nor_meet():
    tree = parsed(path_of_twenty())
    starts = [
        tuple(map(float, re.findall(r"-?[\d.]+", group.get("transform"))[:2]))
        for group in tree.iter(f"{SVG}g")
        if group.get("transform")
    ]
    width = float(tree.get("width"))
    assert len(starts) == 20
    assert all(0 < x < width - 100 and y > 100 for x, y in starts)
    # A line of 13.5 px text at 45 degrees needs 18 px across the slant, so 26 px along the line.
    assert all(right - left >= 26 for (left, _), (right, _) in pairwise(starts))


@pytest.mark.parametrize(
    ("changes", "present", "absent"),
    [
        ({}, {"station-unseen"}, {"station-fill", "station-due", "station-assigned"}),
        ({"recall": 0.5}, {"station-fill"}, {"station-unseen", "station-known"}),
        ({"recall": 0.95}, {"station-fill", "station-known"}, {"station-unseen"}),
        ({"due": True}, {"station-due"}, {"station-assigned"}),
        ({"assigned": True}, {"station-assigned"}, {"station-due"}),
        ({"recall": 0.5, "spread": (0.2, 0.9)}, {"station-spread"}, {"station-unseen"}),
    ],
)
def test_ring_shows_the_state(changes, present, absent):
    classes = {name for node in parsed([one(**changes)]).iter() for name in node.get("class", "").split()}
    assert present <= classes
    assert not absent & classes


@pytest.mark.parametrize(("recall", "dashes"), [(0.0, "0 100"), (0.725, "72.5 100"), (1.2, "100 100")])
def test_ring_fills_with_recall(recall, dashes):
    (ring,) = with_class(parsed([one(recall=recall)]), "station-fill")
    assert ring.get("stroke-dasharray") == dashes


def test_text_is_escaped():
    evil = '"><script>alert(1)</script>'
    stations = [Station("s", evil, evil, 1, url=f"/wiki/{evil}/")]
    for orientation in ("horizontal", "vertical"):
        markup = render_line(stations, orientation=orientation, link=True)
        assert "<script" not in markup
        assert parsed(stations, orientation, link=True) is not None


def test_no_inline_style_or_handlers():
    line = draw_line(path_of_twenty(recall=0.5, due=True, assigned=True, spread=(0.1, 0.8)))
    for markup in (line.horizontal, line.medium, line.vertical, line.compact, line.mini):
        assert not re.search(r"\s(style|on\w+)=", markup)


def test_links_only_where_wanted():
    stations = path_of_twenty()
    assert len(list(parsed(stations, link=True).iter(f"{SVG}a"))) == 20
    assert len(list(parsed(stations, link=False).iter(f"{SVG}a"))) == 0
    assert len(list(parsed(stations, link=True, names=False).iter(f"{SVG}a"))) == 0
    assert len(list(parsed([one()], link=True).iter(f"{SVG}a"))) == 0


@pytest.mark.parametrize("orientation", ["horizontal", "vertical"])
@pytest.mark.parametrize("changes", [{}, {"recall": 0.62}, {"recall": 0.62, "due": True, "spread": (0.2, 0.9)}])
def test_the_name_of_a_link_begins_with_what_is_seen_of_it(orientation, changes):
    """Whoever speaks to the page says what they see (WCAG 2.5.3); signs between the words are not said."""
    station = Station("load", "Load balancing & reverse proxies of the whole world", "Edge", 1, url="/load/", **changes)
    (link,) = parsed([station], orientation, link=True).iter(f"{SVG}a")
    seen = " ".join("".join(link.itertext()).removeprefix(link.find(f"{SVG}title").text).split())
    assert link.get("aria-label").replace(":", "").replace(NBSP, " ").startswith(seen)
    assert "balancing & reverse" in seen


def test_columns_hold_each_station_with_its_ring_name_and_per_cent():
    columns = draw_line(path_of_twenty(recall=0.725, due=True)).columns
    assert [(column.title, len(column.rows)) for column in columns] == list(PHASES)
    assert [column.css for column in columns] == [f"p{number}" for number in range(1, 8)]
    first = columns[0].rows[0]
    assert (first.station.title, first.value, first.state) == (
        "Topic 1 of Foundation", f"73{NBSP}%", f"73{NBSP}%, due today"
    )  # fmt: skip
    ring = ElementTree.fromstring(first.ring.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    assert with_class(ring, "station-fill")[0].get("stroke-dasharray") == "72.5 100"
    assert with_class(ring, "station-due")
    assert ring.get("aria-hidden") == "true"


def test_a_station_that_was_not_seen_has_no_per_cent():
    ((row,),) = [column.rows for column in draw_line([one()]).columns]
    assert (row.value, row.state) == ("", "not seen yet")
    assert "station-unseen" in row.ring


def test_list_groups_by_phase_in_order():
    stretches = line_list(path_of_twenty())
    assert [(stretch.title, len(stretch.stations)) for stretch in stretches] == list(PHASES)


def test_list_says_of_every_station_what_its_ring_shows():
    line = draw_line([one(), one(recall=0.5, due=True)])
    ((title, listed),) = line.listed
    assert title == "Performance"
    assert [(station.recall, state) for station, state in listed] == [
        (None, "not seen yet"),
        (0.5, f"50{NBSP}%, due today"),
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 8])
@pytest.mark.parametrize("orientation", ["horizontal", "vertical"])
def test_any_number_of_stations_can_be_drawn(count, orientation):
    stations = path_of_twenty()[:count]
    assert len(with_class(parsed(stations, orientation, link=True), "station")) == count
    assert len(with_class(parsed(stations, "horizontal", names=False), "station")) == count


def test_same_stations_give_the_same_bytes():
    first, second = draw_line(path_of_twenty(recall=0.5)), draw_line(path_of_twenty(recall=0.5))
    for name in ("columns", "horizontal", "medium", "vertical", "compact", "mini", "listed"):
        assert getattr(first, name) == getattr(second, name)
