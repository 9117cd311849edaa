import type { ApiClient, BlueprintView, CatalogEntryView } from '@groundplan/api-client'
import { printDiagnostic } from '@groundplan/errors'
import { Command, InvalidArgumentError } from 'commander'
import { run, withApi, type Action, type CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createCatalogCommand(): Command {
  const command = new Command('catalog').description('Browse approved blueprints')
  command
    .command('list')
    .description('List blueprints by name')
    .option('--search <words>', 'only blueprints that match these words')
    .option('--label <label...>', 'only blueprints with all these labels')
    .option('--provider <name...>', 'only blueprints that use one of these providers')
    .option('--repository <name...>', 'only blueprints from one of these repositories')
    .option('--owner <name...>', 'only blueprints of one of these owners')
    .option('--limit <count>', 'show at most this many', parseLimit)
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan catalog list --label aws database --json\n  groundplan catalog list --repository platform-modules --limit 20',
    )
    .action(run<CatalogOptions>((context, _, options) => listCatalog(context, options)))
  command
    .command('search')
    .description('Find blueprints by words in name, labels and description')
    .argument('<words...>', 'words or prefixes; all must match')
    .option('--label <label...>', 'only blueprints with all these labels')
    .option('--provider <name...>', 'only blueprints that use one of these providers')
    .option('--repository <name...>', 'only blueprints from one of these repositories')
    .option('--owner <name...>', 'only blueprints of one of these owners')
    .option('--limit <count>', 'show at most this many (default: 20)', parseLimit)
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan catalog search postgres\n  groundplan catalog search event queue --owner @platform/core',
    )
    .action(
      run<CatalogOptions>((context, words, options) =>
        listCatalog(context, { limit: defaultMatches, ...options, search: words.join(' ') }),
      ),
    )
  command
    .command('show')
    .description('Show one blueprint: its inputs, outputs and source')
    .argument('<name>')
    .option('--version <version>', 'version to show (default: latest)')
    .option('--yaml', 'print the file')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan catalog show rds-postgres\n  groundplan catalog show rds-postgres --version 1.0.0 --yaml',
    )
    .action(run(showBlueprint))
  return command
}

interface CatalogOptions {
  readonly search?: string
  readonly label?: string[]
  readonly provider?: string[]
  readonly repository?: string[]
  readonly owner?: string[]
  readonly limit?: number
}

/** Of a search, of which the first matches are the best. */
const defaultMatches = 20

function parseLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1)
    throw new InvalidArgumentError('Use a whole number of at least 1.')
  return limit
}

async function listCatalog(context: CommandContext, options: CatalogOptions): Promise<number> {
  const { search, label: labels, provider: providers, repository: repositories, owner: owners } = options
  const filter = { search, labels, providers, repositories, owners }
  const { terminal } = context
  return withApi(context, async ({ catalog }) => {
    const [found, problems] = await Promise.all([
      readCatalog(catalog, filter, options.limit ?? Infinity),
      catalog.problems.query(),
    ])
    terminal.result({ ...found, problems: problems.items }, () => printEntries(found.items, terminal))
    if (found.isCut) {
      const { count } = await catalog.count.query(filter)
      terminal.note(`${found.items.length} of ${count} blueprints are shown. Use --limit to see more.`)
    }
    if (found.stale) terminal.note(await describeStale(catalog))
    for (const { diagnostics } of problems.items) {
      for (const diagnostic of diagnostics)
        terminal.note(`not in the catalog: ${printDiagnostic(diagnostic)}`)
    }
    if (problems.count > problems.items.length)
      terminal.note(`${problems.count - problems.items.length} more files are not in the catalog.`)
    return problems.count === 0 ? exitCodes.done : exitCodes.findings
  })
}

type CatalogApi = ApiClient['catalog']
type CatalogFilter = Omit<NonNullable<Parameters<CatalogApi['list']['query']>[0]>, 'limit' | 'cursor'>

interface FoundEntries {
  readonly items: readonly CatalogEntryView[]
  readonly asOf?: string | undefined
  readonly stale: boolean
  /** True if more entries match. */
  readonly isCut: boolean
}

/** Reads pages until there are so many entries. */
async function readCatalog(catalog: CatalogApi, filter: CatalogFilter, limit: number): Promise<FoundEntries> {
  const items: CatalogEntryView[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await catalog.list.query({
      ...filter,
      limit: Math.min(limit - items.length, 100),
      cursor,
    })
    items.push(...page.items)
    cursor = page.nextCursor
    const { asOf, stale } = page
    if (cursor === undefined || items.length >= limit)
      return { items, asOf, stale, isCut: cursor !== undefined }
  }
}

const launchTexts = {
  launchable: 'launchable',
  'needs-settings': 'needs settings',
  'not-launchable': 'not launchable',
} as const satisfies Record<NonNullable<CatalogEntryView['launchVerdict']>, string>

function printEntries(entries: readonly CatalogEntryView[], terminal: Terminal): string {
  if (entries.length === 0) return 'No blueprint matches.'
  const rows = entries.map(({ name, version, labels, description, launchVerdict }) => [
    name,
    version,
    launchVerdict && launchTexts[launchVerdict],
    labels.join(', '),
    description,
  ])
  return terminal.table(['Name', 'Version', 'Launch', 'Labels', 'Description'], rows)
}

async function describeStale(catalog: CatalogApi): Promise<string> {
  const { asOf, problem } = await catalog.status.query()
  const since = asOf === undefined ? 'has not been read yet' : `is as of ${asOf}`
  if (problem === undefined) return `The catalog ${since}; newer changes are being read.`
  return [`The catalog ${since}: ${problem.message}`, problem.hint].filter(Boolean).join(' ')
}

const showBlueprint: Action<{ readonly version?: string; readonly yaml?: boolean }> = async (
  context,
  [name = ''],
  { version, yaml },
) => {
  const blueprint = await withApi(context, (client) => client.catalog.get.query({ name, version }))
  context.terminal.result(blueprint, () =>
    yaml === true ? blueprint.text : printBlueprintView(blueprint, context.terminal),
  )
  return exitCodes.done
}

function printBlueprintView(blueprint: BlueprintView, terminal: Terminal): string {
  const { name, displayName, version, latestVersion, description, inputs, outputs, sources } = blueprint
  const inputRows = inputs.map((input) => [
    input.name,
    input.type,
    input.required ? 'required' : input.default,
    input.description,
  ])
  const outputRows = outputs.map((output) => [output.name, output.description])
  return [
    terminal.style('bold', `${displayName} (${name})`),
    `version ${version}${version === latestVersion ? '' : ` of ${latestVersion}`}`,
    ...sources.map(
      ({ grain, store, path, commit }) => `${grain}: ${store}/${path} at ${commit ?? 'the latest commit'}`,
    ),
    ...printLaunch(blueprint),
    ...(description === undefined ? [] : ['', description]),
    ...(inputRows.length === 0
      ? []
      : ['', terminal.table(['Input', 'Type', 'Default', 'Description'], inputRows)]),
    ...(outputRows.length === 0 ? [] : ['', terminal.table(['Output', 'Description'], outputRows)]),
  ].join('\n')
}

function printLaunch({ launchVerdict, launchReasons = [] }: BlueprintView): readonly string[] {
  if (launchVerdict === undefined) return []
  return [`launch: ${launchTexts[launchVerdict]}`, ...launchReasons.map((reason) => `  - ${reason}`)]
}
