"""The pages' addresses, a file for each subject."""
