import { printYaml } from '@groundplan/blueprint'
import {
  configurationPath,
  configurationRules,
  describeSecretUse,
  listReferences,
  listSecretUses,
  parseConfiguration,
  readReference,
  type Configuration,
  type ReferenceKind,
} from '@groundplan/configuration'
import { readEnvironment } from '@groundplan/process'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { reportFindings } from '../../terminal/report-findings.ts'
import { readText } from '../blueprint/read-files.ts'

export function createConfigShowCommand(): Command {
  return new Command('show')
    .description('Show the configuration with defaults, and which secrets are set')
    .argument('[file]', 'the configuration', configurationPath)
    .addHelpText(
      'after',
      [
        '',
        'Secrets are shown by location, never by value. Variables are those of this shell, which',
        'need not be those of the server, which also decides where each secret may be sent:',
        'GROUNDPLAN_SECRET_X_ORIGINS lists the origins for GROUNDPLAN_SECRET_X.',
        '',
        'Examples:',
        '  groundplan config show',
        '  groundplan config show --json',
      ].join('\n'),
    )
    .action(run(show))
}

const show: Action<{ readonly json?: boolean }> = async (context, [file = configurationPath], options) => {
  const { terminal } = context
  const { configuration, diagnostics } = parseConfiguration(file, await readText(file))
  if (configuration === undefined) {
    const result = {
      command: 'groundplan config show',
      files: [file],
      diagnostics,
      rules: configurationRules,
    }
    return reportFindings(context, result, { format: 'human', failOn: 'error', ...options })
  }
  const references = describeReferences(configuration)
  const sends = listSecretUses(configuration)
  const uses = sends.map((use) => `${use.host}: ${describeSecretUse(use)}`)
  terminal.result({ configuration, references, sends }, () => {
    const rows = references.map(({ at, kind, name, state }) => [at, kind, name, state])
    const yaml = printYaml(configuration, ` ${file}, with defaults filled in`)
    const table = terminal.table(['SECRET', 'KIND', 'NAME', 'STATE'], rows)
    return rows.length === 0 ? yaml : `${yaml}\n${table}\n${uses.map((use) => `${use}\n`).join('')}`
  })
  return exitCodes.done
}

interface DescribedReference {
  readonly at: string
  readonly kind: ReferenceKind
  readonly name: string
  /** Whether the variable is set; what is elsewhere, only the server knows. */
  readonly state: 'set' | 'missing' | 'unknown'
}

function describeReferences(configuration: Configuration): readonly DescribedReference[] {
  const environment = readEnvironment()
  return listReferences(configuration).map(({ path, reference }) => {
    const at = path.join('.')
    const { kind, name } = readReference(reference)
    if (kind !== 'env') return { at, kind, name, state: 'unknown' }
    return { at, kind, name, state: environment[name] === undefined ? 'missing' : 'set' }
  })
}
