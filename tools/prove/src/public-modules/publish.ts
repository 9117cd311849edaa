import type { ApiClient } from '@groundplan/api-client'
import { untilOver } from '@groundplan/fleet'

/** What became of a module on its way into the catalog. */
export type Published =
  | { readonly kind: 'published'; readonly blueprint: string }
  /** It has no blueprint, and the import says why. */
  | { readonly kind: 'refused'; readonly reason: string }

const patience = 600_000

/** Imports a repository and approves the blueprint of one of its modules. Throws if the import fails. */
export async function publish(
  client: ApiClient,
  { checkout, path }: { readonly checkout: string; readonly path: string },
): Promise<Published> {
  const { number } = await client.imports.start.mutate({ repositories: [{ address: checkout }] })
  const { state } = await untilOver(client, number, patience)
  if (state.status !== 'finished')
    throw new Error(`The import is ${state.status}: ${'message' in state ? state.message : ''}`)
  const { repositories, modules } = state.report
  const [repository] = repositories
  if (repository?.status === 'failed') throw new Error(`The import failed: ${repository.message}`)
  const name = repository?.status === 'read' || repository?.status === 'unchanged' ? repository.name : ''
  const outcome = modules.find(
    (module) => module.repository === name && (module.path === path || (path === '' && module.path === '.')),
  )
  if (outcome === undefined) throw new Error(`The import does not mention ${path || 'the root'} of ${name}.`)
  const { proposal, blueprint, reason, diagnostics } = outcome
  if (proposal === undefined || blueprint === undefined) {
    const messages = diagnostics.map(({ message }) => message)
    return { kind: 'refused', reason: [reason, ...messages].filter((each) => each !== undefined).join(' ') }
  }
  await client.proposals.approve.mutate({ number: proposal, acknowledgeBreaking: true })
  return { kind: 'published', blueprint }
}
