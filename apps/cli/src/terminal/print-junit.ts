import { printPosition, type Diagnostic } from '@groundplan/errors'
import { groupByFile, isFailure, type FindingsReport } from './findings-report.ts'

/**
 * The findings as JUnit XML, which continuous integration shows as tests: each file is a suite, each finding that makes the
 * check fail a test that failed. Other findings are what a test has printed.
 */
export function printJunit(report: FindingsReport, suite: string): string {
  const groups = [...groupByFile(report)]
  const failures = report.diagnostics.filter((diagnostic) => isFailure(diagnostic, report.failOn)).length
  const suites = groups.map(([file, diagnostics]) => printSuite(file, diagnostics, report))
  const tests = groups.reduce((sum, [, diagnostics]) => sum + countTests(diagnostics, report), 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: suite, tests, failures, errors: 0 })}>`,
    ...suites,
    '</testsuites>',
  ].join('\n')
}

function countTests(diagnostics: readonly Diagnostic[], { failOn }: FindingsReport): number {
  return Math.max(1, diagnostics.filter((diagnostic) => isFailure(diagnostic, failOn)).length)
}

function printSuite(file: string, diagnostics: readonly Diagnostic[], report: FindingsReport): string {
  const failed = diagnostics.filter((diagnostic) => isFailure(diagnostic, report.failOn))
  const others = diagnostics.filter((diagnostic) => !isFailure(diagnostic, report.failOn))
  const tests = countTests(diagnostics, report)
  return [
    `  <testsuite ${attributes({ name: file, tests, failures: failed.length, errors: 0, skipped: 0 })}>`,
    ...(failed.length === 0
      ? [`    <testcase ${attributes({ name: 'no failing findings', classname: file })} />`]
      : []),
    ...failed.map((diagnostic) => printFailure(file, diagnostic)),
    ...(others.length === 0
      ? []
      : [`    <system-out>${escapeXml(others.map(describe).join('\n'))}</system-out>`]),
    '  </testsuite>',
  ].join('\n')
}

function printFailure(file: string, diagnostic: Diagnostic): string {
  const { rule, line = 0, column = 0, message } = diagnostic
  return [
    `    <testcase ${attributes({ name: `${rule} at ${line}:${column}`, classname: file })}>`,
    `      <failure ${attributes({ type: rule, message })}>${escapeXml(describe(diagnostic))}</failure>`,
    '    </testcase>',
  ].join('\n')
}

function describe(diagnostic: Diagnostic): string {
  const { severity, message, hint } = diagnostic
  return `${printPosition(diagnostic)}: ${severity}: ${message}${hint === undefined ? '' : ` ${hint}`}`
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `${name}="${escapeXml(String(value)).replace(/[\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`)}"`,
    )
    .join(' ')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML cannot represent most control characters; they become the replacement character. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (found) => entities[found] ?? found)
}
