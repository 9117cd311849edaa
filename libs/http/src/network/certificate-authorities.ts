import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import { InputError, errorMessage } from '@groundplan/errors'

type Environment = Readonly<Record<string, string | undefined>>

/** The variable with a file of certificates to trust in addition. */
export const caFileVariable = 'GROUNDPLAN_CA_FILE'

/** Node.js reads this one itself, once, when the process starts. */
const nodeVariable = 'NODE_EXTRA_CA_CERTS'

/** Where systems keep the certificates that git trusts. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/**
 * The certificates that requests have to be given: Node.js's own and those of GROUNDPLAN_CA_FILE. `undefined` if that is not set,
 * because then Node.js's defaults apply. Throws InputError if the file has no certificates.
 */
export function readRequestAuthorities(environment: Environment): readonly string[] | undefined {
  const file = environment[caFileVariable]
  if (file === undefined) return undefined
  return [...rootCertificates, ...readOptional(environment[nodeVariable]), readCaFile(file)]
}

/**
 * The bundle for git, which takes one file only: what git trusts otherwise, NODE_EXTRA_CA_CERTS and GROUNDPLAN_CA_FILE.
 * `undefined` if neither is set. Throws InputError if GROUNDPLAN_CA_FILE has no certificates.
 */
export function readGitAuthorities(environment: Environment): string | undefined {
  const file = environment[caFileVariable]
  const own = [...readOptional(environment[nodeVariable]), ...(file === undefined ? [] : [readCaFile(file)])]
  if (own.length === 0) return undefined
  return [readGitDefaults(environment), ...own].join('\n')
}

function readGitDefaults(environment: Environment): string {
  const configured = ['GIT_SSL_CAINFO', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE'].map((name) => environment[name])
  for (const file of [...configured, ...systemBundles]) {
    const [text] = readOptional(file)
    if (text !== undefined) return text
  }
  return rootCertificates.join('\n')
}

function readOptional(file: string | undefined): readonly string[] {
  try {
    return file === undefined ? [] : [readFileSync(file, 'utf8')]
  } catch {
    return []
  }
}

function readCaFile(file: string): string {
  const hint = `Set ${caFileVariable} to a PEM file with the certificate of your certificate authority (-----BEGIN CERTIFICATE-----).`
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new InputError(`Could not read ${file} (${caFileVariable}): ${errorMessage(error)}`, { hint })
  }
  const certificates = text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END/g) ?? []
  if (certificates.length > 0 && certificates.every((each) => isCertificate(`${each} CERTIFICATE-----`)))
    return text
  throw new InputError(`${file} (${caFileVariable}) has no valid PEM certificates.`, { hint })
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text.replace(/TRUSTED /g, '')).subject !== undefined
  } catch {
    return false
  }
}
