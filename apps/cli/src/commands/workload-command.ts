import type { ApiClient, WorkloadView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import { Command } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

const githubIssuer = 'https://token.actions.githubusercontent.com'

export function createWorkloadCommand(): Command {
  const command = new Command('workload').description(
    'Manage workloads: programs that call with their own OpenID Connect tokens, such as pipelines',
  )
  command
    .command('trust')
    .description('Let a program call without a stored secret')
    .argument('<name>', 'what people call it')
    .option('--github <repository>', 'a repository of GitHub Actions, as OWNER/NAME')
    .option('--branch <name>', 'with --github: only jobs of this branch')
    .option('--environment <name>', 'with --github: only jobs of this environment')
    .option('--issuer <url>', 'who makes the tokens: their claim `iss`')
    .option('--subject <pattern>', 'the claim `sub`; `*` stands for any characters')
    .option('--claim <name=pattern...>', 'another claim that they need to have')
    .option(
      '--audience <text>',
      'for whom the tokens are made: their claim `aud` (default: the address of the server)',
    )
    .requiredOption('--permission <name...>', 'what it may do (docs/permissions.md)')
    .addHelpText(
      'after',
      [
        '',
        'The workload can have only permissions that you have.',
        '',
        'Examples:',
        '  groundplan workload trust deploy --github bank/infrastructure --branch main --permission imports.run imports.read',
        '  groundplan workload trust pipelines \\',
        '    --issuer https://api.bitbucket.org/2.0/workspaces/bank/pipelines-config/identity/oidc \\',
        "    --audience ari:cloud:bitbucket::workspace/WORKSPACE_UUID --subject '{REPOSITORY_UUID}:*' \\",
        '    --permission catalog.read',
      ].join('\n'),
    )
    .action(run(trustWorkload))
  command
    .command('list')
    .description('List workloads')
    .addHelpText('after', '\nExamples:\n  groundplan workload list\n  groundplan workload list --json')
    .action(run(listWorkloads))
  command
    .command('remove')
    .description('Refuse the tokens of a workload at once')
    .argument('<name>', 'as `workload list` shows it')
    .addHelpText('after', '\nExample:\n  groundplan workload remove deploy')
    .action(run(removeWorkload))
  return command
}

type TrustRequest = Parameters<ApiClient['workloads']['trust']['mutate']>[0]

interface TrustOptions {
  readonly github?: string | undefined
  readonly branch?: string | undefined
  readonly environment?: string | undefined
  readonly issuer?: string | undefined
  readonly subject?: string | undefined
  readonly claim?: string[] | undefined
  readonly audience?: string | undefined
  readonly permission: string[]
}

const trustWorkload: Action<TrustOptions> = (context, [name = ''], options) =>
  withApi(context, async ({ workloads }, url) => {
    const trusted = await workloads.trust.mutate({
      ...{ name, ...describe(options), audience: options.audience ?? url.replace(/\/+$/, '') },
      // The server knows which there are.
      permissions: options.permission as TrustRequest['permissions'],
    })
    context.terminal.result(
      trusted,
      () => `The workload "${trusted.name}" may call with tokens for ${trusted.audience}.`,
    )
    return exitCodes.done
  })

/** Which tokens are meant. Throws InputError. */
function describe(options: TrustOptions): Pick<TrustRequest, 'issuer' | 'claims'> {
  const { github, branch, environment, issuer = githubIssuer, subject } = options
  if (github === undefined && options.issuer === undefined)
    throw new InputError('It is not said whose tokens are meant.', { hint: 'Specify --github or --issuer.' })
  if (github === undefined && (branch ?? environment) !== undefined)
    throw new InputError('--branch and --environment need --github.', { hint: 'Use --claim instead.' })
  return {
    issuer,
    claims: {
      ...(github === undefined ? {} : { repository: github }),
      ...(branch === undefined ? {} : { ref: `refs/heads/${branch}` }),
      ...(environment === undefined ? {} : { environment }),
      ...(subject === undefined ? {} : { sub: subject }),
      ...Object.fromEntries((options.claim ?? []).map(readClaim)),
    },
  }
}

function readClaim(text: string): readonly [string, string] {
  const index = text.indexOf('=')
  if (index > 0) return [text.slice(0, index), text.slice(index + 1)]
  throw new InputError(`"${text}" is no claim.`, {
    hint: 'Use NAME=PATTERN, for example ref=refs/heads/main.',
  })
}

const listWorkloads: Action<object> = (context) =>
  withApi(context, async ({ workloads }) => {
    const { items } = await workloads.list.query()
    context.terminal.result({ items }, () => printWorkloads(items, context.terminal))
    return exitCodes.done
  })

const removeWorkload: Action<object> = (context, [name = '']) =>
  withApi(context, async ({ workloads }) => {
    const removed = await workloads.remove.mutate({ name })
    context.terminal.result(removed, () => `The tokens of "${removed.name}" are refused.`)
    return exitCodes.done
  })

function printWorkloads(workloads: readonly WorkloadView[], terminal: Terminal): string {
  if (workloads.length === 0) return 'There are no workloads.'
  const rows = workloads.map(({ name, issuer, audience, claims, permissions, lastUsedAt }) => [
    ...[name, issuer, audience],
    Object.entries(claims)
      .map(([claim, pattern]) => `${claim}=${pattern}`)
      .join(', '),
    ...[permissions.join(', '), lastUsedAt?.slice(0, 10) ?? 'never'],
  ])
  return terminal.table(['Name', 'Issuer', 'Audience', 'Claims', 'Permissions', 'Last used'], rows)
}
