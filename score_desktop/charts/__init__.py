"""matplotlib Figure builders (never pyplot): the same chart in window, PDF, SVG and PNG."""
