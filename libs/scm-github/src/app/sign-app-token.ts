import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { InputError } from '@groundplan/errors'

/**
 * Reads an App's private key as GitHub hands it out (PEM). Line breaks may be written as `\n`, as in variables of one line. Throws
 * InputError, which names `subject` and never the key.
 */
export function readAppKey(text: string, subject: string): KeyObject {
  try {
    return createPrivateKey(text.replaceAll(String.raw`\n`, '\n').trim())
  } catch {
    throw new InputError(`${subject} is not a private key in PEM format.`, {
      hint: 'Use the whole .pem file that GitHub generated for the App, from -----BEGIN RSA PRIVATE KEY----- to the end.',
    })
  }
}

/**
 * A token with which the App itself signs in, valid for nine minutes from `now` (GitHub accepts ten), and from a minute before:
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function signAppToken(appId: string, key: KeyObject, now: number): string {
  const seconds = Math.floor(now / 1000)
  const header = encode({ alg: 'RS256', typ: 'JWT' })
  const claims = encode({ iat: seconds - 60, exp: seconds + 540, iss: appId })
  const signature = sign('sha256', Buffer.from(`${header}.${claims}`), key).toString('base64url')
  return `${header}.${claims}.${signature}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
