/**
 * Modules as they are sent from the processes that read them, and kept in this one. Most of a module is only looked at when its
 * blueprint is written, so that is packed: thousands of modules then take a fifth of the memory, and a dry run never unpacks them.
 */
import { deserialize, serialize } from 'node:v8'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { TerraformModule } from '@groundplan/terraform-module'
import { seal, unseal, type Sealed } from '@groundplan/terraform-type'

/** What is packed. The rest decides how an import goes on: which directories are called, whether anything can be launched. */
const parts = ['variables', 'outputs', 'locals', 'uses', 'faults'] as const

type PackedParts = Pick<TerraformModule, (typeof parts)[number]>

/** A module as another process sends it. */
export interface PackedModule {
  readonly outline: Sealed<Omit<TerraformModule, keyof PackedParts>>
  /** {@link PackedParts}, sealed, as structured clone and compressed. */
  readonly packed: Uint8Array
}

/** The fastest, which makes a fifth of them. */
const level = 1

/** Most bytes that are unpacked: far more than the process that packs them sends of one module. */
const maximumSize = 64_000_000

export function packModule(module: TerraformModule): PackedModule {
  const { variables, outputs, locals, uses, faults, ...outline } = module
  const packed: PackedParts = { variables, outputs, locals, uses, faults }
  return { outline: seal(outline), packed: deflateRawSync(serialize(seal(packed)), { level }) }
}

/**
 * The module; its packed parts are unpacked when they are looked at, and forgotten afterwards. Copies of it, e.g. by spreading, have them
 * unpacked.
 */
export function openModule({ outline, packed }: PackedModule): TerraformModule {
  // Lasts at least as long as what looks at one part after the other.
  let recent: WeakRef<PackedParts> | undefined
  const unpack = () => {
    const known = recent?.deref()
    if (known !== undefined) return known
    const bytes = inflateRawSync(packed, { maxOutputLength: maximumSize })
    const unpacked = unseal(deserialize(bytes) as Sealed<PackedParts>)
    recent = new WeakRef(unpacked)
    return unpacked
  }
  const getters = parts.map((part) => [part, { get: () => unpack()[part], enumerable: true }])
  return Object.defineProperties(unseal(outline), Object.fromEntries(getters)) as TerraformModule
}
