import {
  configurationPath,
  configurationRules,
  describeSecretUse,
  listSecretUses,
  parseConfiguration,
} from '@groundplan/configuration'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { reportFindings, withReportOptions, type ReportOptions } from '../../terminal/report-findings.ts'
import { readText } from '../blueprint/read-files.ts'

export function createConfigValidateCommand(): Command {
  const command = new Command('validate')
    .description('Check the configuration and report all findings')
    .argument('[file]', 'the configuration', configurationPath)
  return withReportOptions(command)
    .addHelpText(
      'after',
      [
        '',
        'The rules are described in docs/configuration.md. Exits with 1 if there are errors.',
        '',
        'Examples:',
        '  groundplan config validate',
        '  groundplan config validate ~/src/blueprints/groundplan.yaml --fail-on warning',
        '  groundplan config validate --format sarif --output findings.sarif',
      ].join('\n'),
    )
    .action(run(validate))
}

const validate: Action<ReportOptions> = async (context, [file = configurationPath], options) => {
  const { configuration, diagnostics } = parseConfiguration(file, await readText(file))
  const result = {
    command: 'groundplan config validate',
    files: [file],
    diagnostics,
    rules: configurationRules,
  }
  const exitCode = await reportFindings(context, result, options)
  // Printed with the findings, so reviewers see where secrets go before they merge.
  for (const use of configuration === undefined ? [] : listSecretUses(configuration))
    context.terminal.note(`${use.host}: ${describeSecretUse(use)}`)
  return exitCode
}
