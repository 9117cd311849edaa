import { writeFile } from 'node:fs/promises'
import { InputError } from '@groundplan/errors'
import { stringifyJson } from '@groundplan/terraform-type'
import { Option, type Command } from 'commander'
import cliPackage from '../../package.json' with { type: 'json' }
import { exitCodes } from '../exit-codes.ts'
import { isFailure, type FindingsReport } from './findings-report.ts'
import { printFindings } from './print-findings.ts'
import { printJunit } from './print-junit.ts'
import { printSarif } from './print-sarif.ts'
import type { Terminal } from './terminal.ts'

const formats = ['human', 'json', 'sarif', 'junit'] as const

/** The command's options for reporting findings. */
export interface ReportOptions {
  readonly format: (typeof formats)[number]
  readonly json?: boolean
  readonly output?: string
  readonly failOn: FindingsReport['failOn']
}

/** The command with the options that every check of files has. */
export function withReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'output format of the findings').choices(formats).default('human'),
    )
    .option('-o, --output <file>', 'write the findings to this file instead')
    .addOption(
      new Option('--fail-on <severity>', 'minimum severity for exit code 1')
        .choices(['error', 'warning'])
        .default('error'),
    )
}

/** The findings of a check, and the full name of its command. */
export interface CheckResult extends Omit<FindingsReport, 'failOn'> {
  readonly command: string
}

/** Prints findings or writes them to a file; returns the exit code. Throws InputError. */
export async function reportFindings(
  { terminal }: { readonly terminal: Terminal },
  { command, ...result }: CheckResult,
  options: ReportOptions,
): Promise<number> {
  const { failOn, output } = options
  const report: FindingsReport = { ...result, failOn }
  const text = print(report, options.json ? 'json' : options.format, command)
  if (output === undefined) await terminal.write(`${text}\n`)
  else {
    await write(output, `${text}\n`)
    const lines = printFindings(report).split('\n')
    terminal.note(`${lines.at(-1) ?? ''}: written to ${output}`)
  }
  const fails = report.diagnostics.some((diagnostic) => isFailure(diagnostic, failOn))
  return fails ? exitCodes.findings : exitCodes.done
}

async function write(output: string, text: string): Promise<void> {
  try {
    await writeFile(output, text)
  } catch (cause) {
    throw new InputError(`The file ${output} cannot be written.`, {
      hint: 'Choose a file in an existing folder.',
      cause,
    })
  }
}

function print(report: FindingsReport, format: ReportOptions['format'], command: string): string {
  switch (format) {
    case 'human':
      return printFindings(report)
    case 'json':
      return printJson(report)
    case 'sarif':
      return printSarif(report, { name: 'groundplan', version: cliPackage.version, root: process.cwd() })
    case 'junit':
      return printJunit(report, command)
  }
}

function printJson({ files, diagnostics, rules }: FindingsReport): string {
  const found = new Set(diagnostics.map(({ rule }) => rule))
  return stringifyJson({
    files: files.length,
    diagnostics,
    rules: rules.filter(({ id }) => found.has(id)),
  })
}
