import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareParsers } from '@groundplan/terraform-module/testing'
import { createRandom, type Random } from '@groundplan/testing'

export interface FuzzOptions {
  readonly count: number
  readonly directory: string | undefined
  readonly seed: number
}

export interface FuzzResult {
  readonly cases: number
  readonly seed: number
  readonly accepted: number
  readonly refused: number
  readonly unjudged: number
  readonly faults: readonly string[]
}

/**
 * Changes real configuration files at random and compares our parser's answer with that of HashiCorp's parser: both reject the
 * text, or both find the same blocks and arguments. No answer may take long.
 */
export async function proveFuzzModules({ count, directory, seed }: FuzzOptions): Promise<FuzzResult> {
  const texts = await readTexts(directory ?? sampleFiles)
  const random = createRandom(seed)
  const counts = { same: 0, 'both reject': 0, unjudged: 0, different: 0 }
  const faults: string[] = []
  for (let done = 1; done <= count && faults.length < maximumFaults; done += 1) {
    const text = mutate(texts, random)
    const start = performance.now()
    const { outcome, difference } = await compareParsers(text)
    counts[outcome] += 1
    if (outcome === 'different') faults.push(`${difference}\n${text}`)
    const milliseconds = performance.now() - start
    if (milliseconds > patience) faults.push(`${milliseconds} ms\n${text}`)
    if (done % 5_000 === 0) process.stderr.write(`${done}/${count}: ${JSON.stringify(counts)}\n`)
  }
  return {
    cases: count,
    seed,
    accepted: counts.same,
    refused: counts['both reject'],
    unjudged: counts.unjudged,
    faults,
  }
}

const sampleFiles = join(import.meta.dirname, '../../sample-estate')
const maximumFaults = 20
/** Longest that one text may take in both parsers together, in milliseconds. */
const patience = 5_000
/** Longest file that is taken, in characters; hcl2json needs a millisecond for about two thousand. */
const maximumLength = 6_000

async function readTexts(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true })
  const texts = await Promise.all(
    names
      .filter((name) => /\.(?:tf|tofu)$/.test(name) && !name.includes('node_modules'))
      .map((name) => readFile(join(directory, name), 'utf8').catch(() => '')),
  )
  const usable = texts.filter((text) => text !== '' && text.length <= maximumLength)
  if (usable.length === 0) throw new Error(`There are no .tf files below ${directory}.`)
  return usable
}

/** What means something to a scanner. */
const pieces = [
  ...'{}[]()"\\$%#~=!<>?:.,*/+-&|^;`\'@_ \t',
  ...[
    '\n',
    '\r\n',
    '\r',
    '${',
    '%{',
    '$${',
    '%%{',
    '%{~ if a ~}',
    '%{ else }',
    '%{ endif }',
    '%{for a in b}',
    '%{endfor}',
  ],
  ...[
    '/*',
    '*/',
    '//',
    '<<A\n',
    '<<-A\n',
    'A\n',
    '\nA\n',
    '...',
    '=>',
    '==',
    '!=',
    '::',
    '&&',
    '||',
    '**',
    '.*',
    '[*]',
    '.0',
  ],
  ...[
    'for',
    'in',
    'if',
    'null',
    'true',
    'a',
    'é',
    '😀',
    '\u00a0',
    '\u2028',
    '0',
    '1.5',
    '1e',
    '0x1',
    '9'.repeat(30),
  ],
  ...[
    '\\n',
    '\\u00e9',
    '\\u',
    '\\U0001F600',
    'x = 1\n',
    'b {\n}\n',
    'b "l" {}\n',
    '\ufeff',
    '\0',
    'foo(',
    'a[',
    '!',
  ],
]

function mutate(texts: readonly string[], random: Random): string {
  let text = cut(random.pick(texts), random)
  const changes = random.below(3) === 0 ? 1 + random.below(4) : 1
  for (let change = 0; change < changes; change += 1) text = changeOnce(text, texts, random)
  // Half of a character of two halves is in no file.
  return text.toWellFormed()
}

/** A stretch of whole items, so that more of the changes fall on the same few tokens. */
function cut(text: string, random: Random): string {
  if (random.below(4) === 0) return text
  const items = text.split(/^(?=[a-z][^\n]*\{)/m)
  const start = random.below(items.length)
  return items.slice(start, start + 1 + random.below(2)).join('')
}

function changeOnce(text: string, texts: readonly string[], random: Random): string {
  const at = random.below(text.length + 1)
  const length = 1 + random.below(random.below(4) === 0 ? 60 : 4)
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length)
    case 1:
      return text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length)
    case 2:
      return text.slice(0, at) + cut(random.pick(texts), random).slice(0, length * 4) + text.slice(at)
    case 3:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at + length)
    default:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at)
  }
}
