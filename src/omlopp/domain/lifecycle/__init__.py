"""Life-cycle cost: sums over time made comparable. Rates are per period, year 0 is now, payments fall at year
end.
"""
