import { expect, it } from 'vitest'
import { isOutdatedBuild } from './is-outdated-build.ts'

it.each([
  ['Unable to preload CSS for /assets/page-abc.css', true],
  ['Failed to fetch dynamically imported module: http://localhost/assets/a.js', true],
  ['error loading dynamically imported module: http://localhost/assets/a.js', true],
  ['Importing a module script failed.', true],
  ["Cannot read properties of undefined (reading 'map')", false],
])('of "%s" is %s', (message, expected) => {
  expect(isOutdatedBuild(new Error(message))).toBe(expected)
})
