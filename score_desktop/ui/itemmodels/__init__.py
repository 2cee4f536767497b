"""What tables show: Qt models over frozen rows."""
