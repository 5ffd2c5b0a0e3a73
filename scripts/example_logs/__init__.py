"""The example logs in the making: a part of a log in each module, with the faults planted in it."""
