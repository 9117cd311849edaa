import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseBlueprint } from '@groundplan/blueprint'
import { describeDetails, type CatalogDetails, type CatalogEntry } from '@groundplan/catalog'

/** A generated blueprint: its file, and what the catalog says of it. */
export interface GeneratedBlueprint {
  readonly entry: CatalogEntry
  readonly readme: string
}

const sampleFolder = join(import.meta.dirname, '../../../../blueprints')

const products = words(
  'accounts alerts archive audit billing booking cards catalog chat checkout claims consent content credit delivery devices ' +
    'documents fraud identity insights inventory invoices ledger loans loyalty mailing media metering offers onboarding orders ' +
    'partners payments payroll pricing reports risk search shipping treasury',
)
const components = words(
  'api-gateway backup-vault batch-queue bucket cache cdn certificate cluster container-registry data-lake dashboard dns-zone ' +
    'event-bus file-share firewall function key load-balancer log-archive network postgres queue secret topic worker',
)
const stages = words('core edge eu global internal lab partner public shared us')
const subjects = words(
  'aws compute containers database dns identity messaging monitoring network security storage streaming',
)
const purposes = [
  'for services that customers use around the clock',
  'for nightly jobs of the analytics teams',
  'with encryption, backups and alarms as the security baseline asks for',
  'in private subnets, reachable through the transit gateway only',
  'for development and test, shut down outside working hours',
  'with a standby in another availability zone and restore tests every month',
  'for events that several teams publish and consume',
]

/** Blueprints that differ in name, words, labels, repository and owner, and have the inputs and outputs of the sample estate. */
export async function generateCatalog(count: number): Promise<readonly GeneratedBlueprint[]> {
  const names = (await readdir(sampleFolder)).filter((name) => /^[a-z].*\.yaml$/.test(name)).toSorted()
  const texts = await Promise.all(names.map((name) => readFile(join(sampleFolder, name), 'utf8')))
  const samples = texts.map((text) => ({ text, details: detailsOf(text) }))
  return Array.from({ length: count }, (_, index) => generateBlueprint(index, samples))
}

/** The id that git gives a file with this text. */
export function blobIdOf(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest('hex')
}

interface Sample {
  readonly text: string
  readonly details: CatalogDetails
}

function detailsOf(text: string): CatalogDetails {
  const { blueprint } = parseBlueprint('sample.yaml', text)
  if (blueprint === undefined) throw new Error('A sample is no blueprint.')
  return describeDetails(blueprint)
}

function generateBlueprint(index: number, samples: readonly Sample[]): GeneratedBlueprint {
  // Neighbours differ in everything, and every combination comes once.
  const [product, component, stage] = [
    pick(products, index),
    pick(components, Math.floor(index / products.length)),
    pick(stages, Math.floor(index / (products.length * components.length))),
  ]
  const name = `${product}-${component}-${stage}`
  const displayName = titleOf(`${product} ${component.replaceAll('-', ' ')} ${stage}`)
  const description = `${titleOf(component.replaceAll('-', ' '))} of ${product}, ${pick(purposes, index * 7 + 3)}.`
  const labels = ['aws', ...new Set([pick(subjects, index + 1), pick(subjects, index * 5 + 2)])].slice(0, 3)
  const facts = {
    labels: [...new Set(labels)],
    providers: ['aws'],
    repositories: [`${pick(products, index)}-modules`],
    owners: [`@northbank/${pick(products, index * 3)}`],
  }
  const sample = pick(samples, index)
  const text = sample.text
    .replace(/^description: .*$/m, `description: ${JSON.stringify(description)}`)
    .replace(/^ {2}display-name: .*$/m, `  display-name: ${JSON.stringify(displayName)}`)
    .replace(/^ {2}owners: .*$/m, `  owners: ${JSON.stringify(facts.owners)}`)
    .replace(/^ {2}blueprint-labels: .*$/m, `  blueprint-labels: ${JSON.stringify(facts.labels)}`)
    .replaceAll(/\bstore: [\w-]+/g, `store: ${facts.repositories[0]}`)
  const store = facts.repositories[0] ?? ''
  const details = {
    ...sample.details,
    sources: sample.details.sources.map((source) => ({ ...source, store })),
  }
  const latest = { version: '1.4.0', ordinal: 5, commit: '', blobId: blobIdOf(text), text }
  return {
    entry: {
      ...{ name, displayName, description, retired: false, details, ...facts },
      latest: { blueprint: name, publishedAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000), ...latest },
    },
    readme: `# ${displayName}\n\n${description}\n`,
  }
}

function words(text: string): readonly string[] {
  return text.split(' ')
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}

function titleOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
