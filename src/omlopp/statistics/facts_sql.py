"""The questions that make `facts`, in SQL. What stands in braces is filled by omlopp.statistics.facts."""

from omlopp.notices.filters import R_STEPS

KINDS = ("subject", "technical", "award", "performance", "selection", "declared")
GOALS = ("A", "B", "C", "D", "E")
SIZES = ("micro", "small", "medium", "large", "not_stated")

NOTES = """
CREATE TEMP TABLE note AS
WITH plain AS (SELECT * REPLACE ({nuts} AS nuts, {cpv} AS cpv, {declared} AS declared) FROM notices)
SELECT
  row_number() OVER () AS nid, nullif({procedure_id}, '') AS procedure_id, {title} AS title, notice_id, file,
  format, kind, coalesce(country, '') AS country, coalesce(language, '') AS language,
  published_on, coalesce(buyer_name, '') AS buyer_name, coalesce(buyer_id, '') AS buyer_id, {buyer_kind} AS buyer_kind,
  nuts, list_filter(
    list_distinct(list_transform(nuts, lambda x: x[:5])), lambda x: regexp_matches(x, '^SE[0-9]{{3}}$')
  ) AS counties,
  coalesce(nullif(regexp_extract(list_first(cpv), '^[0-9]{{8}}'), '00000000'), '') AS cpv,
  CASE WHEN {yes} THEN true WHEN {no} THEN false END AS flag, {declares_circular} AS declares_circular,
  {repeats} AS repeats, {platform} AS platform, {text_read} AS text_read,
  circular, {intent} AS intent, coalesce(waste_service, false) AS waste_service, coalesce(barrier, false) AS barrier,
  bids_received, {test} AS test, {lexicon_state} IN ('unreviewed', 'missing') AS unreviewed
FROM plain
"""

FOUND = f"""
CREATE TEMP TABLE found AS
SELECT file, notice_id,
  bit_or(CASE WHEN weak THEN 0 ELSE r END)::USMALLINT AS r, bit_or(r)::USMALLINT AS r_any,
  bit_or(CASE WHEN weak THEN 0 ELSE kind END)::UTINYINT AS kinds, bit_or(kind)::UTINYINT AS kinds_any,
  bit_or(CASE WHEN weak THEN 0 ELSE goal END)::UTINYINT AS goals, bit_or(goal)::UTINYINT AS goals_any,
  list(DISTINCT concept) FILTER (NOT weak) AS concepts, list(DISTINCT concept) AS concepts_any
FROM (
  SELECT file, notice_id, concept, {{weak}} AS weak,
    coalesce(1 << (list_position({list(R_STEPS)}, r_strategy) - 1)::INTEGER, 0) AS r,
    coalesce(1 << (list_position({list(KINDS)}, requirement) - 1)::INTEGER, 0) AS kind,
    coalesce(1 << (list_position({list(GOALS)}, goal) - 1)::INTEGER, 0) AS goal
  FROM evidence WHERE {{kept}}
)
GROUP BY ALL
"""

BIDS = """
CREATE TEMP TABLE bids AS
SELECT note.key AS key,
  arg_max(CASE WHEN len(numbers) > 0 THEN numbers
               WHEN lots IS NULL OR lots <= 1 THEN list_filter([note.bids_received::INTEGER], lambda x: x IS NOT NULL)
               ELSE [] END,
          coalesce(nullif(len(numbers), 0), (note.bids_received IS NOT NULL)::INTEGER, 0)) AS numbers
FROM note
LEFT JOIN (
  SELECT file, notice_id, count(*) AS lots, list({bids}::INTEGER) FILTER ({bids} IS NOT NULL) AS numbers
  FROM lots GROUP BY ALL
) lot ON lot.file = note.file AND lot.notice_id = note.notice_id
WHERE len(numbers) > 0 OR note.bids_received IS NOT NULL
GROUP BY 1
"""

WINNERS = (
    "CREATE TEMP TABLE won AS SELECT key, "
    + ", ".join(f"arg_max({size}, total) AS {size}" for size in SIZES)
    + " FROM (SELECT note.key AS key, note.file, note.notice_id, count(*) AS total, "
    + ", ".join(
        f"count(*) FILTER (coalesce(sizes.size, 'not_stated') = '{size}')::USMALLINT AS {size}"
        for size in SIZES
    )
    + " FROM winners JOIN note ON note.file = winners.file AND note.notice_id = winners.notice_id"
    " LEFT JOIN sizes ON sizes.written = lower(trim(winners.size))"
    " GROUP BY ALL) GROUP BY key"
)

# A buyer without a number is told by its name; with one, by the name most of its notices write.
BUYERS = """
CREATE TABLE made_buyers AS
SELECT (row_number() OVER (ORDER BY mark))::INTEGER AS buyer, mark, name, number, country FROM (
  SELECT country || ' ' || coalesce(nullif(buyer_id, ''), lower(buyer_name)) AS mark, mode(buyer_name) AS name,
    any_value(buyer_id) AS number, any_value(country) AS country
  FROM note GROUP BY 1
)
"""

FACTS = """
CREATE TABLE made_facts AS
WITH ranked AS (
  SELECT note.key AS procedure, note.* EXCLUDE (key),
    row_number() OVER (
      PARTITION BY note.key
      ORDER BY list_position(['document', 'notice', 'title'], text_read),
        list_position(['competition', 'result', 'planning', 'change', 'other'], kind),
        published_on DESC NULLS LAST, notice_id, file
    ) AS place
  FROM note   WHERE NOT test AND NOT unreviewed
)
SELECT
  one.procedure, one.file, one.notice_id, one.format, one.text_read, one.country, one.language,
  CASE WHEN len(one.counties) = 1 THEN one.counties[1] WHEN len(one.counties) > 1 THEN ''
       ELSE coalesce(placed.county, '') END AS county,
  coalesce(list_first(one.nuts), placed.county, '') AS nuts,
  one.cpv, one.cpv[:2] AS cpv2, one.cpv[:3] AS cpv3, one.cpv[:4] AS cpv4,
  coalesce(year(one.published_on), 0)::SMALLINT AS year, one.published_on,
  one.platform, buyers.buyer, one.buyer_kind, one.circular, one.intent, one.waste_service, one.barrier,
  one.flag, one.declares_circular,
  coalesce(r, 0) AS r, coalesce(r_any, 0) AS r_any, coalesce(kinds, 0) AS kinds, coalesce(kinds_any, 0) AS kinds_any,
  coalesce(goals, 0) AS goals, coalesce(goals_any, 0) AS goals_any,
  coalesce(concepts, []) AS concepts, coalesce(concepts_any, []) AS concepts_any,
  coalesce(bids.numbers, []) AS bids, len(coalesce(bids.numbers, []))::USMALLINT AS lots,
  coalesce(list_sum(bids.numbers), 0)::INTEGER AS bids_in_all,
  len(list_filter(coalesce(bids.numbers, []), lambda x: x = 1))::USMALLINT AS single_lots, {sizes}
FROM ranked one
LEFT JOIN found ON found.file = one.file AND found.notice_id = one.notice_id
LEFT JOIN bids ON bids.key = one.procedure
LEFT JOIN won ON won.key = one.procedure
LEFT JOIN made_buyers buyers
  ON buyers.mark = one.country || ' ' || coalesce(nullif(one.buyer_id, ''), lower(one.buyer_name))
LEFT JOIN county_by_buyer placed ON placed.buyer = buyers.buyer
WHERE one.place = 1
""".replace("{sizes}", ", ".join(f"coalesce({size}, 0)::USMALLINT AS {size}" for size in SIZES))
