"""Pure rules: text and vocabulary in, values out. No files, no pandas. A new word is a row in a table."""
