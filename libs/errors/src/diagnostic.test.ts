import { describe, expect, test } from 'vitest'
import { hasErrors, printDiagnostic, printPosition, type Diagnostic } from './diagnostic.ts'

const warning: Diagnostic = { severity: 'warning', rule: 'type', file: 'main.tf', message: 'Odd.' }

describe('printPosition', () => {
  test('prints as much of the place as is known', () => {
    expect(printPosition({ file: 'main.tf' })).toBe('main.tf')
    expect(printPosition({ file: 'main.tf', line: 3 })).toBe('main.tf:3')
    expect(printPosition({ file: 'main.tf', line: 3, column: 7 })).toBe('main.tf:3:7')
  })

  test('never prints a column where a reader would take it for the line', () => {
    expect(printPosition({ file: 'main.tf', column: 7 })).toBe('main.tf')
  })
})

describe('printDiagnostic', () => {
  test('puts the place first and the hint last', () => {
    expect(printDiagnostic({ ...warning, line: 2, column: 1, hint: 'Fix it.' })).toBe(
      'main.tf:2:1: warning: Odd. (Fix it.)',
    )
    expect(printDiagnostic(warning)).toBe('main.tf: warning: Odd.')
  })
})

describe('hasErrors', () => {
  test('counts neither warnings nor notes', () => {
    expect(hasErrors([])).toBe(false)
    expect(hasErrors([warning, { ...warning, severity: 'note' }])).toBe(false)
    expect(hasErrors([warning, { ...warning, severity: 'error' }])).toBe(true)
  })
})
