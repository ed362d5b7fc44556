"""Put the rows of many documents together in one index, with little memory."""
