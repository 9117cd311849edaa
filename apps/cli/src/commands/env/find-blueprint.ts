import type { ApiClient, BlueprintView } from '@groundplan/api-client'
import { toShownError } from '../../server/translate-api-error.ts'

/** A version of a blueprint in the catalog, the latest if none is named. */
export function getBlueprint(
  { catalog }: ApiClient,
  { name, version }: { readonly name: string; readonly version?: string | undefined },
): Promise<BlueprintView> {
  return catalog.get.query({ name, ...(version === undefined ? {} : { version }) })
}

/** The same; `undefined` if the catalog no longer shows it, or not to this caller. */
export async function findBlueprint(
  client: ApiClient,
  blueprint: Pick<BlueprintView, 'name' | 'version'>,
): Promise<BlueprintView | undefined> {
  try {
    return await getBlueprint(client, blueprint)
  } catch (error) {
    const { code } = toShownError(error)
    if (code === 'not-found' || code === 'not-allowed') return undefined
    throw error
  }
}
