"""Measured ratios: each arm against a floor taken in the same run. They report; they never fail a build."""
