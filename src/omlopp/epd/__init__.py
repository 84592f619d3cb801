"""Reading product declarations: files in, `domain.footprint.epd.Epd` out."""
