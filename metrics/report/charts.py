"""Every picture of the product: frames in, a `Picture` (figure, alternative text, caption) out."""

from metrics.report.charts_bump import bump
from metrics.report.charts_control import control
from metrics.report.charts_funnel import funnel
from metrics.report.charts_heat import heat
from metrics.report.charts_multiples import multiples
from metrics.report.charts_pairs import pairs
from metrics.report.charts_quadrant import quadrant
from metrics.report.charts_ranking import ranking
from metrics.report.charts_time import trend, volume_and_loss
from metrics.report.charts_waterfall import waterfall
from metrics.report.picture import Picture

__all__ = [
    "Picture",
    "bump",
    "control",
    "funnel",
    "heat",
    "multiples",
    "pairs",
    "quadrant",
    "ranking",
    "trend",
    "volume_and_loss",
    "waterfall",
]
