"""A film made from filled scenes: drawn as SVG, encoded scene by scene, joined with sound, subtitles and a page."""
