import { isLoopbackAddress } from '@groundplan/network-address'
import type { FastifyRequest } from 'fastify'
import { ownHosts, parseHost } from './parse-host.ts'

const forwardingHeader =
  /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-.*|x-envoy-.*)$/

/**
 * True if a program of this machine asks, for itself. A proxy of this machine asks for others: it is recognised by the headers it
 * adds, the name by which it was called, or HTTP/1.0, which nginx speaks with what is behind it unless told otherwise.
 */
export function isLocalCaller({ headers, socket, raw }: FastifyRequest): boolean {
  const isLoopback = socket.remoteAddress !== undefined && isLoopbackAddress(socket.remoteAddress)
  const name = parseHost(headers.host)?.name
  if (!isLoopback || name === undefined || !ownHosts.includes(name)) return false
  return raw.httpVersion !== '1.0' && !Object.keys(headers).some((header) => forwardingHeader.test(header))
}
