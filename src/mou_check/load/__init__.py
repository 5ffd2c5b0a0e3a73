"""Reading agreements, activity logs and the project file: faults are data, given next to what was read."""
