import { findKnownSecrets, limitFindings, positionIn } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import { severityOf } from '../rules.ts'

/** Secrets of known shapes are looked for in the text itself, comments included. */
export function findPlainSecrets(file: string, text: string): readonly Diagnostic[] {
  return limitFindings(findKnownSecrets(text)).map(({ name, offset }) => ({
    severity: severityOf('known-secret'),
    rule: 'known-secret',
    file,
    ...positionIn(text, offset),
    message: `This looks like ${name} in plain text.`,
    hint: 'Take it out, replace it where it is used, and refer to it: `{ env: GROUNDPLAN_SECRET_NAME }`.',
  }))
}

/** Lines on which a person may have put a secret. */
const secretLine = /token|secret|password|credential|api-?key/i

/**
 * The finding without what may be a secret: texts of known shapes, and what the reader of YAML quotes from a line that is about
 * one.
 */
export function withoutSecrets(diagnostic: Diagnostic, lines: readonly string[]): Diagnostic {
  const { line = 1, message, hint, rule } = diagnostic
  if (rule === 'yaml' && secretLine.test(lines[line - 1] ?? ''))
    return { ...diagnostic, message: 'This line cannot be read as YAML.' }
  return { ...diagnostic, message: mask(message), hint: hint === undefined ? undefined : mask(hint) }
}

function mask(text: string): string {
  const offsets = findKnownSecrets(text).map(({ offset }) => offset)
  // From the last to the first, up to the next character that no token has.
  return offsets
    .toSorted((left, right) => right - left)
    .reduce((masked, at) => masked.slice(0, at) + masked.slice(at).replace(/^[^\s"`']+/, '…'), text)
}
