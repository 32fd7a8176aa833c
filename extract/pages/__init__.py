"""Characters and rulings with places, of any format, made into lines and tables."""
