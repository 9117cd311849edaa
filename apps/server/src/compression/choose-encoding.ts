export type Encoding = 'br' | 'gzip'

/** The best of our encodings that a client accepts (RFC 9110, section 12.5.3); `undefined` if it accepts none. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding | undefined {
  const accepted = parseWeights(acceptEncoding ?? '')
  const weightOf = (encoding: Encoding) => accepted.get(encoding) ?? accepted.get('*') ?? 0
  const [brotli, gzip] = [weightOf('br'), weightOf('gzip')]
  if (brotli === 0 && gzip === 0) return undefined
  return brotli >= gzip ? 'br' : 'gzip'
}

function parseWeights(header: string): ReadonlyMap<string, number> {
  return new Map(
    header
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', ...parameters] = part.split(';').map((each) => each.trim())
        const weight = parameters.find((parameter) => parameter.startsWith('q='))
        return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0]
      }),
  )
}
