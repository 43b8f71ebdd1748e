"""Coming."""

from pages.ui.guard import guard

guard()
