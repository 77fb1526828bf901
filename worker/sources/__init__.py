"""Where items come from: feeds and the drop folder."""
