/**
 * Terraform states that this server keeps.
 *
 * Terms: a *state* belongs to one grain of one environment; each write adds a *version*. Terraform's own words: the *serial* counts up with
 * each change, the *lineage* is a state's identity from its creation on. A *lock* keeps other runs out while one works.
 * Source: https://developer.hashicorp.com/terraform/language/backend/http
 */
import type { Actor } from '@groundplan/actor'
import type { SealedValue } from '@groundplan/secrets'

export interface StateKey {
  readonly environment: string
  readonly grain: string
}

/** A state without its content. The content of all versions is encrypted with one key, which is sealed with the master key. */
export interface StoredState extends StateKey {
  readonly dataKey: SealedValue
  /** The newest version; absent before the first write, and after a removal of all resources was forgotten. */
  readonly current?: StateVersion | undefined
  readonly lock?: StateLock | undefined
}

export interface StateVersion {
  /** Counts up from 1. */
  readonly number: number
  readonly serial: number
  readonly lineage: string
  /** MD5 of the content in hexadecimal, which is what Terraform compares. */
  readonly md5: string
  /** Bytes of the content, uncompressed. */
  readonly size: number
  readonly terraformVersion: string
  readonly createdAt: Date
  readonly origin: VersionOrigin
}

/** A run wrote it, or somebody brought an earlier version back. */
export type VersionOrigin =
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'rollback'; readonly of: number; readonly by: Actor }

/** A version with its content, compressed and encrypted. */
export interface SealedVersion extends StateVersion {
  readonly content: Uint8Array<ArrayBuffer>
}

/** Who holds a state, as Terraform says it. */
export interface StateLock {
  /** Chosen by Terraform; whoever unlocks has to name it. */
  readonly id: string
  /** Such as `OperationTypeApply`. */
  readonly operation: string
  /** User and machine. */
  readonly who: string
  /** Of Terraform. */
  readonly version: string
  /** When, as Terraform says it. */
  readonly created: string
  /** The run whose credentials were used. */
  readonly run: string
  readonly at: Date
}

/** Largest state, in bytes. */
export const largestState = 32 * 1024 * 1024
