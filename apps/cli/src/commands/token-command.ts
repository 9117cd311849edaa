import type { ApiClient, ApiTokenView } from '@groundplan/api-client'
import { Command, InvalidArgumentError } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createTokenCommand(): Command {
  const command = new Command('token').description('Manage API tokens, with which programs call the server')
  command
    .command('create')
    .description('Create a token. Its secret is shown only once')
    .argument('<name>', 'the program that uses it; history names it')
    .requiredOption('--permission <name...>', 'what it may do (docs/permissions.md)')
    .option('--days <count>', 'days until it expires, up to 366', parseDays, 90)
    .addHelpText(
      'after',
      [
        '',
        'The token can have only permissions that you have. Set GROUNDPLAN_ACCESS_TOKEN to the secret to use it.',
        '',
        'Examples:',
        '  groundplan token create ci --permission imports.run imports.read',
        '  groundplan token create backstage --permission catalog.read --days 365 --json',
      ].join('\n'),
    )
    .action(run(createToken))
  command
    .command('list')
    .description('List tokens, the newest first')
    .addHelpText('after', '\nExamples:\n  groundplan token list\n  groundplan token list --json')
    .action(run(listTokens))
  command
    .command('rotate')
    .description('Create a second token of a name, with the same permissions, to replace the first one')
    .argument('<name>', 'as `token list` shows it')
    .option('--days <count>', 'days until the new one expires, up to 366', parseDays, 90)
    .addHelpText(
      'after',
      [
        '',
        'The first token stays valid until it expires, so give the new one to the program and then revoke the first one.',
        '',
        'Examples:',
        '  groundplan token rotate ci',
        '  groundplan token rotate backstage --days 365 --json',
      ].join('\n'),
    )
    .action(run(rotateToken))
  command
    .command('revoke')
    .description('End a token at once')
    .argument('<id>', 'as `token list` shows it')
    .addHelpText('after', '\nExample:\n  groundplan token revoke 5f6c1f1e-8a4b-4c53-9d0e-6f3f0c2f4b11')
    .action(run(revokeToken))
  return command
}

type Permissions = Parameters<ApiClient['tokens']['create']['mutate']>[0]['permissions']

interface CreateOptions {
  readonly permission: string[]
  readonly days: number
}

function parseDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('Use a whole number of at least 1.')
  return days
}

const createToken: Action<CreateOptions> = (context, [name = ''], { permission, days }) => {
  const { terminal } = context
  // The server knows which there are.
  const permissions = permission as Permissions
  return withApi(context, async ({ tokens }) => {
    const created = await tokens.create.mutate({ name, permissions, days })
    terminal.result(created, () => created.secret)
    if (!terminal.json)
      terminal.note(`Copy the token now; it is not shown again. It expires on ${dayOf(created.expiresAt)}.`)
    return exitCodes.done
  })
}

const rotateToken: Action<Pick<CreateOptions, 'days'>> = (context, [name = ''], { days }) =>
  withApi(context, async ({ tokens }) => {
    const { terminal } = context
    const created = await tokens.rotate.mutate({ name, days })
    terminal.result(created, () => created.secret)
    if (!terminal.json) {
      const { id, expiresAt } = created.previous
      terminal.note(`Copy the token now; it is not shown again. It expires on ${dayOf(created.expiresAt)}.`)
      terminal.note(
        `The previous one is valid until ${dayOf(expiresAt)}. Once it is no longer used: groundplan token revoke ${id}`,
      )
    }
    return exitCodes.done
  })

const listTokens: Action<object> = (context) =>
  withApi(context, async ({ tokens }) => {
    const { items } = await tokens.list.query()
    context.terminal.result({ items }, () => printTokens(items, context.terminal))
    return exitCodes.done
  })

const revokeToken: Action<object> = (context, [id = '']) =>
  withApi(context, async ({ tokens }) => {
    const revoked = await tokens.revoke.mutate({ id })
    context.terminal.result(revoked, () => `The token "${revoked.name}" is revoked.`)
    return exitCodes.done
  })

function printTokens(tokens: readonly ApiTokenView[], terminal: Terminal): string {
  if (tokens.length === 0) return 'There are no tokens.'
  const rows = tokens.map(({ id, name, status, permissions, expiresAt, lastUsedAt }) => [
    ...[name, status, permissions.join(', '), dayOf(expiresAt)],
    ...[lastUsedAt === undefined ? 'never' : dayOf(lastUsedAt), id],
  ])
  return terminal.table(['Name', 'Status', 'Permissions', 'Expires', 'Last used', 'ID'], rows)
}

function dayOf(time: string): string {
  return time.slice(0, 10)
}
