import type { ApiClient } from '@groundplan/api-client'
import { untilOver } from './until-over.ts'

/** Imports what the configuration selects. Throws if it does not finish within two minutes. */
export async function importConfigured(client: ApiClient): Promise<void> {
  const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
  const { state } = await untilOver(client, number, 120_000)
  if (state.status !== 'finished') throw new Error(`The import ${number} is ${state.status}.`)
}
