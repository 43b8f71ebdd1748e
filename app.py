"""Page setup and navigation; nothing else. Run it with: make run."""

from pages.ui.guard import route, set_up

set_up()
route()
