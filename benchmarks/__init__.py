"""Speed and quality of the whole service against named baselines, as tables: `python -m benchmarks`."""
