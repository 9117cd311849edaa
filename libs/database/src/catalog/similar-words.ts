import { chooseSimilar, mostCandidates, trigramsOf, type SearchTerm } from '@groundplan/catalog'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Finds for each word those of the catalog that look like it. */
export async function findSimilarWords(
  database: Kysely<Database>,
  words: readonly string[],
): Promise<readonly SearchTerm[]> {
  const terms: SearchTerm[] = []
  for (const word of words)
    terms.push({ word, similar: chooseSimilar(word, await findCandidates(database, word)) })
  return terms
}

/** The words that share most trigrams. */
async function findCandidates(database: Kysely<Database>, word: string): Promise<readonly string[]> {
  const trigrams = trigramsOf(word)
  if (trigrams.length === 0) return []
  const { rows } = await sql<{ readonly word: string }>`
    select word from catalog_trigram where trigram = any(${trigrams})
    group by word order by count(*) desc, abs(length(word) - ${word.length}), word limit ${mostCandidates}`.execute(
    database,
  )
  return rows.map((row) => row.word)
}

/** Adds words of the catalog that it did not have before. They stay: an entry may come back. */
export async function saveWords(database: Kysely<Database>, words: Iterable<string>): Promise<void> {
  const candidates = [...new Set(words)].filter((word) => trigramsOf(word).length > 0)
  if (candidates.length === 0) return
  const { rows } = await sql<{ readonly word: string }>`
    insert into catalog_word (word) select unnest(${candidates}::text[])
    on conflict do nothing returning word`.execute(database)
  const pairs = rows.flatMap(({ word }) => trigramsOf(word).map((trigram) => ({ trigram, word })))
  if (pairs.length === 0) return
  await sql`insert into catalog_trigram (trigram, word)
    select * from unnest(${pairs.map(({ trigram }) => trigram)}::text[], ${pairs.map(({ word }) => word)}::text[])
    on conflict do nothing`.execute(database)
}
