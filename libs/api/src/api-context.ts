import type { CatalogDependencies } from '@groundplan/catalog'
import type { ImportRunner } from '@groundplan/importer'

/** What procedures work with; made once by the server, with the caller added at each request. */
export interface ApiContext extends CatalogDependencies {
  readonly imports: ImportRunner
  /** Name of the person who calls. */
  readonly user: string
  /** Version of the running server. */
  readonly version: string
}
