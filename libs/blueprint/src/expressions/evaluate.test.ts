import { ExactNumber, parseNumber, stringifyJson, type Json } from '@groundplan/terraform-type'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, type ExpressionScope } from './evaluate.ts'
import { allFilters } from './filters.ts'

const big = parseNumber('9007199254740993')

const scope: ExpressionScope = {
  inputs: {
    text: 'a',
    number: 5,
    big,
    list: [1, 'b', null],
    map: { key: big, size: 'large' },
    off: false,
    nothing: null,
    'My Name': 'mine',
    objects: [{ name: 'a', port: 1 }, { name: 'b' }],
    toString: 'a name like others',
    thousand: Array.from({ length: 1000 }, (_, index) => index),
    long: 'y'.repeat(900_000),
  },
  grains: {
    db: { outputs: { url: 'u', 'Connection String': 'c' } },
    cache: { outputs: {}, isActive: false },
  },
  params: { region: 'eu-west-1' },
  environment: { envId: 'e-1' },
}

function value(text: string, given: ExpressionScope = scope): Json {
  const evaluated = evaluate(text, given)
  if (!evaluated.ok) throw new Error(evaluated.problem.message)
  return evaluated.value
}

function problem(text: string): string {
  const evaluated = evaluate(text, scope)
  return evaluated.ok
    ? `no problem but ${stringifyJson(evaluated.value).slice(0, 100)}`
    : evaluated.problem.message
}

describe('an expression alone', () => {
  test.each<[string, Json]>([
    ['{{ .inputs.text }}', 'a'],
    ['{{inputs.number}}', 5],
    ['{{- .inputs.number -}}', 5],
    ['{{ .inputs.big }}', big],
    ['{{ 9007199254740993 }}', big],
    ['{{ .inputs.list }}', [1, 'b', null]],
    ['{{ .inputs.map }}', { key: big, size: 'large' }],
    ['{{ .inputs.off }}', false],
    ['{{ .inputs.nothing }}', null],
    ['{{ .inputs.objects | map: "name" }}', ['a', 'b']],
    ['{{ .grains.db.outputs }}', { url: 'u', 'Connection String': 'c' }],
    ['{{ .grains.cache.is_active }}', false],
    ['{{ "5" }}', '5'],
  ])('%s keeps its type', (text, expected) => {
    expect(value(text)).toEqual(expected)
  })

  test('any value goes through unchanged', () => {
    const plain = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>(null, true, false, big, '', '{{ .inputs.x }}', new ExactNumber('1e400')),
        fc.integer(),
        fc.string(),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom('__proto__', 'valueOf', 'toLiquid', 'size')),
          tie('json'),
          {
            maxKeys: 3,
            noNullPrototype: true,
          },
        ),
      ),
    })).json
    fc.assert(
      fc.property(plain, (json) => {
        expect(stringifyJson(value('{{ .inputs.x }}', { inputs: { x: json } }))).toBe(stringifyJson(json))
      }),
    )
  })
})

describe('an expression among other text', () => {
  test.each([
    [' {{ .inputs.number }}', ' 5'],
    [
      '{{ .inputs.big }}/{{ .inputs.list }}/{{ .inputs.map }}',
      '9007199254740993/[1,"b",null]/{"key":9007199254740993,"size":"large"}',
    ],
    ['[{{ .inputs.nothing }}{{ .inputs.off }}]', '[false]'],
    ['{{ .inputs.["My Name"] | upcase }}-{{ .inputs["My Name"] }}', 'MINE-mine'],
    ['{% if .inputs.off %}on{% else %}off{% endif %}', 'off'],
    ['{% for i in (1..3) %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %}', '1,2,3'],
    ['{{ ENVID }} {{ envid }} {{ .params.region }}', 'e-1 e-1 eu-west-1'],
    ['{% if .inputs.big == 9007199254740993 and .inputs.big > 5 %}same{% endif %}', 'same'],
    ['{% raw %}{{ .inputs.x }}{% endraw %}', '{{ .inputs.x }}'],
    ['no expression at all', 'no expression at all'],
  ])('%s is the text %s', (text, expected) => {
    expect(value(text)).toBe(expected)
  })
})

describe('filters', () => {
  test.each<[string, Json]>([
    ['{{ .grains.db.outputs | key_access: "Connection String" }}', 'c'],
    ['{{ .inputs.list | key_access: 1 }}', 'b'],
    ['{{ .inputs.map | json }}', '{"key":9007199254740993,"size":"large"}'],
    [`{{ 'a"b' | json_escape }}`, 'a\\"b'],
    ['{{ .inputs.number | divided_by: 2 }}', 2],
    ['{{ .inputs.number | divided_by: 2.0 }}', 2.5],
    ['{{ .inputs.nothing | default: "d" }}', 'd'],
    ['{{ .inputs.objects | where: "port", 1 | map: "name" }}', ['a']],
    ['{{ "a,b" | split: "," | last }}', 'b'],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected)
  })

  test('that calculate would rather refuse than round', () => {
    expect(problem('{{ .inputs.big | plus: 1 }}')).toContain('too many digits')
    expect(problem('{{ 9007199254740991 | plus: 2 }}')).toContain('too many digits')
    expect(problem('{{ .inputs.number | divided_by: 0 }}')).toBe('Division by zero.')
  })

  test('are all known to the language', () => {
    for (const name of allFilters)
      expect(problem(`{{ .inputs.text | ${name}: 1, 2 }}`)).not.toContain('no filter')
  })
})

