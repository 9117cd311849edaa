import { PostgresStateStore, type OpenDatabase } from '@groundplan/database'
import { parseMasterKeys } from '@groundplan/secrets'
import { readState } from '@groundplan/terraform-state'

/** Which state it is. */
export interface StoredState {
  readonly environment: string
  readonly grain: string
}

/** Reads a state as the server has stored it for the default space, as text; empty if there is none. */
export async function readStoredState(
  { environment, grain }: StoredState,
  { database, masterKey }: { readonly database: OpenDatabase; readonly masterKey: string },
): Promise<string> {
  const spaceId = 'default'
  const access = { environment, grain, run: 'proof', expiresAt: new Date() }
  const { body } = await readState(access, {
    ...{ states: new PostgresStateStore(database, { spaceId }), spaceId },
    ...{ findMasterKeys: () => parseMasterKeys(masterKey, 'the proof') },
    ...{ now: () => new Date(), md5: () => '' },
  })
  return new TextDecoder().decode(body)
}
