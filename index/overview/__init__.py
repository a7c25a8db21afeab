"""What a library is about as a whole: its topics, a map of them, articles that say the same.

catalog's vectors -> topics (which passages lie together, and their names)
                  -> plane (where they lie on a map) -> overview (both)
every passage     -> twins (articles that say much the same)
all of it         -> summary
"""

from index.overview.current import CurrentOverview
from index.overview.overview import Overview, Point, Topic
from index.overview.summary import Summary
from index.overview.twins import Twins, twins

__all__ = ["CurrentOverview", "Overview", "Point", "Summary", "Topic", "Twins", "twins"]
