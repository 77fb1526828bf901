"""Config folder -> frozen values, or a list of problems, each with file, line, column and a hint."""
