import type { Scope } from '@groundplan/actor'
import {
  chooseSimilar,
  innerTrigramsOf,
  mostCandidates,
  mostWithin,
  trigramsOf,
  type SearchTerm,
} from '@groundplan/catalog'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope } from '../scope-columns.ts'

/** The terms with the words of the catalog that contain them. */
export async function addWordsWithin(
  database: Kysely<Database>,
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<readonly SearchTerm[]> {
  // Every word that contains the term has this trigram, too.
  const parts = terms.flatMap(({ word }) => {
    const [trigram] = innerTrigramsOf(word)
    return trigram === undefined ? [] : [{ word, trigram }]
  })
  if (parts.length === 0) return terms
  const { rows } = await sql<{ readonly part: string; readonly word: string }>`
    select part, word from (
      select part, word, row_number() over (partition by part order by length(word), word collate "C") as place
      from unnest(${parts.map(({ word }) => word)}::text[], ${parts.map(({ trigram }) => trigram)}::text[])
        as typed (part, trigram) join catalog_trigram using (trigram)
      where ${inScope(scope)} and position(part in word) > 1
    ) as containing where place <= ${mostWithin} order by part, place`.execute(database)
  const words = Map.groupBy(rows, ({ part }) => part)
  return terms.map((term) => ({ ...term, within: (words.get(term.word) ?? []).map(({ word }) => word) }))
}

/** The terms with the words of the catalog that look like them. */
export async function addSimilarWords(
  database: Kysely<Database>,
  scope: Scope,
  terms: readonly SearchTerm[],
): Promise<readonly SearchTerm[]> {
  const parts = terms.flatMap(({ word }) => trigramsOf(word).map((trigram) => ({ word, trigram })))
  if (parts.length === 0) return terms
  // The words that share most trigrams.
  const { rows } = await sql<{ readonly part: string; readonly word: string }>`
    select part, word from (
      select part, word, row_number() over (
        partition by part order by count(*) desc, abs(length(word) - length(part)), word collate "C"
      ) as place
      from unnest(${parts.map(({ word }) => word)}::text[], ${parts.map(({ trigram }) => trigram)}::text[])
        as typed (part, trigram) join catalog_trigram using (trigram)
      where ${inScope(scope)}
      group by part, word
    ) as alike where place <= ${mostCandidates}`.execute(database)
  const candidates = Map.groupBy(rows, ({ part }) => part)
  return terms.map((term) => {
    const words = (candidates.get(term.word) ?? []).map(({ word }) => word)
    return { ...term, similar: chooseSimilar(term.word, words) }
  })
}

/** Adds words of the catalog that it did not have before. They stay: an entry may come back. */
export async function saveWords(
  database: Kysely<Database>,
  scope: Scope,
  words: Iterable<string>,
): Promise<void> {
  const { spaceId, blueprintRepositoryId } = scope
  const candidates = [...new Set(words)].filter((word) => trigramsOf(word).length > 0)
  if (candidates.length === 0) return
  const { rows } = await sql<{ readonly word: string }>`
    insert into catalog_word (space_id, blueprint_repository_id, word)
    select ${spaceId}, ${blueprintRepositoryId}, unnest(${candidates}::text[])
    on conflict do nothing returning word`.execute(database)
  const pairs = rows.flatMap(({ word }) => trigramsOf(word).map((trigram) => ({ trigram, word })))
  if (pairs.length === 0) return
  await sql`insert into catalog_trigram (space_id, blueprint_repository_id, trigram, word)
    select ${spaceId}, ${blueprintRepositoryId}, * from unnest(${pairs.map(({ trigram }) => trigram)}::text[], ${pairs.map(({ word }) => word)}::text[])
    on conflict do nothing`.execute(database)
}
