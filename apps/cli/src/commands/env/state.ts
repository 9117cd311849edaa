import type { ApiClient, EnvironmentView, StateView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { toShownError } from '../../server/translate-api-error.ts'
import { wholeNumber } from '../whole-number.ts'
import { askYes } from './ask-yes.ts'
import { findEnvironment, referenceTo } from './find-environment.ts'
import { printTime } from './print-environment.ts'

/** Commands about Terraform states that Groundplan keeps. */
export function addStateCommand(command: Command): void {
  const state = command
    .command('state')
    .description(
      'Look at the Terraform states of an environment, unlock them, or bring earlier versions back',
    )
  withState(state.command('show'))
    .description('Show the current version of each state, and who holds its lock')
    .addHelpText('after', '\nExample:\n  groundplan env state show orders-db')
    .action(run(show))
  withState(state.command('versions'))
    .description('List the versions of a state, the newest first')
    .option('--limit <n>', 'how many', '20')
    .addHelpText('after', '\nExample:\n  groundplan env state versions orders-db --limit 5')
    .action(run(listVersions))
  withChange(state.command('unlock'))
    .description('Remove the lock of a state whose run is gone')
    .option('--lock <id>', 'ID of the lock that you looked at; fails if there is another one by now')
    .addHelpText(
      'after',
      [
        '',
        'Groundplan removes locks of its own runs by itself. While a run is still at work, removing its lock lets another one change the',
        'same resources.',
        '',
        'Example:',
        '  groundplan env state unlock orders-db --reason "the worker is gone"',
      ].join('\n'),
    )
    .action(run(unlock))
  withChange(state.command('roll-back'))
    .description('Make an earlier version of a state the current one. Resources stay as they are')
    .requiredOption('--version <n>', 'number of the version, as `env state versions` lists it')
    .addHelpText(
      'after',
      '\nExample:\n  groundplan env state roll-back orders-db --version 3 --reason "restore after a failed import"',
    )
    .action(run(rollBack))
}

function withState(command: Command): Command {
  return command
    .argument('<environment>', 'name or ID')
    .option('--grain <name>', 'grain of the state (default: the only one)')
}

function withChange(command: Command): Command {
  return withState(command)
    .option('--yes', 'skip the prompt')
    .option('--reason <text>', 'reason, recorded in the audit log')
}

interface StateOptions {
  readonly grain?: string
}

interface ChangeOptions extends StateOptions {
  readonly yes?: boolean
  readonly reason?: string
}

const show: Action<StateOptions> = (context, [reference = ''], { grain }) =>
  withApi(context, async (client) => {
    const environment = await findEnvironment(client, reference)
    const grains = grain === undefined ? environment.grains.map(({ name }) => name) : [grain]
    const items: (StateView & { readonly grain: string })[] = []
    for (const each of grains) items.push({ grain: each, ...(await readState(client, environment.id, each)) })
    const { terminal } = context
    terminal.result({ items }, () =>
      items.length === 0
        ? `"${environment.name}" has no Terraform state.`
        : terminal.table(['Grain', 'Version', 'Written', 'Size', 'Terraform', 'Lock'], items.map(toStateRow)),
    )
    return exitCodes.done
  })

/** Empty if nothing was written yet. */
async function readState({ states }: ApiClient, environment: string, grain: string): Promise<StateView> {
  try {
    return await states.get.query({ environment, grain })
  } catch (error) {
    if (toShownError(error).code === 'not-found') return {}
    throw error
  }
}

const listVersions: Action<StateOptions & { readonly limit: string }> = (
  context,
  [reference = ''],
  { limit, ...options },
) =>
  withApi(context, async (client) => {
    const { key } = await findState(client, reference, options)
    const { items } = await client.states.versions.query({ ...key, limit: wholeNumber('--limit', limit) })
    const { terminal } = context
    terminal.result({ items }, () =>
      terminal.table(['Version', 'Written', 'Size', 'Terraform', 'By'], items.map(toVersionRow)),
    )
    return exitCodes.done
  })

const unlock: Action<ChangeOptions & { readonly lock?: string }> = (context, [reference = ''], options) =>
  withApi(context, async (client) => {
    const { environment, key } = await findState(client, reference, options)
    const { lock } = await client.states.get.query(key)
    const { terminal } = context
    const id = options.lock ?? lock?.id
    if (id === undefined) {
      terminal.result({ id: null }, () => `The state of "${key.grain}" is not locked.`)
      return exitCodes.done
    }
    const held = lock?.id === id ? `, ${describeLock(lock)}` : ''
    await confirm(`Remove the lock ${id} of "${key.grain}" in "${environment.name}"${held}?`, options)
    const removed = await client.states.unlock.mutate({ ...key, id, ...reasonOf(options) })
    terminal.result(removed, () => `The state of "${key.grain}" is unlocked.`)
    return exitCodes.done
  })

const rollBack: Action<ChangeOptions & { readonly version: string }> = (context, [reference = ''], options) =>
  withApi(context, async (client) => {
    const number = wholeNumber('--version', options.version)
    const { environment, key } = await findState(client, reference, options)
    await confirm(`Bring version ${number} of "${key.grain}" in "${environment.name}" back?`, options)
    const done = await client.states.rollBack.mutate({ ...key, number, ...reasonOf(options) })
    context.terminal.result(done, () =>
      [
        `Version ${number} of "${key.grain}" is the current state again, as a new version.`,
        `Plan how resources and state come together again: groundplan env reconcile ${referenceTo(environment)} --confirm`,
      ].join('\n'),
    )
    return exitCodes.done
  })

async function findState(client: ApiClient, reference: string, { grain }: StateOptions) {
  const environment = await findEnvironment(client, reference)
  return { environment, key: { environment: environment.id, grain: grain ?? onlyGrain(environment) } }
}

function onlyGrain({ name, grains }: EnvironmentView): string {
  const [only, ...others] = grains.map((grain) => grain.name)
  if (only !== undefined && others.length === 0) return only
  throw new InputError(`"${name}" has ${only === undefined ? 'no' : 'several'} grains with a state.`, {
    hint:
      only === undefined
        ? 'See where it stands with `groundplan env show`.'
        : `Choose one with --grain: ${[only, ...others].join(', ')}`,
  })
}

function confirm(text: string, { yes }: ChangeOptions): Promise<void> {
  return askYes({ text, yes, hint: 'Add --yes.' })
}

function reasonOf({ reason }: ChangeOptions) {
  return reason === undefined ? {} : { reason }
}

type Version = NonNullable<StateView['current']>

function toStateRow({ grain, current, lock }: StateView & { readonly grain: string }) {
  const version =
    current === undefined
      ? ['none', '', '', '']
      : [String(current.number), printTime(current.createdAt), printSize(current), current.terraformVersion]
  return [grain, ...version, lock === undefined ? 'free' : `${describeLock(lock)} (${lock.id})`]
}

function toVersionRow(version: Version): readonly string[] {
  const { number, createdAt, terraformVersion, run: by, rollback } = version
  const origin = rollback === undefined ? `run ${by}` : `${rollback.by}, from version ${rollback.of}`
  return [String(number), printTime(createdAt), printSize(version), terraformVersion, origin]
}

function printSize({ size }: Version): string {
  return size < 1000
    ? `${size} B`
    : size < 1e6
      ? `${Math.round(size / 1e3)} kB`
      : `${(size / 1e6).toFixed(1)} MB`
}

function describeLock({ run, at }: NonNullable<StateView['lock']>): string {
  return `held by run ${run} since ${printTime(at)}`
}
