import { builtInRoles, permissionNames, permissions, type Grant } from '@groundplan/access'
import { homeSpaceId, person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { ApiContext } from './api-context.ts'
import { appRouter } from './app-router.ts'
import { listProcedures } from './list-procedures.ts'

type Call = (input: unknown) => Promise<unknown>

const procedures = listProcedures()

/** Says that the call was let in. */
class LetInError extends Error {}

/** A context of a space that lets nobody do anything but be checked. */
function contextFor(grants: readonly Grant[], spaceId: string): ApiContext {
  const known = { caller: { actor: person('ada'), grants }, spaceId }
  return new Proxy(known, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target || key === 'then') return Reflect.get(target, key)
      throw new LetInError(key)
    },
  }) as unknown as ApiContext
}

/** Whether a call in a space gets past its permission; with an input that no procedure takes. */
async function isLetIn(path: string, grants: readonly Grant[], spaceId: string): Promise<boolean> {
  const caller = appRouter.createCaller(contextFor(grants, spaceId)) as unknown as Call
  const call = path
    .split('.')
    .reduce((at, key) => (at as unknown as Record<string, Call>)[key] as Call, caller)
  try {
    await call({ number: 'none', name: 0, search: 0 })
    return true
  } catch (error) {
    return (error as { readonly code?: string }).code !== 'FORBIDDEN'
  }
}

const spaces = [homeSpaceId, 'payments', 'cards'] as const

const everybody: readonly (readonly [string, readonly Grant[]])[] = [
  ['nobody', []],
  ...Object.values(builtInRoles).flatMap((role): [string, readonly Grant[]][] => [
    ...spaces.map((spaceId): [string, readonly Grant[]] => [
      `${role.name} of ${spaceId}`,
      [{ role, spaceId }],
    ]),
    [`${role.name} of all spaces`, [{ role }]],
  ]),
]

describe.each(procedures)('$path', ({ path, permission }) => {
  it('names its permission', () => {
    expect(permissionNames).toContain(permission)
  })

  it.each(everybody)('lets %s in as the table of roles says, in each space', async (_, grants) => {
    const { within } = permissions[permission]
    for (const asked of spaces) {
      const exists = within !== 'home' || asked === homeSpaceId
      const expected = grants.some(
        ({ role, spaceId }) =>
          role.permissions.has(permission) &&
          (within === 'any' ||
            spaceId === undefined ||
            spaceId === (within === 'account' ? homeSpaceId : asked)),
      )
      expect(await isLetIn(path, grants, asked), asked).toBe(exists && expected)
    }
  })
})

it('every permission is asked for somewhere, and changes are never only read', () => {
  const asked = new Set(procedures.map(({ permission }) => permission))
  // What `imports.start` is given decides whether it asks for one more, and so does whose environment a request is about.
  const others = ['imports.folders', 'environments.manage']
  expect([...asked, ...others].toSorted()).toEqual([...permissionNames].toSorted())
  const changing = procedures.filter(({ type }) => type === 'mutation')
  expect(changing.filter(({ permission }) => permission.endsWith('.read'))).toEqual([])
})
