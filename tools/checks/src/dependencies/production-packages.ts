import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A package that the product is installed with. */
export interface ProductionPackage {
  /** As in `node_modules`, such as `@fastify/helmet`. */
  readonly name: string
  readonly version: string
  /** Folder below the root of the workspace. */
  readonly folder: string
  /** As the package itself gives it: an SPDX expression or whatever its authors wrote. */
  readonly license: string | undefined
  /** False for one of another platform. */
  readonly isInstalled: boolean
}

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly link?: boolean
}

/** Every package of `package-lock.json` that is not for development alone; optional ones that are not installed here as well. */
export async function listProductionPackages(root: string): Promise<readonly ProductionPackage[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>
  }
  const found = Object.entries(lock.packages).filter(
    ([folder, { dev, link }]) => folder.includes('node_modules/') && dev !== true && link !== true,
  )
  return Promise.all(
    found.map(async ([folder, locked]) => {
      const installed = await readManifest(join(root, folder))
      return {
        name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
        version: locked.version ?? '',
        folder,
        // What is installed counts more than what the lockfile says of it.
        license: (installed && licenseOf(installed)) ?? locked.license,
        isInstalled: installed !== undefined,
      }
    }),
  )
}

interface Manifest {
  readonly license?: unknown
  readonly licenses?: unknown
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Manifest)
}

function licenseOf({ license, licenses }: Manifest): string | undefined {
  return nameOf(license) ?? (Array.isArray(licenses) ? licenses.map(nameOf).join(' AND ') : undefined)
}

/** Old packages have an object. */
function nameOf(license: unknown): string | undefined {
  if (typeof license === 'string') return license
  return typeof license === 'object' && license !== null && 'type' in license
    ? String(license.type)
    : undefined
}