describe('what is not there', () => {
  test.each([
    ['{{ .inputs.missing }}', 'inputs.missing'],
    ['{{ .inputs.missing | default: "d" }}', 'inputs.missing'],
    ['{{ .inputs.size }}', 'inputs.size'],
    ['{{ .inputs.constructor }}', 'inputs.constructor'],
    ['{{ .inputs.__proto__ }}', 'inputs.__proto__'],
    ['{{ .inputs.map.constructor.name }}', 'inputs.map.constructor'],
    ['{{ .inputs.big.digits }}', 'inputs.big.digits'],
    ['{{ .inputs.nothing.at.all }}', 'inputs.nothing.at'],
    ['{{ .inputs.list[9] }}', 'inputs.list.9'],
    ['{{ .grains.cache.outputs.url }}', 'grains.cache.outputs.url'],
    ['{{ environmentName }}', 'environmentName'],
    ['{{ constructor }}', 'constructor'],
    ['{{ size }}', 'size'],
  ])('%s is a problem, not empty', (text, name) => {
    expect(problem(text)).toBe(`Undefined value "${name}".`)
  })

  test('names that objects have by themselves are names like others', () => {
    expect(value('{{ .inputs.toString }}')).toBe('a name like others')
    expect(value('{{ .inputs.map.size }}')).toBe('large')
  })

  test('a branch that is not taken may read what is not there', () => {
    const text = '{% if .grains.cache.is_active %}{{ .grains.cache.outputs.url }}{% else %}none{% endif %}'
    expect(value(text)).toBe('none')
  })
})

describe('a hostile expression ends soon, with a problem', () => {
  const nested = (list: string) =>
    `{% for a in ${list} %}{% for b in ${list} %}{% for c in ${list} %}{% endfor %}{% endfor %}{% endfor %}`

  test.each([
    ['a huge range', '{% for i in (1..1000000000) %}{% endfor %}', 'produces more than'],
    [
      'a range that cannot be counted',
      '{% for i in (9007199254740992..9007199254740999) %}{% endfor %}',
      'whole numbers',
    ],
    ['nested loops over ranges', nested('(1..300)'), 'exceeds 100000 steps'],
    ['nested loops over lists', nested('.inputs.thousand'), 'exceeds 100000 steps'],
    [
      'a text that doubles',
      '{% assign x = "aaaaaaaaaa" %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}',
      'produces more than',
    ],
    [
      'a captured text that doubles',
      '{% assign x = "aaaaaaaaaa" %}{% for i in (1..60) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}',
      'exceeds 1000000 characters',
    ],
    [
      'a JSON text in a JSON text',
      `{% assign x = '"' %}{% for i in (1..60) %}{% assign x = x | json %}{% endfor %}{{ x }}`,
      'exceeds 1000000 characters',
    ],
    [
      'text in a loop',
      `{% for i in (1..40000) %}${'x'.repeat(9_000)}{% endfor %}`,
      'exceeds 1000000 characters',
    ],
    [
      'captured text in a loop',
      `{% capture x %}{% for i in (1..40000) %}${'x'.repeat(9_000)}{% endfor %}{% endcapture %}`,
      'produces more than',
    ],
    [
      'a long value in a loop',
      '{% for i in (1..40000) %}{{ .inputs.long }}{% endfor %}',
      'produces more than',
    ],
    [
      'a replacement that grows',
      '{{ .inputs.long | replace: "y", "zzzzzzzzzzzzzzzz" }}',
      'produces more than',
    ],
    [
      'elements that are joined',
      '{{ .inputs.long | split: "" | join: "zzzzzzzzzzzzzzzz" }}',
      'produces more than',
    ],
    ['a wide date', '{{ "now" | date: "%1000000000d" }}', 'produces more than'],
    ['a file', '{% include "/etc/passwd" %}', 'cannot read other files'],
  ])('%s', (_, text, message) => {
    expect(problem(text)).toContain(message)
  })

  test('whatever the text, there is a value or a problem', () => {
    const piece = fc.constantFrom(
      ...[
        '{{ .inputs.list',
        '{{ .inputs.text',
        ' }}',
        ' | first',
        ' | map: "a"',
        ' | split: ""',
        ' | sort',
        'x',
      ],
      ...[
        '{% for i in .inputs.list %}',
        '{% endfor %}',
        '{% if i %}',
        '{% endif %}',
        '{{ i }}',
        ' | json',
        '.size',
      ],
      ...[
        '{% assign i = .inputs.map %}',
        '{{ forloop.index }}',
        '{% cycle "a", i %}',
        '{% break %}',
        '[0]',
        '["a"]',
      ],
      ...[
        '{% increment i %}',
        ' | times: i',
        ' | where: "a", i',
        ' | slice: 1, 2',
        ' | date: "%Y"',
        ' | sum',
        '.key',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const evaluated = evaluate(pieces.join(''), scope)
        if (!evaluated.ok) expect(evaluated.problem.hint).not.toBe('')
      }),
      { numRuns: caseCount(2_000) },
    )
  })
})
