import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { collectValues } from '../blueprint/collect-values.ts'
import { findEnvironment } from './find-environment.ts'
import { getBlueprint } from './find-blueprint.ts'
import { printTime } from './print-environment.ts'
import { readEnd, type EndOptions } from './read-times.ts'
import { exitCodesHelp, toSubmission, withRequest, type RequestOptions } from './request/request-options.ts'
import { showRequest } from './request/submit.ts'
import { readValues } from './values/read-values.ts'
import { valuesHelp, withNewValues, withValues, type ValueOptions } from './values/value-options.ts'

export function addLaunchCommand(command: Command): void {
  withRequest(withValues(command.command('launch')))
    .description('Launch an environment from a blueprint')
    .argument('<blueprint>', 'name, as `catalog list` shows it')
    .option('--version <version>', 'version of the blueprint (default: the latest)')
    .option('--name <name>', 'name of the environment (default: that of the blueprint)')
    .option(
      '--until <time>',
      'when it ends, e.g. 2026-12-01T18:00Z (default: as the space sets it, or never)',
    )
    .option('--for <duration>', 'how long it runs, e.g. 8h or 3d')
    .option('--component <name>', 'software that it belongs to')
    .option('--label <label>', 'key or key=value; repeatable', collectValues)
    .option('--share <person>', 'person to share it with; repeatable', collectValues)
    .addHelpText(
      'after',
      [
        '',
        ...valuesHelp,
        ...exitCodesHelp,
        '',
        'Examples:',
        '  groundplan env launch rds-postgres --name orders-db --set size=20 --secret password --wait',
        '  groundplan env launch s3-bucket --values bucket.tfvars --for 8h',
        '  groundplan env launch vpc --values vpc.yaml --confirm',
        '  printf %s "$PASSWORD" | groundplan env launch rds-postgres --values db.json --secret password --wait --json',
      ].join('\n'),
    )
    .action(run(launch))
  withRequest(withNewValues(command.command('launch-draft')))
    .description('Launch a draft, which a launch leaves that was denied, rejected or could not be planned')
    .argument('<environment>', 'name or ID')
    .addHelpText(
      'after',
      [
        '',
        'Inputs you leave out keep their values. To discard a draft, use `env cancel`.',
        ...valuesHelp,
        ...exitCodesHelp,
        '',
        'Example:',
        '  groundplan env launch-draft orders-db --set region=eu-central-1 --wait',
      ].join('\n'),
    )
    .action(run(launchDraft))
}

interface LaunchOptions extends RequestOptions, ValueOptions, EndOptions {
  readonly version?: string | undefined
  readonly name?: string | undefined
  readonly component?: string | undefined
  readonly label?: readonly string[]
  readonly share?: readonly string[]
}

const launch: Action<LaunchOptions> = (context, [name = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const endsAt = readEnd(options)
    const { version, inputs: facts } = await getBlueprint(client, { name, version: options.version })
    const inputs = await readValues(options, facts)
    const { component, label = [], share = [] } = options
    const submitted = await client.environments.launch.mutate({
      ...{ ...toSubmission(options), name: options.name ?? name, blueprint: { name, version }, inputs },
      ...(endsAt === undefined ? {} : { endsAt }),
      ...(component === undefined ? {} : { component }),
      ...(label.length > 0 && { labels: [...label] }),
      ...(share.length > 0 && { collaborators: [...share] }),
    })
    const end = submitted.environment.endsAt
    if (endsAt === undefined && end !== undefined)
      context.terminal.note(`The space ends it at ${printTime(end)}. To choose the end: --for or --until`)
    return showRequest(submitted, connection, context, options)
  })

const launchDraft: Action<RequestOptions & ValueOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const environment = await findEnvironment(client, reference)
    const { inputs: facts } = await getBlueprint(client, environment.blueprint)
    const given = [...Object.keys(environment.inputs), ...environment.secretInputs]
    const inputs = await readValues({ ...options, given }, facts)
    const submitted = await client.environments.launchDraft.mutate({
      ...{ ...toSubmission(options), id: environment.id, inputs, keepOthers: true },
    })
    return showRequest(submitted, connection, context, options)
  })
