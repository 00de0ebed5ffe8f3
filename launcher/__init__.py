"""Sets up, starts and checks Antarkerja: `make setup|run|test|soak|lint|bench|pins|clean`.

Runs on the standard library of any Python from 3.11 on, because it works before the environments exist.
"""
