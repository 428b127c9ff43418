"""Pages of the web: public addresses only, within limits, and as their hosts ask."""
