import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A module that somebody has published, by facts only. */
export interface PublicModule {
  /** On GitHub, as `owner/name`. */
  readonly repository: string
  /** 40 hexadecimal digits. */
  readonly commit: string
  /** Folder in the repository; empty for its root. */
  readonly path: string
}

/** Those that the proof tries: nobody chose them for what they contain, and none is part of this repository. */
export async function readPublicModules(): Promise<readonly PublicModule[]> {
  const listed = JSON.parse(
    await readFile(join(import.meta.dirname, 'modules.json'), 'utf8'),
  ) as readonly (Omit<PublicModule, 'path'> & { readonly path?: string })[]
  return listed.map(({ path = '', ...module }) => ({ ...module, path }))
}

/** Such as `trussworks/terraform-aws-s3-private-bucket@9a4a67d3/modules/x`. */
export function nameOf({ repository, commit, path }: PublicModule): string {
  return `${repository}@${commit.slice(0, 8)}${path === '' ? '' : `/${path}`}`
}
