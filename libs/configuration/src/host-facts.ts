import type { ScmKind } from '@groundplan/scm'

/** What a host's API reports about repositories, and selections can filter by. */
interface HostFacts {
  readonly topics: boolean
  readonly language: boolean
  readonly updated: boolean
  /** Repository names may contain `/`. */
  readonly nestedNames: boolean
}

/** By kind of host, according to their API documentation. */
export const hostFacts: Readonly<Record<ScmKind, HostFacts>> = {
  github: { topics: true, language: true, updated: true, nestedNames: false },
  'bitbucket-cloud': { topics: false, language: true, updated: true, nestedNames: false },
  'bitbucket-data-center': { topics: false, language: false, updated: false, nestedNames: false },
  'local-git': { topics: false, language: false, updated: true, nestedNames: true },
}
