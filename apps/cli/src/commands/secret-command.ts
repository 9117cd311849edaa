import type { SecretView } from '@groundplan/api-client'
import { Command } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { readSecret } from '../terminal/read-secret.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createSecretCommand(): Command {
  const command = new Command('secret').description(
    'Manage secrets that groundplan.yaml refers to. Nobody can read them back',
  )
  command
    .command('set')
    .description(
      'Store a secret, or replace its value and origins. Reads the value from standard input, or asks for it',
    )
    .argument('<name>', 'lower case letters, digits and dashes; groundplan.yaml refers to it')
    .requiredOption('--origin <url...>', 'where it may be sent: scheme, host and port')
    .option('--file <path>', 'file with the value, instead of standard input')
    .addHelpText(
      'after',
      [
        '',
        'A newline at the end of the value is left out. In groundplan.yaml: `token: { secret: github-token }`.',
        '',
        'Examples:',
        '  printf %s "$TOKEN" | groundplan secret set github-token --origin https://github.com https://api.github.com',
        '  groundplan secret set app-key --origin https://github.com https://api.github.com --file app.pem',
      ].join('\n'),
    )
    .action(run(setSecret))
  command
    .command('list')
    .description('List secrets, without their values')
    .addHelpText('after', '\nExamples:\n  groundplan secret list\n  groundplan secret list --json')
    .action(run(listSecrets))
  command
    .command('remove')
    .description('Remove a secret')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  groundplan secret remove github-token')
    .action(run(removeSecret))
  return command
}

interface SetOptions {
  readonly origin: string[]
  readonly file?: string | undefined
}

const setSecret: Action<SetOptions> = async (context, [name = ''], { origin: origins, file }) => {
  const value = await readSecret({ file, question: `Value of ${name}` })
  return withApi(context, async ({ secrets }) => {
    const secret = await secrets.put.mutate({ name, value, origins })
    context.terminal.result(secret, () => `The secret "${secret.name}" is set.`)
    return exitCodes.done
  })
}

const listSecrets: Action<object> = (context) =>
  withApi(context, async ({ secrets }) => {
    const { items } = await secrets.list.query()
    context.terminal.result({ items }, () => printSecrets(items, context.terminal))
    return exitCodes.done
  })

const removeSecret: Action<object> = (context, [name = '']) =>
  withApi(context, async ({ secrets }) => {
    const removed = await secrets.remove.mutate({ name })
    context.terminal.result(removed, () => `The secret "${removed.name}" is removed.`)
    return exitCodes.done
  })

function printSecrets(secrets: readonly SecretView[], terminal: Terminal): string {
  if (secrets.length === 0) return 'There are no secrets.'
  const rows = secrets.map(({ name, origins, changedAt, changedBy, lastUse }) => [
    ...[name, origins.join(', '), `${dayOf(changedAt)} by ${changedBy}`],
    lastUse === undefined ? 'never' : `${dayOf(lastUse.at)}: ${lastUse.purpose}`,
  ])
  return terminal.table(['Name', 'May be sent to', 'Set', 'Last used'], rows)
}

function dayOf(time: string): string {
  return time.slice(0, 10)
}
