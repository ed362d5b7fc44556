"""The rows by which names are completed, matched and mended, without a look at all of them."""
