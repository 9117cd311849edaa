import type { SpaceProviders } from '@groundplan/terraform-root'

const aws = 'hashicorp/aws'

/** The region that the credentials of a run are for is one that its space provides, unless its settings say another. */
export function withRunRegion(
  providers: SpaceProviders,
  { AWS_REGION: region }: Readonly<Record<string, string>>,
): SpaceProviders {
  return region === undefined ? providers : { ...providers, [aws]: { region, ...providers[aws] } }
}
