"""The form of eForms and TED_EXPORT: bytes → notice (`read`) → passages (`evidence`) → what it says (`explanation`).

`fields` and the tables of library/notices say where things stand, `sources` opens files and archives, `fetch` gets
notices from TED. Nothing here judges a buyer.
"""
