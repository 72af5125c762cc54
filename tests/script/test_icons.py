"""The committed icons are what script/icons draws."""

import struct
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def picture(path):
    """Width, height and rows of a PNG with one block of data: compressed bytes differ with the library's version."""
    data = path.read_bytes()
    begin = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[begin - 4 : begin])
    return struct.unpack(">II", data[16:24]), zlib.decompress(data[begin + 4 : begin + 4 + length])


def test_committed_icons_are_those_that_the_script_draws(tmp_path):
    subprocess.run([sys.executable, ROOT / "script" / "icons", tmp_path], check=True)
    committed = ROOT / "static" / "icons"
    drawn = sorted(path.name for path in tmp_path.iterdir())
    assert drawn == sorted(path.name for path in committed.iterdir()) == ["icon-180.png", "icon-32.png", "icon-512.png"]
    for name in drawn:
        assert picture(tmp_path / name) == picture(committed / name), name
