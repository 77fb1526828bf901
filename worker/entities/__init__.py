"""Who and where: names of the watch's entities, and names, numbers and days of a text. Pure."""
