"""Cases: read from files, their facts checked against the questions they answer."""
