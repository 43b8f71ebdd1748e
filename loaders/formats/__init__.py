"""How other tools would have exported the sample vendor's history: one module per format."""
