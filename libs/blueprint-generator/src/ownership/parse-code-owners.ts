import { limitFindings } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'

/** One line of a CODEOWNERS file: who owns the files that the pattern matches. Without owners, nobody does. */
export interface OwnershipRule {
  readonly pattern: string
  readonly owners: readonly string[]
}

export interface CodeOwners {
  /** In the file's order: the last one that matches counts. */
  readonly rules: readonly OwnershipRule[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Where hosts look for the file; the first that exists counts, as on GitHub. */
export const codeOwnersPaths: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
  '.bitbucket/CODEOWNERS',
]

/** Most rules that are looked at. */
const mostRules = 5000

/**
 * Parses a CODEOWNERS file. Never throws. Sections of GitLab, teams and settings of Bitbucket, and patterns that no host
 * supports are told and left out; the owners of a section are those of its rules that name none.
 */
export function parseCodeOwners(file: string, text: string): CodeOwners {
  const rules: OwnershipRule[] = []
  const diagnostics: Diagnostic[] = []
  let sectionOwners: readonly string[] = []
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const warn = (message: string) =>
      void diagnostics.push({
        severity: 'warning',
        rule: 'code-owners',
        file,
        line: index + 1,
        column: 1,
        message,
      })
    const words = wordsOf(line)
    const [pattern = '', ...named] = words
    if (pattern === '') continue
    const section = /^\^?\[[^\]]*\](?:\[\d+\])?/.exec(line.trim())?.[0]
    if (section !== undefined) {
      sectionOwners = ownersAmong(wordsOf(line.trim().slice(section.length)), warn)
      warn('Sections are not supported: their rules apply like all others.')
    } else if (rules.length === mostRules) {
      warn(`The file has more than ${mostRules} rules; the rest is ignored.`)
      break
    } else if (isSetting(pattern))
      warn(`"${shorten(pattern)}" is not a valid CODEOWNERS rule and is skipped.`)
    else {
      const problem = findProblem(pattern)
      if (problem !== undefined) warn(`The pattern "${shorten(pattern)}" ${problem}; the rule is skipped.`)
      else rules.push({ pattern, owners: named.length === 0 ? sectionOwners : ownersAmong(named, warn) })
    }
  }
  return { rules, diagnostics: limitFindings(diagnostics) }
}

/** The words of a line up to a comment. A blank after a backslash belongs to its word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/gu) ?? []
  const comment = words.findIndex((word) => word.startsWith('#'))
  return comment === -1 ? words : words.slice(0, comment)
}

/** Owners are `@name`, `@organization/team`, `@@role` or an e-mail address. */
function ownersAmong(words: readonly string[], warn: (message: string) => void): readonly string[] {
  const isOwner = (word: string) => /^@@?[^@\s]+$|^[^@\s]+@[^@\s]+$/u.test(word) && word.length <= 200
  const others = words.filter((word) => !isOwner(word))
  if (others.length > 0) warn(`"${shorten(others[0] ?? '')}" is not a valid owner and is skipped.`)
  return [...new Set(words.filter(isOwner))]
}

/** Teams and settings as Bitbucket's add-on writes them. */
function isSetting(word: string): boolean {
  return word.startsWith('@@@') || word.startsWith('CODEOWNERS.')
}

/** Wildcards make the work of matching grow with the power of their number. */
function findProblem(pattern: string): string | undefined {
  if (pattern.startsWith('!')) return 'is a negation, which CODEOWNERS does not support'
  if (/(?<!\\)\[/.test(pattern)) return 'contains a character range, which CODEOWNERS does not support'
  if (pattern.length > 500) return 'is longer than 500 characters'
  const globs = pattern.split('/').filter((segment) => segment === '**').length
  const stars = Math.max(...pattern.split('/').map((segment) => segment.match(/\*+/g)?.length ?? 0))
  return globs > 2 || stars > 3 ? 'contains too many wildcards' : undefined
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
