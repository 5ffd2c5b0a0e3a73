"""What each command found as a `Report`: one module for each document, with `report(document)`."""
