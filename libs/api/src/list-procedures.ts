import type { Permission } from '@groundplan/access'
import type { AnyProcedure } from '@trpc/server'
import { appRouter } from './app-router.ts'
import type { ProcedureFacts } from './trpc.ts'

export interface ApiProcedure {
  /** As clients call it: `imports.start`. */
  readonly path: string
  readonly type: 'query' | 'mutation' | 'subscription'
  readonly permission: Permission
}

/** All procedures of the API, by path. */
export function listProcedures(): readonly ApiProcedure[] {
  // Flat at run time.
  const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, AnyProcedure>>
  return Object.entries(procedures)
    .map(([path, { _def }]) => {
      // `procedureFor` is the only way to make one.
      const { permission } = _def.meta as ProcedureFacts
      return { path, type: _def.type, permission }
    })
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
}
