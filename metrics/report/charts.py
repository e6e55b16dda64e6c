"""Every picture of the product: frames in, a `Picture` (figure, alternative text, caption) out."""

from metrics.report.charts_quadrant import quadrant
from metrics.report.charts_ranking import ranking
from metrics.report.charts_time import trend, volume_and_loss
from metrics.report.picture import Picture

__all__ = ["Picture", "quadrant", "ranking", "trend", "volume_and_loss"]
