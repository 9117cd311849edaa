import type { CredentialView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import { Command, Option } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { readSecret } from '../terminal/read-secret.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createCredentialsCommand(): Command {
  const command = new Command('credentials').description(
    'Manage how runs sign in to AWS. Nobody can read secret keys back',
  )
  command
    .command('set')
    .description('Add a credential, or replace it')
    .argument('<name>', 'lower case letters, digits and dashes')
    .addOption(new Option('--role <arn>', 'role that runs take').conflicts('accessKeyId'))
    .option('--assume', "take the role with the server's own AWS identity, instead of a token of this server")
    .option('--audience <audience>', 'audience of the token (default: sts.amazonaws.com)')
    .option(
      '--access-key-id <id>',
      'access key of a user, as the last resort; its secret key is read from standard input',
    )
    .option('--file <path>', 'file with the secret key, instead of standard input')
    .option('--region <region>', 'region whose STS is asked')
    .addHelpText(
      'after',
      [
        '',
        'docs/cloud-credentials.md has the trust policies for the roles.',
        '',
        'Examples:',
        '  groundplan credentials set production --role arn:aws:iam::123456789012:role/groundplan',
        '  groundplan credentials set partner --role arn:aws:iam::210987654321:role/groundplan --assume',
        '  groundplan credentials set legacy --access-key-id AKIAIOSFODNN7EXAMPLE --file secret-key.txt',
      ].join('\n'),
    )
    .action(run(setCredential))
  command
    .command('list')
    .description('List credentials, without secret keys')
    .addHelpText('after', '\nExamples:\n  groundplan credentials list\n  groundplan credentials list --json')
    .action(run(listCredentials))
  command
    .command('test')
    .description('Sign in to AWS with a credential, and show as whom')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  groundplan credentials test production')
    .action(run(testCredential))
  command
    .command('remove')
    .description('Remove a credential')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  groundplan credentials remove legacy')
    .action(run(removeCredential))
  return command
}

interface SetOptions {
  readonly role?: string | undefined
  readonly assume?: boolean | undefined
  readonly audience?: string | undefined
  readonly accessKeyId?: string | undefined
  readonly file?: string | undefined
  readonly region?: string | undefined
}

const setCredential: Action<SetOptions> = async (context, [name = ''], options) => {
  const request = await toRequest(name, options)
  return withApi(context, async ({ credentials }) => {
    const credential = await credentials.set.mutate(request)
    context.terminal.result(credential, () => describeSet(credential))
    return exitCodes.done
  })
}

async function toRequest(name: string, { role, assume, audience, accessKeyId, file, region }: SetOptions) {
  if (accessKeyId !== undefined) {
    const secretAccessKey = await readSecret({ file, question: `Secret key of ${accessKeyId}` })
    return { kind: 'static-keys', name, accessKeyId, secretAccessKey, region } as const
  }
  if (role === undefined) {
    throw new InputError('There is neither a role nor an access key.', {
      hint: 'Add --role with the ARN of a role, or --access-key-id.',
    })
  }
  if (assume === true) return { kind: 'assumed-role', name, roleArn: role, region } as const
  return { kind: 'web-identity', name, roleArn: role, audience, region } as const
}

function describeSet({ name, settings }: CredentialView): string {
  const set = `The credential "${name}" is set.`
  return settings.kind === 'assumed-role'
    ? `${set}\nIts external ID, for the trust policy of the role: ${settings.externalId}`
    : set
}

const listCredentials: Action<object> = (context) =>
  withApi(context, async ({ credentials }) => {
    const { items, issuer } = await credentials.list.query()
    context.terminal.result({ items, issuer }, () => printCredentials(items, issuer, context.terminal))
    return exitCodes.done
  })

const testCredential: Action<object> = (context, [name = '']) =>
  withApi(context, async ({ credentials }) => {
    const identity = await credentials.test.mutate({ name })
    context.terminal.result(
      identity,
      () => `"${name}" signs in to account ${identity.account} as ${identity.arn}.`,
    )
    return exitCodes.done
  })

const removeCredential: Action<object> = (context, [name = '']) =>
  withApi(context, async ({ credentials }) => {
    const removed = await credentials.remove.mutate({ name })
    context.terminal.result(removed, () => `The credential "${removed.name}" is removed.`)
    return exitCodes.done
  })

function printCredentials(
  credentials: readonly CredentialView[],
  issuer: string | undefined,
  terminal: Terminal,
): string {
  const provider = issuer === undefined ? '' : `\nIdentity provider for AWS: ${issuer}\n`
  if (credentials.length === 0) return `There are no credentials.\n${provider}`
  const rows = credentials.map(({ name, settings, changedAt, changedBy, lastUse }) => [
    ...[name, settings.kind, settings.kind === 'static-keys' ? settings.accessKeyId : settings.roleArn],
    ...[
      settings.kind === 'assumed-role' ? settings.externalId : '',
      `${changedAt.slice(0, 10)} by ${changedBy}`,
      lastUse === undefined ? 'never' : `${lastUse.at.slice(0, 10)}: ${lastUse.purpose}`,
    ],
  ])
  return (
    terminal.table(['Name', 'Kind', 'Role or access key', 'External ID', 'Set', 'Last used'], rows) + provider
  )
}
