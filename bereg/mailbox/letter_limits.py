"""The limits of a letter: one that breaks a limit is not read, and goes into quarantine with its reason."""

LARGEST_B = 25 * 1024 * 1024

MOST_PARTS = 100
DEEPEST = 20  # parts within parts
MOST_BOUNDARY_LINES = 1_000

LONGEST_HEADER_B = 4 * 1024
LONGEST_HEADERS_B = 64 * 1024
MOST_HEADERS = 500
MOST_ADDRESSES = 100

LONGEST_TEXT = 100_000  # characters
# The longest such text as it travels: four bytes a sign, three signs for each, and the ends of its lines.
LONGEST_ENCODED_B = 13 * LONGEST_TEXT
LONGEST_HTML_B = 64 * 1024

MOST_FILES = 20
LARGEST_FILE_B = 10 * 1024 * 1024
