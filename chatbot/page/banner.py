"""What is wrong with the library just now, and the way out; gone when it is over."""

from chatbot.changes.jobs import Jobs
from chatbot.page import texts
from chatbot.page.escape import escaped
from index.library import Library


def problem(library: Library, jobs: Jobs) -> str:
    """Return in words what keeps answers from being as good as they could be; empty where nothing does.

    While a job runs, a part that is not there yet is what it makes.
    """
    states = {follower.name: follower.state(library.catalog).state for follower in library.followers}
    if "away" in states.values():
        return texts.INDEX_AWAY
    is_made = jobs.busy() is not None or not library.extent().articles
    broken = {"failed"} if is_made else {"failed", "missing"}
    return texts.INDEX_REBUILT if broken & set(states.values()) else ""


def banner(said: str) -> str:
    """Return a problem as it is shown."""
    return f'<p role="status">{escaped(said)}</p>' if said else ""
