"""What travels beside the records: the lead's files, frozen articles, first judgements."""
