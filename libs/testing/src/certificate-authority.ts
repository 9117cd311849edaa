import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A private certificate authority, with a certificate for 127.0.0.1 and localhost. */
export interface TestCertificates {
  /** The authority's own certificate, as PEM file. */
  readonly authorityFile: string
  readonly cert: string
  readonly key: string
}

/** Makes a certificate authority and a certificate for this machine with `openssl`, in a folder. */
export async function createCertificates(directory: string): Promise<TestCertificates> {
  const file = (name: string) => join(directory, name)
  const openssl = (...args: readonly string[]) => run('openssl', [...args])
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await openssl(
    ...['req', '-x509', ...key, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '30'],
    ...['-subj', '/CN=Test CA', '-addext', 'basicConstraints=critical,CA:TRUE'],
  )
  await openssl(
    'req',
    ...key,
    '-keyout',
    file('host.key'),
    '-out',
    file('host.csr'),
    '-subj',
    '/CN=localhost',
  )
  await writeFile(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
  await openssl(
    ...['x509', '-req', '-in', file('host.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key')],
    ...['-CAcreateserial', '-out', file('host.pem'), '-days', '30', '-extfile', file('names')],
  )
  return {
    authorityFile: file('ca.pem'),
    cert: await readFile(file('host.pem'), 'utf8'),
    key: await readFile(file('host.key'), 'utf8'),
  }
}
