import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { moduleChangeRules } from './module-change.ts'

it('the documentation lists every rule with its level', async () => {
  const text = await readFile(new URL('../../../../docs/blueprint-versions.md', import.meta.url), 'utf8')
  const section = text.slice(text.indexOf('## Inside the module'), text.indexOf('## Wider and narrower'))
  const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| (\w+) +\|/gm)].map(([, rule, level]) => [
    rule,
    level,
  ])
  const rules = Object.entries(moduleChangeRules).map(([rule, { level, judged }]) => [
    rule,
    judged ? level : 'look',
  ])
  expect(rows).toEqual(rules)
})
