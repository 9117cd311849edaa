import {
  changelogLines,
  changeLevels,
  describeChange,
  diffBlueprints,
  parseBlueprint,
  plainQuote,
  versionBump,
  withoutSecrets,
  type Blueprint,
  type BlueprintChange,
} from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { readText } from './read-files.ts'

export function createDiffCommand(): Command {
  return new Command('diff')
    .description('Compare two versions of a blueprint and suggest the next version number')
    .argument('<old>', 'file of the old version')
    .argument('<new>', 'file of the new version')
    .option('--markdown', 'print the lines of a changelog')
    .option('--fail-on-breaking', 'exit with code 1 on breaking changes')
    .addHelpText(
      'after',
      `
Examples:
  groundplan blueprint diff rds-old.yaml rds.yaml
  groundplan blueprint diff <(git show main:blueprints/rds.yaml) blueprints/rds.yaml --fail-on-breaking`,
    )
    .action(run(diff))
}

interface DiffOptions {
  readonly markdown?: boolean
  readonly failOnBreaking?: boolean
}

const diff: Action<DiffOptions> = async ({ terminal }, [oldFile = '', newFile = ''], options) => {
  const from = await readBlueprint(oldFile, terminal)
  const to = await readBlueprint(newFile, terminal)
  if (from === undefined || to === undefined) return exitCodes.findings
  const changes = diffBlueprints(from, to)
  const bump = versionBump(changes) ?? 'none'
  terminal.result({ old: oldFile, new: newFile, bump, changes: changes.map(toResult) }, () => {
    const lines =
      options.markdown === true
        ? changelogLines(changes).map((line) => `- ${line}`)
        : printGroups(changes, terminal)
    return [...(lines.length === 0 ? ['No differences.'] : lines), '', `Version: ${bump}`].join('\n')
  })
  return options.failOnBreaking === true && bump === 'major' ? exitCodes.findings : exitCodes.done
}

async function readBlueprint(file: string, terminal: Terminal): Promise<Blueprint | undefined> {
  const { blueprint, diagnostics } = parseBlueprint(file, await readText(file))
  for (const diagnostic of diagnostics) terminal.note(printDiagnostic(diagnostic))
  return blueprint
}

function toResult(change: BlueprintChange) {
  return { ...withoutSecrets(change), message: describeChange(change, plainQuote) }
}

const titles = { breaking: 'Breaking', feature: 'New or different', fix: 'Other' } as const

function printGroups(changes: readonly BlueprintChange[], terminal: Terminal): readonly string[] {
  const width = Math.max(...changes.map(({ rule }) => rule.length))
  const lines = changeLevels.flatMap((level) => {
    const group = changes.filter((change) => change.level === level)
    if (group.length === 0) return []
    const rows = group.map(
      (change) => `  ${change.rule.padEnd(width)}  ${describeChange(change, plainQuote)}`,
    )
    return ['', terminal.style('bold', titles[level]), ...rows]
  })
  return lines.slice(1)
}
