import type { ApiClient, PublicationView } from '@groundplan/api-client'
import { readAnyText } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import { stringifyJson, type Json } from '@groundplan/terraform-type'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { collectValues } from '../blueprint/collect-values.ts'

/** What the members of a space see of the catalog. */
export function addPublicationCommands(command: Command): void {
  command
    .command('publish')
    .description('Let the members of a space see blueprints, and set values of their inputs')
    .argument('<space>')
    .argument('<blueprints...>', 'names, as `catalog list` shows them')
    .option('--default <input=value>', 'value that the form begins with; repeatable', collectValues, [])
    .option(
      '--hidden <input=value>',
      'value that the input always has, without a field; repeatable',
      collectValues,
      [],
    )
    .addHelpText(
      'after',
      [
        '',
        'Values are JSON, or text where they are no JSON: --default size=5, --default name=5xl, --default \'id="5"\'.',
        'They replace those that were set before.',
        '',
        'Examples:',
        '  groundplan space publish payments rds-postgres vpc',
        '  groundplan space publish payments rds-postgres --default region=eu-central-1 --hidden encrypted=true',
      ].join('\n'),
    )
    .action(run(publish))
  command
    .command('unpublish')
    .description('Let the members of a space no longer see blueprints')
    .argument('<space>')
    .argument('<blueprints...>', 'names, as `space published` shows them')
    .addHelpText('after', '\nExample:\n  groundplan space unpublish payments vpc')
    .action(run(unpublish))
  command
    .command('published')
    .description('List what is published to a space')
    .argument('<space>')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan space published payments\n  groundplan space published payments --json',
    )
    .action(run(listPublished))
}

interface PublishOptions {
  readonly default: readonly string[]
  readonly hidden: readonly string[]
}

const publish: Action<PublishOptions> = (context, [space = '', ...blueprints], options) => {
  const values = { defaults: readValues(options.default), hidden: readValues(options.hidden) }
  return withApi(context, async ({ spaces }) => {
    const items: PublicationView[] = []
    for (const blueprint of blueprints)
      items.push(await spaces.publications.publish.mutate({ space, blueprint, ...values }))
    context.terminal.result({ items }, () => `Published to the space "${space}": ${blueprints.join(', ')}.`)
    return exitCodes.done
  })
}

const unpublish: Action<object> = (context, [space = '', ...blueprints]) =>
  withApi(context, async ({ spaces }) => {
    for (const blueprint of blueprints) await spaces.publications.unpublish.mutate({ space, blueprint })
    const result = { items: blueprints.map((blueprint) => ({ space, blueprint })) }
    context.terminal.result(
      result,
      () => `No longer published to the space "${space}": ${blueprints.join(', ')}.`,
    )
    return exitCodes.done
  })

const listPublished: Action<object> = (context, [space = '']) =>
  withApi(context, async (client) => {
    const items = await readAll(client, space)
    const { terminal } = context
    terminal.result({ items }, () =>
      items.length === 0
        ? `Nothing is published to the space "${space}".`
        : terminal.table(
            ['Blueprint', 'Defaults', 'Hidden', 'Problems'],
            items.map(({ blueprint, defaults, hidden, problems }) => [
              ...[blueprint, printValues(defaults), printValues(hidden)],
              problems.join(' '),
            ]),
          ),
    )
    return items.some(({ problems }) => problems.length > 0) ? exitCodes.findings : exitCodes.done
  })

async function readAll({ spaces }: ApiClient, space: string): Promise<readonly PublicationView[]> {
  const items: PublicationView[] = []
  let cursor: string | undefined
  do {
    const page = await spaces.publications.list.query({ space, ...(cursor === undefined ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return items
}

function readValues(options: readonly string[]) {
  return Object.fromEntries(
    options.map((option) => {
      const place = option.indexOf('=')
      if (place < 1)
        throw new InputError(`"${option}" is no value of an input.`, { hint: 'Use input=value.' })
      const { value } = readAnyText(option.slice(place + 1))
      return [option.slice(0, place), toPlainJson(value)]
    }),
  )
}

/** Without exact numbers, which requests do not have. */
function toPlainJson(value: Json): PlainJson {
  return JSON.parse(stringifyJson(value)) as PlainJson
}

type PlainJson = Parameters<ApiClient['spaces']['publications']['publish']['mutate']>[0]['defaults'] extends
  Record<string, infer Value> | undefined
  ? Value
  : never

function printValues(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ')
}
