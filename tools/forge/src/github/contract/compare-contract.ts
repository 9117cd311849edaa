// Compares the contract beside this file with GitHub's own descriptions; `--write` brings it up to date. The descriptions are 420 MB,
// so `npm ci` does not bring them: `npm install --no-save @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0` does.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Document } from '../../check/description-source.ts'
import { isObject } from '../../check/to-json-schema.ts'
import { describedPath } from '../../check/path-table.ts'
import { routes } from '../routes.ts'
import { describedWebhooks } from '../webhook-payloads.ts'
import { reduceDescription } from './reduce-description.ts'

const kept = {
  operations: new Set(routes.map(({ method, path }) => `${method} ${describedPath(path)}`)),
  webhooks: new Set(describedWebhooks),
  schemas: ['basic-error'],
}
const files = [
  { file: 'api.json', source: '@octokit/openapi', kept },
  { file: 'webhooks.json', source: '@octokit/openapi-webhooks', kept: { ...kept, schemas: [] } },
]

for (const { file, source, kept } of files) {
  const path = join(import.meta.dirname, file)
  const description = await readDescription(source)
  if (description === undefined) {
    console.log(`tools/forge/src/github/contract/${file}: not compared, ${source} is not installed`)
    continue
  }
  const reduced = print(reduceDescription(description, kept))
  if (process.argv.includes('--write')) await writeFile(path, reduced)
  else if (reduced !== (await readFile(path, 'utf8'))) {
    console.error(`tools/forge/src/github/contract/${file} differs from ${source}.`)
    console.error(
      'Review the change, then run `node tools/forge/src/github/contract/compare-contract.ts --write`.',
    )
    process.exitCode = 1
  } else console.log(`tools/forge/src/github/contract/${file}: as in ${source}`)
}

async function readDescription(name: string): Promise<Document | undefined> {
  const file = join(import.meta.dirname, '../../../../../node_modules', name, 'generated/api.github.com.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Document)
}

/** One line for each path, webhook and component, so that a new version's changes can be read. */
function print({ components, ...document }: Document): string {
  return `${printEntries({ ...mapValues(document, printLines), components: printEntries(mapValues(components as Document, printLines)) })}\n`
}

function printLines(section: unknown): string {
  return isObject(section)
    ? printEntries(mapValues(section, (each) => JSON.stringify(each)))
    : JSON.stringify(section)
}

function mapValues(object: Document, map: (value: unknown) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))
}

function printEntries(printed: Readonly<Record<string, string>>): string {
  const entries = Object.entries(printed).map(([name, text]) => `${JSON.stringify(name)}: ${text}`)
  return `{\n${entries.join(',\n')}\n}`
}
