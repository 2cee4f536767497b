"""From the content of an audit to documents: PDF and workbook. No SQL, no models, no Qt."""
