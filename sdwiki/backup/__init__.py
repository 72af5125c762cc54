"""Copies of everything that must survive, in one file each, and the way back.

`make` is behind `script/backup` and the copy that a start makes before it migrates, `restore` behind `script/restore`.
An archive (`archive`) is a tar file: PostgreSQL's own dump, the key that signs sessions, and what says whether it is
whole. `database` knows the programs that dump and load, and counts and sums up what is in every table.

Nothing here imports Django: a copy must be possible where the app does not start.
"""
