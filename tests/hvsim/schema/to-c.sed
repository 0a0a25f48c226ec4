# A text file as one C string.
s/[\\"]/\\&/g
s/^/"/
s/$/\\n"/
