import type { ApiClient } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import type { JsonObject } from '@groundplan/terraform-type'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { askYes } from './ask-yes.ts'
import { findEnvironment, referenceTo } from './find-environment.ts'
import { getBlueprint } from './find-blueprint.ts'
import { printUpgrade, type UpgradeView } from './print-upgrade.ts'
import { exitCodesHelp, toSubmission, withRequest, type RequestOptions } from './request/request-options.ts'
import { showRequest } from './request/submit.ts'
import { readValues } from './values/read-values.ts'
import { valuesHelp, withNewValues, type ValueOptions } from './values/value-options.ts'

export function addUpgradeCommand(command: Command): void {
  withRequest(withNewValues(command.command('upgrade')))
    .description('Upgrade an environment to another version of its blueprint')
    .argument('<environment>', 'name or ID')
    .option('--version <version>', 'version of the blueprint (default: the latest)')
    .option('--preview', 'only show what the upgrade would change')
    .option('--yes', 'accept breaking changes without a prompt')
    .addHelpText(
      'after',
      [
        '',
        'Shows the changes first, and which values are kept, dropped or missing. Breaking changes need your consent.',
        ...valuesHelp,
        ...exitCodesHelp,
        '',
        'Examples:',
        '  groundplan env upgrade orders-db --preview',
        '  groundplan env upgrade orders-db --set size=40 --wait',
        '  groundplan env upgrade orders-db --version 2.0.0 --yes --wait --json',
      ].join('\n'),
    )
    .action(run(upgrade))
}

interface UpgradeOptions extends RequestOptions, ValueOptions {
  readonly version?: string | undefined
  readonly preview?: boolean | undefined
  readonly yes?: boolean | undefined
}

const upgrade: Action<UpgradeOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { terminal } = context
    const environment = await findEnvironment(client, reference)
    const { id } = environment
    const { version, preview: isPreview = false } = options
    const preview = await client.environments.previewUpgrade.query({
      ...{ id, ...(version === undefined ? {} : { version }) },
    })
    if (isPreview) {
      terminal.result(preview, () => printUpgrade(preview, terminal))
      return exitCodes.done
    }
    if (preview.from.version === preview.to.version) {
      throw new InputError(`"${environment.name}" has version ${preview.to.version} already.`, {
        hint: `Change its inputs with: groundplan env update ${referenceTo(environment)}`,
      })
    }
    terminal.note(printUpgrade(preview, terminal))
    const inputs = await readNewValues(client, preview, options)
    if (preview.changes.some(({ level }) => level === 'breaking'))
      await askYes({
        text: 'Upgrade with these breaking changes?',
        yes: options.yes,
        hint: 'Review them, then add --yes.',
      })
    const submitted = await client.environments.upgrade.mutate({
      ...{ ...toSubmission(options), id, version: preview.to.version, inputs, keepOthers: true },
    })
    return showRequest(submitted, connection, context, options)
  })

/** Throws InputError if a value that has to be entered is missing. */
async function readNewValues(
  client: ApiClient,
  { to, inputs: { values, secrets, missing, invalid } }: UpgradeView,
  options: UpgradeOptions,
): Promise<JsonObject> {
  const { inputs } = await getBlueprint(client, to)
  const given = [...Object.keys(values), ...secrets]
  const entered = await readValues({ ...options, given }, inputs)
  const wanted = [...missing, ...invalid.map(({ input }) => input)].filter(
    (name) => entered[name] === undefined || entered[name] === null,
  )
  // An invalid value of an optional input may go.
  const left = wanted.filter((name) => inputs.find((input) => input.name === name)?.required ?? true)
  if (left.length === 0) return entered
  throw new InputError(`Version ${to.version} needs values of: ${left.join(', ')}.`, {
    hint: 'Give them with --set, --values, --secret or --ephemeral.',
  })
}
