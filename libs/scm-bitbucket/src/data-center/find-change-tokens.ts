import { PlatformError } from '@groundplan/errors'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { repositoryHashesSchema, type RepositoryHashesPayload } from './payloads.ts'

const pageLength = 1000

/**
 * Tokens by repository id that change with every push: the hashes by which the server's mirrors find out what they lack, 1000 per
 * request. Empty where the server does not give them (docs/decisions/0038-change-tokens-of-data-center.md).
 */
export async function findChangeTokens(
  client: BitbucketDataCenterClient,
  projectId: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, string>> {
  if (projectId === undefined) return new Map()
  const tokens = new Map<number, string>()
  let isKept = false
  try {
    const pages = client.listPages({
      subject: `the content hashes of the repositories of project ${projectId}`,
      schema: repositoryHashesSchema,
      path: path`/mirroring/latest/projects/${projectId}/repos`,
      query: { includeDefaultBranch: 'true' },
      limit: pageLength,
      signal,
    })
    for await (const page of pages) {
      isKept ||= page.some(({ properties }) => isHash(properties?.contentHash))
      for (const repository of page) tokens.set(repository.id, toToken(repository))
    }
  } catch (error) {
    signal?.throwIfAborted()
    // Without permission, on older servers, or while hashes are being computed: git tells the same at a higher price.
    if (error instanceof PlatformError && error.code !== 'internal' && error.code !== 'cancelled')
      return new Map()
    throw error
  }
  // Where no repository has a hash, the server keeps none, and none says nothing.
  return isKept ? tokens : new Map()
}

function toToken({ properties }: RepositoryHashesPayload): string {
  const { contentHash, metadataHash, defaultBranchId } = properties ?? {}
  return [contentHash, metadataHash, defaultBranchId].map((each) => each ?? '').join(' ')
}

function isHash(text: string | null | undefined): boolean {
  return text !== undefined && text !== null && text !== ''
}
