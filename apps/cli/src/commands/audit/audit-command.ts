import { Command, InvalidArgumentError } from 'commander'
import { run } from '../../command-context.ts'
import { exportAudit } from './export.ts'
import { withAccount, withFilters } from './filter-options.ts'
import { listAudit } from './list.ts'
import { verifyAudit } from './verify.ts'

export function createAuditCommand(): Command {
  const command = new Command('audit').description('See, export and verify who did what (docs/audit.md)')
  withFilters(command.command('list'))
    .description('List events, the newest first')
    .option('--limit <count>', 'how many events at most', parseCount, 50)
    .addHelpText(
      'after',
      [
        '\nExamples:',
        '  groundplan audit list --since 2026-01-31 --action secret',
        '  groundplan audit list --actor api-token:ci --limit 500 --json',
        '  groundplan audit list --result refused',
        '  groundplan audit list --account --action session',
      ].join('\n'),
    )
    .action(run(listAudit))
  withFilters(command.command('export'))
    .description('Write events as JSON Lines, the oldest first')
    .requiredOption('--out <file>', 'new file to write, or - for standard output')
    .option(
      '--after <sequence>',
      'only events after this one, e.g. the last of the previous export',
      parseSequence,
      0,
    )
    .addHelpText(
      'after',
      [
        '',
        '`audit verify --file` needs an export without filters; --after is fine.',
        '',
        'Examples:',
        '  groundplan audit export --out audit.jsonl',
        '  groundplan audit export --after 12000 --out audit-2.jsonl',
        '  groundplan audit export --out - | jq .action',
      ].join('\n'),
    )
    .action(run(exportAudit))
  withAccount(command.command('verify'))
    .description('Check that no event was changed, removed or reordered')
    .option('--file <path>', 'check an export instead of the server')
    .addHelpText(
      'after',
      [
        '',
        'Prints the hash of the newest event. Keep it elsewhere: a later check has to find the same hash at that event.',
        'Exit codes: 0 intact, 1 not intact, 2 invalid usage, 3 the server is not responding.',
        '',
        'Examples:',
        '  groundplan audit verify',
        '  groundplan audit verify --file audit.jsonl --json',
      ].join('\n'),
    )
    .action(run(verifyAudit))
  return command
}

function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count
  throw new InvalidArgumentError('Use a whole number from 1 to 10000.')
}

function parseSequence(text: string): number {
  const sequence = Number(text)
  if (Number.isSafeInteger(sequence) && sequence >= 0) return sequence
  throw new InvalidArgumentError('Use the sequence number of an event.')
}
