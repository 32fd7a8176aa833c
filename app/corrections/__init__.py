"""What people say is wrong in the records: laid over them, kept in files, carried on."""
