import { compareModules, type ModuleChange } from '@groundplan/terraform-module'
import { readVersionDirectory } from '@groundplan/terraform-module-files'
import { Command } from 'commander'
import { run, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createModuleDiffCommand(): Command {
  return new Command('diff')
    .description("Show what changes for a module's environments between two versions of its code")
    .argument('<old>', 'folder of the old version')
    .argument('<new>', 'folder of the new version')
    .option('--fail-on-breaking', 'exit with code 1 on breaking changes')
    .addHelpText(
      'after',
      `
Compares resources, conditions, output values, called modules, providers and the backend. What the code alone
doesn't show, such as whether a provider replaces a resource, is listed under "Look at these" and counts as breaking.
Variables and rules that blueprints can express are compared by \`groundplan blueprint diff\`.

Examples:
  groundplan module diff ../vpc-1.2 modules/vpc
  groundplan module diff ../vpc-1.2 modules/vpc --json --fail-on-breaking`,
    )
    .action(run(diff))
}

const diff: Action<{ readonly failOnBreaking?: boolean }> = async (
  { terminal },
  [oldDirectory = '', newDirectory = ''],
  { failOnBreaking },
) => {
  const [before, after] = [await readVersionDirectory(oldDirectory), await readVersionDirectory(newDirectory)]
  const changes = compareModules(before, after)
  terminal.result({ old: oldDirectory, new: newDirectory, changes }, () => printChanges(changes, terminal))
  const isBreaking = changes.some(({ level }) => level === 'breaking')
  return failOnBreaking === true && isBreaking ? exitCodes.findings : exitCodes.done
}

const groups = [
  ['Breaking', (each: ModuleChange) => each.level === 'breaking' && each.judged],
  ['Look at these', (each: ModuleChange) => each.level === 'breaking' && !each.judged],
  ['New or different', (each: ModuleChange) => each.level === 'feature'],
  ['Other', (each: ModuleChange) => each.level === 'fix'],
] as const

function printChanges(changes: readonly ModuleChange[], terminal: Terminal): string {
  if (changes.length === 0) return 'No differences for environments.'
  return groups
    .flatMap(([title, isIn]) => {
      const rows = changes
        .filter(isIn)
        .map(({ subject, message, position }) => [
          subject,
          message,
          position === undefined ? '' : `${position.file}:${position.line}`,
        ])
      return rows.length === 0
        ? []
        : [`${terminal.style('bold', title)}\n${terminal.table(['Where', 'What', 'File'], rows)}`]
    })
    .join('\n\n')
}
