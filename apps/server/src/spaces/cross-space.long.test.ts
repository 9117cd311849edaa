import { listProcedures } from '@groundplan/api'
import { expect, it } from 'vitest'
import { adminOf, animals, ask, roleNames, tokenOf, useSpaces, type SpaceName } from './spaces.fixture.ts'

useSpaces()

it('no role in a space gets anything of another one or an internal error, whatever it asks', async () => {
  const before = await describeSpace('cards')
  const cards = await adminOf('cards').tokens.list.query()
  const inputs: readonly unknown[] = [
    ...[
      undefined,
      {},
      { number: 1 },
      { name: 'zebra-queue' },
      { name: 'zebra-secret' },
      { name: 'zebra-credential' },
    ],
    ...[{ account: true }, { everywhere: true }, { id: cards.items[0]?.id }, { space: 'cards' }],
    ...[{ space: 'cards', blueprint: 'zebra-queue' }, { name: 'cards', title: 'Mine' }, { name: 'cards' }],
    { kind: 'group', name: 'zebra-leopard', role: 'viewer', everywhere: true },
    { kind: 'group', name: 'zebra-leopard', role: 'viewer' },
    { name: 'mine', permissions: ['catalog.read'] },
    [{ space: ['cards'] }],
    'cards',
  ]
  let answered = 0
  for (const { path, type } of listProcedures()) {
    for (const role of roleNames) {
      const token = tokenOf('payments', role)
      for (const space of [undefined, 'cards']) {
        for (const input of space === undefined ? inputs : inputs.slice(0, 4)) {
          const isNamed = JSON.stringify(input ?? '').includes('zebra')
          // A space may have a member of that name as well.
          if (path === 'members.add' && isNamed) continue
          const { status, body } = await ask(path, { token, space, input, type })
          const call = `${path} as ${role} in ${space} with ${JSON.stringify(input)}: ${status} ${body}`
          expect(status, call).toBeLessThan(500)
          if (space !== undefined) expect([401, 403, 405], call).toContain(status)
          if (status === 200) answered += 1
          for (const animal of isNamed ? [] : animals.cards) expect(body, call).not.toContain(animal)
          if (!JSON.stringify(input ?? '').includes('leopard')) expect(body, call).not.toContain('leopard')
        }
      }
    }
  }
  expect(answered).toBeGreaterThan(100)
  expect(await describeSpace('cards')).toEqual(before)
})

/** What is in a space, without when its tokens were used and what was refused. */
async function describeSpace(space: SpaceName) {
  const client = adminOf(space)
  return {
    secrets: await client.secrets.list.query(),
    credentials: await client.credentials.list.query(),
    members: await client.members.list.query({}),
    tokens: (await client.tokens.list.query()).items.map(({ id, status }) => ({ id, status })),
    catalog: (await client.catalog.list.query()).items.map(({ name }) => name),
    spaces: await client.spaces.list.query(),
  }
}
