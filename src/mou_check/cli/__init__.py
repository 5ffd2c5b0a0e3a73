"""The command line: the only place with click, standard output, exit statuses and today's date."""
