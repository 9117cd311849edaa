import type { ScmKind } from '@groundplan/scm'

/** What a host's listing tells of repositories, and can be selected by. */
interface HostFacts {
  readonly topics: boolean
  readonly language: boolean
  readonly updated: boolean
  /** Names of repositories may have `/` in them. */
  readonly nestedNames: boolean
}

/** By kind of host, as their APIs are described. */
export const hostFacts: Readonly<Record<ScmKind, HostFacts>> = {
  github: { topics: true, language: true, updated: true, nestedNames: false },
  'bitbucket-cloud': { topics: false, language: true, updated: true, nestedNames: false },
  'bitbucket-data-center': { topics: false, language: false, updated: false, nestedNames: false },
  'local-git': { topics: false, language: false, updated: true, nestedNames: true },
}
