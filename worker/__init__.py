"""northwatch: one alert per development in Arctic security, with the reason. Start reading in `pipeline.py`."""

__version__ = "0.1.0"
