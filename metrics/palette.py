"""The colours of the design, what each one says, and what it becomes on the dark ground.

Charts are drawn for the light ground; `on_dark` turns the finished figure. What is translucent
serves both. Names that end in _TEXT are for words: readable where the mark's own colour is not.
"""

INK = "#1B2333"
BLUE = "#2F5BEA"
TEAL = "#12A594"  # met
AMBER = "#F5A524"  # at risk; never the only carrier: a word or a number stands beside it
RED = "#E5484D"  # breached, or a signal
PLUM = "#A13E97"  # one more kind where four are not enough; says nothing by itself
MUTED = "#5B6475"  # small words and thin lines
BLUE_TEXT = "#2148C7"
TEAL_TEXT = "#0B6B60"
AMBER_TEXT = "#8A5300"
RED_TEXT = "#B4272D"
PLUM_TEXT = "#8A2F81"
ON_WARM = "#1F1200"  # words on amber and red, on both grounds
SPARK = "#7A8499"  # a line that must be seen on both grounds, as in a picture
GREY = "rgba(122,132,153,0.42)"  # needs no action: #C3C9D6 on white, quiet on the dark ground too
GRID = "rgba(122,132,153,0.18)"
BAND = "rgba(47,91,234,0.09)"
CLEAR = "rgba(0,0,0,0)"
GROUNDS = {"light": "#FFFFFF", "dark": "#0F141F"}  # as .streamlit/config.toml paints them
DARK = {
    INK: "#E6E9F0",
    BLUE: "#7C99F7",
    TEAL: "#34CDBA",
    AMBER: "#F7B955",
    RED: "#F0656A",
    PLUM: "#D98AD1",
    MUTED: "#A4ADBF",
    BLUE_TEXT: "#A3B8FB",
    TEAL_TEXT: "#5FD6C7",
    AMBER_TEXT: "#F8C777",
    RED_TEXT: "#FF9EA1",
    PLUM_TEXT: "#E7A6E0",
    BAND: "rgba(124,153,247,0.13)",
}


def tint(colour: str, strength: float) -> str:
    """`colour` (#RRGGBB) at `strength` of 1, as CSS rgba."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


TINTS = {  # the ground of a square of the matrix, by the state of its cell
    "good": tint(TEAL, 0.16),
    "unsure": tint(AMBER, 0.22),
    "bad": tint(RED, 0.34),
    "few": tint(MUTED, 0.1),
    "plain": tint(MUTED, 0.1),
}
SIDES = {"worse": RED, "better": TEAL, "neither": AMBER}  # a signal, by the side of its figure


def on_dark(text: str) -> str:
    """A figure as JSON with every colour of the light ground turned into that of the dark one."""
    for light, dark in DARK.items():
        text = text.replace(light, dark)
    return text
