import type { CatalogDependencies, CatalogFollower } from '@groundplan/catalog'
import type { ImportRunner } from '@groundplan/importer'
import type { ReviewHost } from '@groundplan/proposal'

/** What procedures work with; made once by the server, with the caller added at each request. */
export interface ApiContext extends CatalogDependencies {
  readonly imports: ImportRunner
  /** Keeps the catalog in step with the blueprint repository. */
  readonly catalogFollower: CatalogFollower
  /** Finds where the blueprint repository is reviewed; `undefined` if here. */
  readonly findReviewHost?: (() => Promise<ReviewHost | undefined>) | undefined
  /** Name of the person who calls. */
  readonly user: string
  /** Version of the running server. */
  readonly version: string
}
