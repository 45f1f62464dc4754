"""How fast the coach is, beside what it is compared with: `make bench`.

Every speed is a ratio to a floor measured in the same run, since machines are noisy; nothing here asserts a time. The last
measured table is in docs/benchmarks.md.
"""
