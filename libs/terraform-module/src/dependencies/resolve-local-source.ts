/** The directory that `./x` or `../x` means, or `undefined` for any other source or one that leaves the repository. */
export function resolveLocalSource(from: string, source: string | undefined): string | undefined {
  if (source === undefined || !/^\.\.?(?:\/|$)/.test(source)) return undefined
  const segments = from === '.' ? [] : from.split('/')
  for (const segment of source.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined
    } else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return segments.length === 0 ? '.' : segments.join('/')
}
