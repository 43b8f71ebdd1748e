"""The colours of the design and what each one says; tints are translucent: one for both themes."""

INK = "#1B2333"
BLUE = "#2F5BEA"
TEAL = "#12A594"  # met
AMBER = "#F5A524"  # at risk, or below the objective by no more than chance explains
RED = "#E5484D"  # breached, or a signal
GREY = "rgba(122,132,153,0.42)"  # needs no action: #C3C9D6 on white, quiet on the dark ground too
MUTED = "#7A8499"  # readable on white and on the dark ground (4.0:1 and 4.6:1)
PALE = "#E6E9F0"  # ink on the dark ground
GRID = "rgba(122,132,153,0.18)"
BAND = "rgba(47,91,234,0.09)"


def tint(colour: str, strength: float) -> str:
    """`colour` (#RRGGBB) at `strength` of 1, as CSS rgba."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"
