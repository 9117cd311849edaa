import type { ReadRepositoryResult } from '../scan/read-repository-result.ts'

/** Adds to what was read which versions of Terraform may run it. */
export function allowTerraform(
  read: readonly ReadRepositoryResult[],
  allowedTerraform: string | undefined,
): readonly ReadRepositoryResult[] {
  if (allowedTerraform === undefined) return read
  return read.map((repository) => ({
    ...repository,
    modules: repository.modules.map((each) =>
      each.module === undefined ? each : { ...each, module: { ...each.module, allowedTerraform } },
    ),
  }))
}
