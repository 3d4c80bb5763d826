"""The drawings of the pages, in SVG."""
