"""The questions that make `facts`, in SQL. What stands in braces is filled by omlopp.statistics.facts."""

from omlopp.notices.filters import R_STEPS

KINDS = ("subject", "technical", "award", "performance", "selection", "declared")
GOALS = ("A", "B", "C", "D", "E")
SIZES = ("micro", "small", "medium", "large", "not_stated")

MACROS = (
    "CREATE TEMP MACRO min_of(many) AS list_aggregate(many, 'min')",
    "CREATE TEMP MACRO max_of(many) AS list_aggregate(many, 'max')",
)

# `place`: what the most precise places have in common, so that a procurement in two counties stands at the region or
# the country that holds both. `class`: 3 asks explicitly, 2 in passing, 1 weak signs, 0 nothing.
# `flag`: 1 declared, 2 declared not to apply, 0 nothing stated. Small whole numbers, since they group fastest.
NOTES = """
CREATE TEMP TABLE note AS
WITH plain AS (SELECT * REPLACE ({nuts} AS nuts, {cpv} AS cpv, {declared} AS declared) FROM notices)
SELECT
  row_number() OVER () AS nid, nullif({procedure_id}, '') AS procedure_id, {title} AS title, notice_id, file,
  format, kind, coalesce(country, '') AS country, coalesce(language, '') AS language,
  published_on, coalesce(buyer_name, '') AS buyer_name, coalesce(buyer_id, '') AS buyer_id, {buyer_kind} AS buyer_kind,
  list_filter(nuts, lambda x: len(list_filter(nuts, lambda y: y <> x AND starts_with(y, x))) = 0) AS places,
  CASE WHEN min_of(places)[:5] = max_of(places)[:5] THEN min_of(places)[:5]
       WHEN min_of(places)[:4] = max_of(places)[:4] THEN min_of(places)[:4]
       WHEN min_of(places)[:3] = max_of(places)[:3] THEN min_of(places)[:3]
       WHEN min_of(places)[:2] = max_of(places)[:2] THEN min_of(places)[:2] ELSE '' END AS place,
  coalesce(nullif(regexp_extract(list_first(cpv), '^[0-9]{{8}}'), '00000000'), '') AS cpv,
  (CASE WHEN {yes} THEN 1 WHEN {no} THEN 2 ELSE 0 END)::UTINYINT AS flag, {declares_circular} AS declares_circular,
  {repeats} AS repeats, {platform} AS platform, {text_read} AS text_read,
  (CASE WHEN circular = 'yes' THEN CASE WHEN {intent} = 'explicit' THEN 3 ELSE 2 END
        WHEN circular = 'weak' THEN 1 ELSE 0 END)::UTINYINT AS class,
  coalesce(waste_service, false) AS waste_service, coalesce(barrier, false) AS barrier,
  bids_received, {test} AS test, {lexicon_state} IN ('unreviewed', 'missing') AS unreviewed
FROM plain
"""

# What was found in the notice that tells a procurement: 3 asks explicitly, 2 in passing, 1 weakly.
FOUND = f"""
CREATE TABLE made_found AS
SELECT DISTINCT pid, coalesce(concept, '') AS concept,
  coalesce(list_position({list(R_STEPS)}, r_strategy), 0)::UTINYINT AS r,
  coalesce(list_position({list(KINDS)}, requirement), 0)::UTINYINT AS kind,
  coalesce(list_position({list(GOALS)}, goal), 0)::UTINYINT AS goal,
  (CASE WHEN {{weak}} THEN 1 WHEN evidence.intent = 'explicit' THEN 3 ELSE 2 END)::UTINYINT AS level
FROM evidence JOIN made_facts facts ON facts.file = evidence.file AND facts.notice_id = evidence.notice_id
WHERE class > 0 AND {{kept}}
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

# A buyer by its key (omlopp.notices.buyers), with the name most of its notices write.
BUYERS = """
CREATE TABLE made_buyers AS
SELECT (row_number() OVER (ORDER BY mark))::INTEGER AS buyer, mark, name, number, country FROM (
  SELECT mark, mode(trim(regexp_replace(buyer_name, '\\s+', ' ', 'g'))) AS name, any_value(written.number) AS number,
    any_value(country) AS country
  FROM note JOIN written USING (country, buyer_id, buyer_name) GROUP BY 1
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
    ) AS turn
  FROM note WHERE NOT test AND NOT unreviewed
)
SELECT
  (row_number() OVER ())::INTEGER AS pid, one.procedure, one.file, one.notice_id, one.format, one.text_read,
  one.country, one.language,
  CASE WHEN regexp_matches(one.place, '^SE[0-9]{3}$') THEN one.place
       WHEN len(one.places) <= 1 AND starts_with(placed.county, one.place) THEN placed.county ELSE '' END AS county,
  CASE WHEN county <> '' THEN county ELSE one.place END AS nuts, one.cpv,
  coalesce(year(one.published_on), 0)::SMALLINT AS year, one.published_on,
  one.platform, buyers.buyer, one.buyer_kind, one.class, one.waste_service, one.barrier,
  one.flag, one.declares_circular,
  coalesce(bids.numbers, []) AS bids, len(coalesce(bids.numbers, []))::USMALLINT AS lots,
  coalesce(list_sum(bids.numbers), 0)::INTEGER AS bids_in_all,
  len(list_filter(coalesce(bids.numbers, []), lambda x: x = 1))::USMALLINT AS single_lots, {sizes}
FROM ranked one
LEFT JOIN bids ON bids.key = one.procedure
LEFT JOIN won ON won.key = one.procedure
LEFT JOIN written
  ON written.country = one.country AND written.buyer_id = one.buyer_id AND written.buyer_name = one.buyer_name
LEFT JOIN made_buyers buyers ON buyers.mark = written.mark
LEFT JOIN county_by_buyer placed ON placed.buyer = buyers.buyer
WHERE one.turn = 1
""".replace("{sizes}", ", ".join(f"coalesce({size}, 0)::USMALLINT AS {size}" for size in SIZES))
