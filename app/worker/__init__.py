"""Work in a bounded process: for the command line, the page and a batch alike."""
