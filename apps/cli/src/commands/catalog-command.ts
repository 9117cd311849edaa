import type { BlueprintView } from '@groundplan/api-client'
import { printDiagnostic } from '@groundplan/errors'
import { Command } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createCatalogCommand(): Command {
  const command = new Command('catalog').description('Look at the approved blueprints')
  command
    .command('list')
    .description('List blueprints')
    .option('--search <words>', 'only those in which all these words occur')
    .option('--label <label...>', 'only those with all these labels')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan catalog list --search postgres\n  groundplan catalog list --label aws database --json',
    )
    .action(run(listCatalog))
  command
    .command('show')
    .description('Show one blueprint: its inputs, outputs and source')
    .argument('<name>')
    .option('--version <version>', 'a version other than the latest')
    .option('--yaml', 'print the file itself')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan catalog show rds-postgres\n  groundplan catalog show rds-postgres --version 1.0.0 --yaml',
    )
    .action(run(showBlueprint))
  return command
}

const listCatalog: Action<{ readonly search?: string; readonly label?: string[] }> = async (
  context,
  _,
  { search, label },
) => {
  const catalog = await withApi(context, (client) => client.catalog.list.query({ search, labels: label }))
  const { terminal } = context
  terminal.result(catalog, () => {
    if (catalog.entries.length === 0) return 'No blueprint matches.'
    const rows = catalog.entries.map(({ name, version, labels, description }) => [
      name,
      version,
      labels.join(', '),
      description,
    ])
    return terminal.table(['Name', 'Version', 'Labels', 'Description'], rows)
  })
  for (const { diagnostics } of catalog.problems) {
    for (const diagnostic of diagnostics) terminal.note(`not in the catalog: ${printDiagnostic(diagnostic)}`)
  }
  return catalog.problems.length === 0 ? exitCodes.done : exitCodes.findings
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
      ({ grain, store, path, commit }) => `${grain}: ${store}/${path} at ${commit ?? 'its newest commit'}`,
    ),
    ...(description === undefined ? [] : ['', description]),
    ...(inputRows.length === 0
      ? []
      : ['', terminal.table(['Input', 'Type', 'Default', 'Description'], inputRows)]),
    ...(outputRows.length === 0 ? [] : ['', terminal.table(['Output', 'Description'], outputRows)]),
  ].join('\n')
}
