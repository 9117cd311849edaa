import type { EnvironmentDependencies } from '@groundplan/environment'
import { ConflictError } from '@groundplan/errors'
import type { ApiContext, EnvironmentContext } from '../api-context.ts'

/** What requests about environments of the space work with. Throws ConflictError if this server launches nothing. */
export function dependenciesOf({
  environments,
  spaceId,
  catalog,
  publications,
  spaces,
  findMasterKeys,
  now,
}: ApiContext): EnvironmentDependencies & Pick<EnvironmentContext, 'valueChecker'> {
  if (environments === undefined) {
    throw new ConflictError('This server does not launch environments.', {
      hint: 'It has nothing to run Terraform with.',
    })
  }
  const findPresets = publications && ((blueprint: string) => publications.find(blueprint))
  const readLimits = () => spaces.readLimits(spaceId)
  return { ...environments, spaceId, catalog, findPresets, readLimits, findMasterKeys, now }
}
