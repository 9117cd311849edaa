import type { ApiClient, SpaceView } from '@groundplan/api-client'
import { withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'

export const listSpaces: Action<{ readonly all: boolean }> = (context, _, { all }) =>
  withApi(context, async (client) => {
    await (all ? listAll : listOwn)(client, context.terminal)
    return exitCodes.done
  })

async function listOwn({ spaces }: ApiClient, terminal: Terminal): Promise<void> {
  const { items } = await spaces.mine.query()
  terminal.result({ items }, () =>
    items.length === 0
      ? 'You have no role in any space.'
      : terminal.table(
          ['Name', 'Title', 'Your roles'],
          items.map(({ name, title, roles }) => [name, title, roles.join(', ')]),
        ),
  )
}

async function listAll({ spaces }: ApiClient, terminal: Terminal): Promise<void> {
  const { items } = await spaces.list.query()
  terminal.result({ items }, () =>
    items.length === 0
      ? 'There is no space beside the home space "default".'
      : terminal.table(
          ['Name', 'Title', 'Created', 'State'],
          items.map(({ name, title, createdAt, archivedAt, declaration }) => [
            ...[name, title, createdAt.slice(0, 10)],
            archivedAt === undefined ? describeUse(declaration) : `archived ${archivedAt.slice(0, 10)}`,
          ]),
        ),
  )
}

function describeUse(declaration: SpaceView['declaration']): string {
  if (declaration === undefined) return 'in use'
  return declaration.isRemoved ? 'in use, no longer declared' : `in use, declared in ${declaration.path}`
}
