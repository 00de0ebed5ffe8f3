"""Files in and out: papers that seekers send are read apart, and what they are given is made here."""
