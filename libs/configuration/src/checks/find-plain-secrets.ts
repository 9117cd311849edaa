import { findKnownSecrets, limitFindings, positionIn } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import { severityOf } from '../rules.ts'

/** Searches the text, including comments, for secrets of known formats. */
export function findPlainSecrets(file: string, text: string): readonly Diagnostic[] {
  return limitFindings(findKnownSecrets(text)).map(({ name, offset }) => ({
    severity: severityOf('known-secret'),
    rule: 'known-secret',
    file,
    ...positionIn(text, offset),
    message: `This looks like ${name} in plain text.`,
    hint: 'Remove it, rotate the secret, and refer to it with `{ env: GROUNDPLAN_SECRET_NAME }`.',
  }))
}

/** Lines that may contain a secret. */
const secretLine = /token|secret|password|credential|api-?key/i

/**
 * The finding without what may be a secret: texts of known shapes, and what the reader of YAML quotes from a line that is about
 * one.
 */
export function withoutSecrets(diagnostic: Diagnostic, lines: readonly string[]): Diagnostic {
  const { line = 1, message, hint, rule } = diagnostic
  if (rule === 'yaml' && secretLine.test(lines[line - 1] ?? ''))
    return { ...diagnostic, message: 'Invalid YAML on this line.' }
  return { ...diagnostic, message: mask(message), hint: hint === undefined ? undefined : mask(hint) }
}

function mask(text: string): string {
  const offsets = findKnownSecrets(text).map(({ offset }) => offset)
  // From last to first, up to the next character that cannot be part of a token.
  return offsets
    .toSorted((left, right) => right - left)
    .reduce((masked, at) => masked.slice(0, at) + masked.slice(at).replace(/^[^\s"`']+/, '…'), text)
}
