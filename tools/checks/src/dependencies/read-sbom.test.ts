import { expect, it } from 'vitest'
import { findMissing, withoutDevelopment } from './read-sbom.ts'

const packaged = (name: string, version: string, isInstalled = true) => ({
  ...{ name, version, isInstalled, folder: `node_modules/${name}`, license: 'MIT' },
})

it('names packages that the document has not, or in another version', () => {
  const document = JSON.stringify({
    components: [
      { name: 'a', version: '1.0.0' },
      { name: 'b', version: '2.0.0' },
    ],
  })
  const packages = [
    packaged('a', '1.0.0'),
    packaged('b', '1.0.0'),
    packaged('c', '1.0.0'),
    packaged('d', '1.0.0', false),
  ]
  expect(findMissing(packages, document)).toEqual(['b@1.0.0', 'c@1.0.0'])
  expect(findMissing([packaged('a', '1.0.0')], '{}')).toEqual(['a@1.0.0'])
})

it('leaves out what is for development, and what depends on it', () => {
  const properties = [{ name: 'cdx:npm:package:development', value: 'true' }]
  const text = JSON.stringify({
    bomFormat: 'CycloneDX',
    components: [
      { 'bom-ref': 'a@1', name: 'a', version: '1' },
      { 'bom-ref': 'b@1', name: 'b', version: '1', properties },
      { 'bom-ref': 'c@1', name: 'c', version: '1', properties },
    ],
    dependencies: [
      { ref: 'root', dependsOn: ['a@1', 'b@1'] },
      { ref: 'b@1', dependsOn: ['a@1'] },
    ],
  })
  expect(JSON.parse(withoutDevelopment(text, [packaged('c', '1')]))).toEqual({
    bomFormat: 'CycloneDX',
    components: [
      { 'bom-ref': 'a@1', name: 'a', version: '1' },
      { 'bom-ref': 'c@1', name: 'c', version: '1', properties },
    ],
    dependencies: [{ ref: 'root', dependsOn: ['a@1'] }],
  })
})
