import { sourceUrl, type SourcePlace } from '@groundplan/scm'
import { WebLink } from './web-link.tsx'

export interface SourceLinkProps extends SourcePlace {
  /** Directory in which the reader is anyway: what lies in it is named from there. */
  readonly from?: string | undefined
}

/** A path in a repository, as a link to the host's page of it where that is known. */
export function SourceLink({ from, ...place }: SourceLinkProps) {
  const { path, line } = place
  const url = sourceUrl(place)
  const name = from !== undefined && path.startsWith(`${from}/`) ? path.slice(from.length + 1) : path
  const label = line === undefined ? name : `${name}:${line}`
  return url === undefined ? (
    <code>{label}</code>
  ) : (
    <WebLink url={url}>
      <code>{label}</code>
    </WebLink>
  )
}
