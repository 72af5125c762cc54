"""Time zones, and which one somebody means."""

from zoneinfo import available_timezones

import pytest

from sdwiki.accounts.zones import meant, time_zones, written


def test_zones_are_those_of_the_machine():
    assert len(time_zones()) > 300
    assert time_zones() <= available_timezones()


def test_every_zone_is_meant_by_its_own_name_alone():
    assert {zone for zone in time_zones() if meant(zone) != [zone] or meant(written(zone)) != [zone]} == set()


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("berlin", ["Europe/Berlin"]),
        ("new york", ["America/New_York"]),
        ("New-York, America", ["America/New_York"]),
        ("S\u00e3o Paulo", ["America/Sao_Paulo"]),
        ("utc", ["UTC"]),
        (
            "north dakota",
            ["America/North_Dakota/Beulah", "America/North_Dakota/Center", "America/North_Dakota/New_Salem"],
        ),
        ("Nowhere/Else", []),
        ("  ", []),
    ],
)
def test_a_part_of_a_name_is_enough(typed, zones):
    assert meant(typed) == zones
