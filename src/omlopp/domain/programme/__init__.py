"""A programme of many procurements: its goals, buyers, pilots, help given, time, money and risks."""
