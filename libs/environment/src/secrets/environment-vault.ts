import { NotFoundError } from '@groundplan/errors'
import type { MasterKeys } from '@groundplan/secrets'
import { stringifyJson, type Json, type JsonObject } from '@groundplan/terraform-type'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import { openEntry, sealEntry, type SealedEntry, type SealedPlace } from '../model/sealed-entry.ts'

export interface VaultDependencies {
  readonly store: Pick<EnvironmentStore, 'readSealed'>
  /** Throws if the server has none. */
  readonly findMasterKeys: () => Promise<MasterKeys>
}

type Place = Omit<SealedPlace, 'spaceId'>

/** Seals and opens the secrets of one space's environments. */
export class EnvironmentVault {
  readonly #spaceId: string
  readonly #dependencies: VaultDependencies

  constructor(spaceId: string, dependencies: VaultDependencies) {
    this.#spaceId = spaceId
    this.#dependencies = dependencies
  }

  async seal(value: string, place: Place): Promise<SealedEntry> {
    const keys = await this.#dependencies.findMasterKeys()
    return sealEntry(value, { ...place, spaceId: this.#spaceId }, keys)
  }

  async sealJson(value: Json, place: Place): Promise<SealedEntry> {
    return this.seal(stringifyJson(value), place)
  }

  /** Throws NotFoundError, or what `openValue` throws. */
  async open(place: Place): Promise<string> {
    const entry = await this.#dependencies.store.readSealed(place)
    if (entry === undefined) {
      throw new NotFoundError(`A secret value of the environment is missing (${place.kind}).`, {
        hint: 'Set the secret inputs again with an update.',
      })
    }
    return this.openEntry(entry)
  }

  async openJson(place: Place): Promise<Json> {
    return JSON.parse(await this.open(place)) as Json
  }

  async openEntry(entry: SealedEntry): Promise<string> {
    return openEntry(entry, entry, await this.#dependencies.findMasterKeys())
  }

  /** The values of ephemeral inputs. */
  async openEphemeral(entry: SealedEntry): Promise<JsonObject> {
    return JSON.parse(await this.openEntry(entry)) as JsonObject
  }

  async sealBytes(bytes: Uint8Array, place: Place): Promise<SealedEntry> {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return this.seal(btoa(binary), place)
  }

  async openBytes(place: Place): Promise<Uint8Array> {
    const binary = atob(await this.open(place))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  }
}
