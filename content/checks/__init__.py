"""The rules that `script/check-content` holds the shipped library to, by meaning. Pure; no Django.

Each check takes a `Shelf` (the library, read once) and yields `Fault`s.
"""
