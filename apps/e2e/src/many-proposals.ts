import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository } from '@groundplan/testing'

/** Updates of blueprints that are in the catalog: breaking ones, ones that conflict with edits, and others. */
export const updates = { breaking: 6, conflicts: 2, plain: 4 } as const

const published = updates.breaking + updates.conflicts + updates.plain

const moduleText = (description: string, more = '') => `variable "name" {
  type        = string
  description = "${description}"
}
${more}
resource "null_resource" "this" {
  triggers = { name = var.name }
}

output "id" {
  description = "Its id."
  value       = null_resource.this.id
}
`

const nameOf = (index: number) => `service-${String(index).padStart(3, '0')}`

/**
 * Opens so many proposals by importing generated repositories: some update blueprints that are in the catalog, among them breaking
 * ones and ones that conflict with what people edited there.
 */
export async function openProposals(
  count: number,
  home: string,
  directory: string,
  url: string,
): Promise<void> {
  const client = createNodeApiClient(url)
  const estate = await GitRepository.create(join(directory, 'platform'))
  await commitModules(estate, (index) => (index < published ? moduleText('The name.') : undefined), count)
  await importAll(client, [estate.directory])
  for await (const result of await client.proposals.approveEach.mutate({ filter: {} }))
    if (result.outcome === 'refused') throw new Error(result.message)
  await editBlueprints(home, join(directory, 'clone'))
  await commitModules(estate, update, count)
  await importAll(client, [estate.directory])
}

function update(index: number): string {
  const required = '\nvariable "owner" {\n  type        = string\n  description = "Who pays."\n}\n'
  if (index < updates.breaking) return moduleText('The name.', required)
  if (index < updates.breaking + updates.conflicts) return moduleText('The name, in lower case.')
  return moduleText(
    index < published ? 'The name.' : `The name of service ${index}.`,
    index < published ? '# New.\n' + optional : '',
  )
}

const optional =
  'variable "size" {\n  type        = number\n  description = "How large."\n  default     = 1\n}\n'

async function commitModules(
  estate: GitRepository,
  textOf: (index: number) => string | undefined,
  count: number,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const text = textOf(index)
    const file = join(estate.directory, 'modules', nameOf(index), 'main.tf')
    if (text === undefined) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  await estate.commit({})
}

/** People describe an input in their own words, where the module then describes it anew. */
async function editBlueprints(home: string, directory: string): Promise<void> {
  const clone = await GitRepository.clone(join(home, 'blueprint-repository.git'), directory)
  const files: Record<string, string> = {}
  for (let index = updates.breaking; index < updates.breaking + updates.conflicts; index += 1) {
    const path = `blueprints/${nameOf(index)}.yaml`
    const text = await clone.git('show', `HEAD:${path}`)
    files[path] = `${text.replace('description: The name.', 'description: What we call it.')}\n`
  }
  await clone.commit(files)
  await clone.git('push', '--quiet', 'origin', 'main')
}

async function importAll(client: ApiClient, addresses: readonly string[]): Promise<void> {
  const repositories = addresses.map((address) => ({ address }))
  const { number } = await client.imports.start.mutate({ repositories })
  for (;;) {
    const { state } = await client.imports.get.query({ number })
    if (state.status === 'finished') return
    if (state.status !== 'waiting' && state.status !== 'running')
      throw new Error(`The import is ${JSON.stringify(state)}.`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
