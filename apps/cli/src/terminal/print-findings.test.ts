import type { Diagnostic } from '@groundplan/errors'
import { describe, expect, test } from 'vitest'
import type { FindingsReport } from './findings-report.ts'
import { printFindings } from './print-findings.ts'
import { printJunit } from './print-junit.ts'
import { printSarif } from './print-sarif.ts'

const error: Diagnostic = {
  severity: 'error',
  rule: 'shape',
  file: 'a b/ü.yaml',
  line: 3,
  column: 7,
  message: 'Expected <a> & "b".',
  hint: "Write 'c'.",
}
const warning: Diagnostic = {
  severity: 'warning',
  rule: 'unused',
  file: 'c.yaml',
  line: 1,
  message: 'Not used.',
}
const rules = [
  { id: 'shape', severity: 'error' as const, description: 'A value of another kind than `key` expects.' },
]

function report(
  diagnostics: readonly Diagnostic[],
  failOn: FindingsReport['failOn'] = 'error',
): FindingsReport {
  return { files: ['a b/ü.yaml', 'c.yaml', 'good.yaml'], diagnostics, rules, failOn }
}

describe('findings for people', () => {
  test('stand one on a line with their rule, and are counted', () => {
    expect(printFindings(report([error, warning]))).toBe(
      [
        `a b/ü.yaml:3:7: error: Expected <a> & "b". (Write 'c'.) [shape]`,
        'c.yaml:1: warning: Not used. [unused]',
        '3 files, 1 error, 1 warning',
      ].join('\n'),
    )
    expect(printFindings(report([]))).toBe('3 files, no findings')
  })

  test('do not let foreign text move the cursor', () => {
    const text = printFindings(report([{ ...error, message: '\u001b[2J\nnew line' }]))
    expect(text).not.toMatch(/\u001b/)
    expect(text.split('\n')).toHaveLength(2)
  })
})

describe('findings as SARIF', () => {
  const tool = { name: 'groundplan', version: '1.2.3', root: '/work' }
  const sarif = (diagnostics: readonly Diagnostic[]) => JSON.parse(printSarif(report(diagnostics), tool))

  test('have the structure that the standard wants', () => {
    const { $schema, version, runs } = sarif([error, warning])
    expect($schema).toMatch(/sarif-schema-2\.1\.0\.json$/)
    expect(version).toBe('2.1.0')
    expect(runs).toHaveLength(1)
    const [{ tool: shown, results, columnKind }] = runs
    expect(shown.driver).toMatchObject({ name: 'groundplan', version: '1.2.3' })
    expect(columnKind).toBe('utf16CodeUnits')
    expect(results).toEqual([
      {
        ruleId: 'shape',
        ruleIndex: 0,
        level: 'error',
        message: { text: `Expected <a> & "b". Write 'c'.` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'a%20b/%C3%BC.yaml' },
              region: { startLine: 3, startColumn: 7 },
            },
          },
        ],
      },
      {
        ruleId: 'unused',
        ruleIndex: 1,
        level: 'warning',
        message: { text: 'Not used.' },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'c.yaml' }, region: { startLine: 1 } } }],
      },
    ])
  })

  test('name each rule once, also one that nobody has described', () => {
    const [{ tool: shown, results }] = sarif([warning, error, error]).runs
    expect(shown.driver.rules).toMatchObject([
      {
        id: 'shape',
        defaultConfiguration: { level: 'error' },
        fullDescription: { text: expect.not.stringContaining('`') },
      },
      { id: 'unused', defaultConfiguration: { level: 'warning' } },
    ])
    for (const { ruleId, ruleIndex } of results) expect(shown.driver.rules[ruleIndex].id).toBe(ruleId)
  })

  test('paths are relative to the root, others are whole', () => {
    const uri = (file: string) =>
      sarif([{ ...error, file }]).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri
    expect(uri('./x/../y.yaml')).toBe('y.yaml')
    expect(uri('/work/z.yaml')).toBe('z.yaml')
    expect(uri('../other/z.yaml')).toBe('file:///other/z.yaml')
    expect(uri('a#b?c%.yaml')).toBe('a%23b%3Fc%25.yaml')
  })
})

/** Tags, attributes and text of XML; throws where it is not well-formed. */
function readXml(
  xml: string,
): readonly { readonly name: string; readonly attributes: Record<string, string> }[] {
  const open: string[] = []
  const found: { name: string; attributes: Record<string, string> }[] = []
  const pattern =
    /<\?xml [^?]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|apos|#\d+);[^"<&]*)*")*)\s*(\/?)>|([^<&]|&(?:amp|lt|gt|quot|apos|#\d+);)+/gy
  while (pattern.lastIndex < xml.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(xml)
    if (match === null) throw new Error(`not well-formed at ${xml.slice(at, at + 60)}`)
    const [, end, name, given = '', isEmpty] = match
    if (name === undefined) continue
    if (end === '/') expect(open.pop()).toBe(name)
    else if (isEmpty !== '/') open.push(name)
    const attributes = [...given.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      value,
    ])
    if (end !== '/') found.push({ name, attributes: Object.fromEntries(attributes) })
  }
  expect(open).toEqual([])
  return found
}

describe('findings as JUnit XML', () => {
  test('are a suite for each file and a failed test for each finding that fails', () => {
    const elements = readXml(printJunit(report([error, warning]), 'validate'))
    expect(
      elements.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes),
    ).toMatchObject([
      { name: 'a b/ü.yaml', tests: '1', failures: '1' },
      { name: 'c.yaml', tests: '1', failures: '0' },
      { name: 'good.yaml', tests: '1', failures: '0' },
    ])
    expect(elements[0]).toMatchObject({ name: 'testsuites', attributes: { tests: '3', failures: '1' } })
    expect(elements.filter(({ name }) => name === 'failure')).toHaveLength(1)
    expect(elements.filter(({ name }) => name === 'system-out')).toHaveLength(1)
  })

  test('warnings fail where they should', () => {
    const elements = readXml(printJunit(report([error, warning], 'warning'), 'validate'))
    expect(elements.filter(({ name }) => name === 'failure')).toHaveLength(2)
  })

  test('any text of a finding leaves the XML well-formed', () => {
    const hostile = `"]]>&<!--'\n\t\u0000\u001b\u0008\ufffe\uffff\ud800 \u{1F600}`
    const xml = printJunit(report([{ ...error, message: hostile, hint: hostile, file: hostile }]), 'validate')
    readXml(xml)
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
    expect(xml.isWellFormed()).toBe(true)
    expect(xml).toContain('\u{1F600}')
  })
})
