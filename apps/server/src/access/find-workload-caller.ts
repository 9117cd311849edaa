import { findWorkloadCaller, type Caller, type WorkloadDirectory } from '@groundplan/access'
import { createHttpFetch, readNetwork } from '@groundplan/http'
import { WorkloadTokens } from '@groundplan/identity-oidc'
import { readEnvironment } from '@groundplan/process'
import type { Reach } from './create-reach.ts'

export type FindWorkloadCaller = (token: string) => Promise<Caller | undefined>

interface WorkloadOptions {
  readonly now: () => Date
  /** Where people may lead the server to: they name the issuers. */
  readonly reach: Pick<Reach, 'guard'>
}

/** Finds out who calls with a token of another issuer, whose keys are asked for where that is allowed. */
export function createFindWorkloadCaller(
  workloads: WorkloadDirectory,
  { now, reach }: WorkloadOptions,
): FindWorkloadCaller {
  const network = readNetwork(readEnvironment(), reach.guard)
  const service = 'the issuer of the token'
  const tokens = new WorkloadTokens(createHttpFetch({ service, timeout: 10_000, retries: 1, network }))
  return (token) =>
    findWorkloadCaller(token, {
      ...{ workloads, now },
      verifyToken: (given, expected) => tokens.verify(given, expected),
    })
}
