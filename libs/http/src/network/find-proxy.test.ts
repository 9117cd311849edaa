import { expect, test } from 'vitest'
import { findProxy } from './find-proxy.ts'
import { printProxy, readProxySettings } from './proxy-settings.ts'

const proxyFor = (address: string, environment: Readonly<Record<string, string>>) =>
  findProxy(address, readProxySettings(environment))?.href
const proxies = { HTTPS_PROXY: 'http://secure:3128', HTTP_PROXY: 'http://plain:3128' }

test('the scheme of the URL decides which proxy is used', () => {
  expect(proxyFor('https://github.com/a', proxies)).toBe('http://secure:3128/')
  expect(proxyFor('http://git.example.com/a', proxies)).toBe('http://plain:3128/')
  expect(proxyFor('ssh://git@github.com/a', proxies)).toBeUndefined()
  expect(proxyFor('git@github.com:acme/a', proxies)).toBeUndefined()
})

test('lower case takes precedence, and ALL_PROXY applies where nothing else is set', () => {
  expect(proxyFor('https://github.com', { ...proxies, https_proxy: 'http://lower:1' })).toBe(
    'http://lower:1/',
  )
  expect(proxyFor('https://github.com', { ALL_PROXY: 'proxy:3128' })).toBe('http://proxy:3128/')
  expect(proxyFor('https://github.com', { ALL_PROXY: 'socks5://proxy:1080' })).toBeUndefined()
})

test.each([
  ['example.com', 'https://example.com', true],
  ['example.com', 'https://git.example.com', true],
  ['.example.com', 'https://example.com', true],
  ['.example.com', 'https://git.example.com', true],
  ['*.example.com', 'https://git.example.com', true],
  ['EXAMPLE.com', 'https://Git.Example.COM', true],
  ['example.com', 'https://badexample.com', false],
  ['example.com', 'https://example.com.evil.test', false],
  ['example.com:8443', 'https://example.com:8443', true],
  ['example.com:8443', 'https://example.com', false],
  ['example.com:443', 'https://example.com', true],
  ['*', 'https://example.com', true],
  ['10.0.0.0/8', 'https://10.1.2.3', true],
  ['10.0.0.0/8', 'https://11.1.2.3', false],
  ['10.0.0.0/99', 'https://10.1.2.3', false],
  ['fd00::/8', 'https://[fd00::1]', true],
  ['[::1]', 'https://[::1]:8443', true],
  ['[::1]:8443', 'https://[::1]:8443', true],
  ['1.2.3.4', 'https://1.2.3.4', true],
  ['3.4', 'https://1.2.3.4', false],
  ['example.com', 'https://example.com./', true],
  ['first.test, example.com second.test', 'https://example.com', true],
])('NO_PROXY=%s bypasses the proxy for %s: %s', (bypass, address, isBypassed) => {
  expect(proxyFor(address, { ...proxies, NO_PROXY: bypass }) === undefined).toBe(isBypassed)
})

test('an invalid proxy is reported by variable, without its value', () => {
  const read = () => readProxySettings({ HTTPS_PROXY: 'socks5://ada:hunter2@proxy' })
  expect(read).toThrow('HTTPS_PROXY is not the URL of an HTTP proxy.')
  expect(read).not.toThrow(/hunter2/)
})

test('a proxy is shown without its credentials', () => {
  expect(printProxy(new URL('http://ada:hunter2@proxy.example.com:3128'))).toBe(
    'http://proxy.example.com:3128',
  )
})
