import type { Scope } from '@groundplan/actor'
import { sql, type RawBuilder } from 'kysely'

/** Every primary key and unique index ends with these columns. */
export const scopeKey = ['space_id', 'blueprint_repository_id'] as const

/** The scope's columns of a new row. */
export function scopeColumns({ spaceId, blueprintRepositoryId }: Scope) {
  return { space_id: spaceId, blueprint_repository_id: blueprintRepositoryId }
}

/** True of rows of the scope. Queries with several tables say whose columns are meant. */
export function inScope({ spaceId, blueprintRepositoryId }: Scope, table?: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(table === undefined ? name : `${table}.${name}`)
  return sql<boolean>`${column('space_id')} = ${spaceId} and ${column('blueprint_repository_id')} = ${blueprintRepositoryId}`
}
