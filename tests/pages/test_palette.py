"""The palette is readable on both grounds, and its meanings stay apart for colour-blind eyes."""

from itertools import combinations

import numpy as np
import pytest

from metrics import palette
from pages.ui import charts_adherence, words
from tests.conftest import PROJECT

WORDS = ("INK", "MUTED", "BLUE_TEXT", "TEAL_TEXT", "AMBER_TEXT", "RED_TEXT", "PLUM_TEXT")
MARKS = ("BLUE", "TEAL", "RED", "PLUM", "SPARK")  # amber never stands alone, so it may be paler
MEANINGS = ("BLUE", "TEAL", "AMBER", "RED")
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEEN = {
    "all colours": np.eye(3),
    "no red": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "no green": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6727, 0.0473], [-0.0118, 0.0430, 0.9689]],
    "no blue": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}
APART = 18  # CIE76; two marks of one chart that differ by less are taken for one at a glance


def colour(name: str, ground: str) -> str:
    light = str(getattr(palette, name))
    return palette.DARK.get(light, light) if ground == "dark" else light


def linear(text: str) -> np.ndarray:
    """Linear RGB from 0 to 1 of #RRGGBB."""
    part = np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    light = [float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.clip(np.array(to_xyz) @ rgb, 0, None) / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("ground", palette.GROUNDS)
@pytest.mark.parametrize("name", WORDS)
def test_words_are_readable(name: str, ground: str) -> None:
    """WCAG AA: 4.5 to 1."""
    assert contrast(colour(name, ground), palette.GROUNDS[ground]) >= 4.5


@pytest.mark.parametrize("ground", palette.GROUNDS)
@pytest.mark.parametrize("name", MARKS)
def test_marks_stand_out(name: str, ground: str) -> None:
    """WCAG AA for graphics: 3 to 1."""
    assert contrast(colour(name, ground), palette.GROUNDS[ground]) >= 3


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("ground", palette.GROUNDS)
def test_meanings_stay_apart_for_colour_blind_eyes(ground: str, eyes: str) -> None:
    """Blue, met, at risk and breached are told apart without red, without green, without blue."""
    seen = {name: lab(np.array(SEEN[eyes]) @ linear(colour(name, ground))) for name in MEANINGS}

    near = {
        pair: round(float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])))
        for pair in combinations(MEANINGS, 2)
    }
    assert min(near.values()) >= APART, near


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("ground", palette.GROUNDS)
def test_each_kind_of_promise_has_a_line_of_its_own(ground: str, eyes: str) -> None:
    """Every kind has its own dash, so that no eye needs the colour; two that are strokes, or
    dots, lie apart in colour, too."""
    kinds = list(words.PROMISES)
    styles = {kind: charts_adherence.line(kind) for kind in kinds}

    assert len({dash for _, dash, _ in styles.values()}) == len(kinds)
    ordinary = {kind: dress(style[0], ground) for kind, style in styles.items()}
    seen = {kind: lab(np.array(SEEN[eyes]) @ linear(each)) for kind, each in ordinary.items()}
    alike = [
        pair
        for pair in combinations(kinds, 2)
        if np.linalg.norm(seen[pair[0]] - seen[pair[1]]) < APART
        and stroke(styles[pair[0]][1]) == stroke(styles[pair[1]][1])
    ]
    assert alike == []


def stroke(dash: str) -> str:
    """What a dash looks like from afar: a solid line, strokes, dots, or both in turn."""
    if dash == "solid" or dash.count(",") > 1:
        return dash
    return "dots" if int(dash.split("px")[0]) < 4 else "strokes"


def dress(light: str, ground: str) -> str:
    return palette.DARK.get(light, light) if ground == "dark" else light


def test_grounds_are_those_of_the_theme() -> None:
    theme = (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")

    assert all(f'backgroundColor = "{each}"' in theme for each in palette.GROUNDS.values())


def test_every_opaque_colour_has_a_dark_one() -> None:
    """What is added to the palette is thought of on both grounds."""
    names = {*WORDS, *MARKS, *MEANINGS} - {"SPARK"}

    assert all(getattr(palette, name) in palette.DARK for name in names)
