"""mou-check: did the parties do what they agreed to do, and how do we know?"""

__version__ = "0.1.0"
