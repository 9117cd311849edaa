import { sourceUrl, type SourcePlace } from './source-url.ts'
import { WebLink } from './web-link.tsx'

/** A path in a repository, as a link to the host's page of it where that is known. */
export function SourceLink(place: SourcePlace) {
  const { path, line } = place
  const url = sourceUrl(place)
  const label = line === undefined ? path : `${path}:${line}`
  return url === undefined ? (
    <code>{label}</code>
  ) : (
    <WebLink url={url}>
      <code>{label}</code>
    </WebLink>
  )
}
