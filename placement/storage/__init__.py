"""All SQL of the project: the tables, the engine, and one module a subject that reads and writes them."""
