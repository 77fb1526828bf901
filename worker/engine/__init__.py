"""Who runs the jobs, where and when. One engine so far: `embedded`, one process."""
