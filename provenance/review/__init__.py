"""A server on this machine only: the page of a report, in which people decide about pairs, saved as they decide"""
