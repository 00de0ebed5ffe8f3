"""Speed and size of the whole line beside stock Rasa's: `python -m bench --help`."""
