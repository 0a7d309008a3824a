"""Where records and frozen articles live on disk."""
