"""Documents as they were approved: text, structure and pictures of pages."""
