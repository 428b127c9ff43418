"""What happened to the memories, and when: the journal as a picture with a lane for each user."""

from memkit.timeline.linking import Explored
from memkit.timeline.opening import open_timeline
from memkit.timeline.timeline import Timeline

__all__ = ["Explored", "Timeline", "open_timeline"]
