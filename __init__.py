"""履职事项清单: published duty lists read, checked, published, handed out and compared."""
