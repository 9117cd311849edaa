/** Shorter secrets are not masked: they would be found everywhere, and tell what they are by being masked. */
export const shortestSecret = 4

/** Lines of a secret count by themselves from this length on: programs indent and frame what they print. */
const shortestLine = 8

/**
 * The texts by which a secret can be recognized: itself and its lines, in base64 (also as part of something longer), URL-encoded, and
 * escaped as in JSON and HCL. Without those that are too short.
 */
export function listSecretForms(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.trim().length >= shortestLine)
  const plain = [...new Set([secret, secret.trim(), ...lines, ...lines.map((line) => line.trim())])]
  const forms = plain.flatMap((text) => [
    text,
    ...listJsonForms(text),
    ...listUrlForms(text),
    ...listBase64Forms(text),
  ])
  return [...new Set(forms)].filter((form) => form.length >= shortestSecret)
}

/** As JSON, as Go prints JSON (which escapes characters of HTML), and as HCL, where templates are escaped as well. */
function listJsonForms(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const go = json.replace(/[<>&\u2028\u2029]/g, escapeUnicode)
  const ascii = json.replace(/[^\0-\x7f]/g, escapeUnicode)
  const twice = [json, go].map((text) => JSON.stringify(text).slice(1, -1))
  const hcl = json.replace(/[$%](?=\{)/g, (sign) => sign + sign)
  return [json, go, ascii, ...twice, hcl]
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function listUrlForms(text: string): readonly string[] {
  const whole = text.toWellFormed()
  const strict = encodeURIComponent(whole)
  // What `encodeURIComponent` leaves as it is, others encode: https://url.spec.whatwg.org/#concept-urlencoded-serializer
  const form = strict.replace(
    /[!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const all = [strict, form, form.replaceAll('*', '%2A'), form.replaceAll('%20', '+'), encodeURI(whole)]
  return [...all, ...all.map((each) => each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

/** A text within something longer that is encoded begins at one of three places; its first and last characters then depend on the rest. */
function listBase64Forms(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text.toWellFormed())
  const parts = [0, 1, 2].flatMap((offset) => {
    const encoded = toBase64(new Uint8Array([...new Uint8Array(offset), ...bytes]))
    const from = offset === 0 ? 0 : offset + 1
    const rest = (offset + bytes.length) % 3
    const to = encoded.length - (rest === 0 ? 0 : rest === 1 ? 3 : 2)
    return [encoded.slice(from, to)]
  })
  const known = parts.filter((part) => part.length >= shortestLine)
  const whole = [toBase64(bytes).replace(/=+$/, ''), ...known]
  return [...whole, ...whole.map((part) => part.replaceAll('+', '-').replaceAll('/', '_'))]
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
